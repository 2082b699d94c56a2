import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Position } from '../../engine/protocol.ts'
import { Rng } from '../../rng.ts'
import type { TestRecord, Verdict } from '../../verify/verdict.ts'
import {
  certainty,
  creditPhrase,
  grpoPhrase,
  maskedPhrase,
  mixPhrase,
  movePhrase,
  readersPhrase,
  sameWordsPhrase,
} from './words.ts'
import { attemptSummary } from './summary.ts'
import { plain } from '../text/phrase.ts'
import { samplePosition } from '../../engine/scripted-run.testing.ts'

const names = ['+', '*', '-']
const piece = (id: number) => names[id]!
const position = (student: number[], teacher: number[], entropies = [0.99, 0.94]): Position => ({
  ids: student.map((_, i) => i),
  student: student.map(Math.log),
  teacher: teacher.map(Math.log),
  divergence: 0.951,
  studentEntropy: entropies[0]!,
  teacherEntropy: entropies[1]!,
})

describe('what hindsight thinks of a token', () => {
  it('says how many times less likely it is, and what takes its place', () => {
    expect(plain(creditPhrase(position([0.71, 0.16, 0.05], [0.14, 0.74, 0.02]), piece))).toBe(
      'With hindsight this token is 5.1 times less likely; * takes its place.',
    )
  })

  it('says how many times more likely it is, and whose place it takes', () => {
    expect(plain(creditPhrase(position([0.16, 0.7], [0.74, 0.12]), piece))).toBe(
      'With hindsight this token is 4.6 times more likely; it takes the place of *.',
    )
  })

  it('names no rival where none moved by a tenth', () => {
    expect(plain(creditPhrase(position([0.4, 0.2, 0.2], [0.3, 0.25, 0.25]), piece))).toBe(
      'With hindsight this token is 1.3 times less likely.',
    )
  })

  it('does not make a change of a few per cent a number', () => {
    expect(plain(creditPhrase(position([0.5], [0.51]), piece))).toBe(
      'With hindsight this token is just as likely.',
    )
    expect(plain(creditPhrase(position([0.5], [0.52]), piece))).toBe(
      'With hindsight this token is a little more likely.',
    )
  })

  it('never says more where the teacher gives less', () => {
    fc.assert(
      fc.property(fc.nat(2000), (seed) => {
        const drawn = samplePosition(Rng.of(seed, 'words'), 0, 8)
        const words = plain(creditPhrase(drawn, String))
        const credit = drawn.teacher[0]! - drawn.student[0]!
        if (words.includes('more likely')) expect(credit).toBeGreaterThan(0)
        else if (words.includes('less likely')) expect(credit).toBeLessThan(0)
        else expect(Math.abs(credit)).toBeLessThan(0.03)
      }),
    )
  })
})

describe('how sure readers are', () => {
  it('has two thresholds', () => {
    expect([0, 0.349, 0.35, 1.049, 1.05, 3].map(certainty)).toEqual([
      'nearly certain',
      'nearly certain',
      'fairly sure',
      'fairly sure',
      'unsure',
      'unsure',
    ])
  })

  it('says both, of what, and the divergence', () => {
    expect(plain(readersPhrase(position([0.7, 0.1], [0.1, 0.7]), true))).toBe(
      'Both readers are fairly sure, of different tokens: entropy 0.99 and 0.94 nats. Divergence 0.95, the largest here.',
    )
    expect(plain(readersPhrase(position([0.7, 0.1], [0.9, 0.05], [0.8, 0.2]), false))).toBe(
      'The student is fairly sure, the self-teacher nearly certain, of the same token: entropy 0.80 and 0.20 nats. Divergence 0.95.',
    )
    expect(plain(readersPhrase(position([0.4, 0.3], [0.3, 0.4], [1.5, 1.6]), false))).toBe(
      'Both readers are unsure: entropy 1.50 and 1.60 nats. Divergence 0.95.',
    )
  })
})

describe('other sentences', () => {
  it('tell where an update moved a token, once it is known', () => {
    expect(plain(movePhrase(Math.log(0.71), Math.log(0.6))!)).toBe(
      'One update moves it 71\u202f% \u2192 60\u202f%.',
    )
    expect(plain(movePhrase(Math.log(0.71), Math.log(0.712))!)).toBe('One update leaves it at 71\u202f%.')
    expect(movePhrase(-1, undefined)).toBeNull()
  })

  it("show GRPO's subtraction", () => {
    expect(plain(grpoPhrase(0, 0, 0))).toBe(
      'Every token gets reward 0 \u2212 group mean 0 = 0: nothing to learn from.',
    )
    expect(plain(grpoPhrase(1, 0.125, 0.875))).toBe(
      'Every token gets reward 1 \u2212 group mean 0.13 = +0.88, whether it helped or not.',
    )
    expect(plain(mixPhrase(0.9, 0.5, -1))).toBe("0.9 of GRPO's +0.50 and 0.1 of SDPO's \u22121.00: +0.35.")
  })

  it('say what is left without feedback: nothing, or a difference of weights', () => {
    expect(plain(sameWordsPhrase(0))).toContain('No gap, no credit.')
    expect(plain(sameWordsPhrase(0.2))).toContain('difference of their weights')
    expect(plain(maskedPhrase(false))).toContain('teaches nothing')
    expect(plain(maskedPhrase(true))).not.toContain('teaches nothing')
  })
})

describe('an attempt in one line', () => {
  const verdict = (change: Partial<Verdict>): Verdict => ({
    reward: 0,
    status: 'wrong-answer',
    passedTests: 0,
    totalTests: 2,
    feedback: '',
    told: null,
    timeMs: 1,
    ...change,
  })
  const record = (change: Partial<TestRecord>): TestRecord => ({
    testIndex: 0,
    input: '[1]',
    expected: '[2]',
    actual: '[3]',
    passed: false,
    ...change,
  })
  const summaryOf = (verdict: Verdict, records: TestRecord[]) => attemptSummary({ verdict, records })

  it('tells the failing test that the feedback tells', () => {
    const records = [record({}), record({ testIndex: 1, input: '[9]', actual: '[7]', expected: '[8,\n 10]' })]
    expect(
      summaryOf(
        verdict({ feedback: 'Wrong Answer\nInput: [9]\nOutput: [7]\nExpected: [8, 10]', told: 1 }),
        records,
      ),
    ).toBe('Output [7], expected [8, 10]')
    expect(summaryOf(verdict({ feedback: 'something else' }), records)).toBe('Output [3], expected [2]')
  })

  it('tells an error by its own words', () => {
    expect(
      summaryOf(verdict({ status: 'runtime-error', feedback: 'Runtime Error' }), [
        record({ actual: 'Error: ReferenceError: y is not defined\n  at f' }),
      ]),
    ).toBe('ReferenceError: y is not defined')
    expect(summaryOf(verdict({ status: 'syntax-error', feedback: 'SyntaxError: expecting )' }), [])).toBe(
      'SyntaxError: expecting )',
    )
    expect(summaryOf(verdict({ status: 'time-out' }), [record({ input: '[1,\n2]' })])).toBe(
      'Time out on [1, 2]',
    )
    expect(summaryOf(verdict({ status: 'format-error' }), [])).toBe('No program found')
  })

  it('has nothing to say of one that passed', () => {
    expect(summaryOf(verdict({ reward: 1, status: 'passed' }), [record({ passed: true })])).toBe('')
  })
})
