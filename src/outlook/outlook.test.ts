import { describe, expect, it } from 'vitest'
import type { Problem } from '../problems/problem.ts'
import { Rng } from '../rng.ts'
import type { Verdict } from '../verify/verdict.ts'
import { guessedFromFeedback } from './known.ts'
import type { Measured, UntouchedSample } from './measured.ts'
import { outlookOf, type Outlook } from './outlook.ts'
import { changeWords, costOf, reasonWords, verdictWords } from './words.ts'

const word: Problem = {
  id: 'capital',
  title: 'Capital',
  statement: 'What is the capital of Kazakhstan?',
  program: { kind: 'answer', answer: { type: 'exact', accepted: ['Astana'] } },
  tests: [],
  feedbackStyle: 'leetcode',
}
const choice: Problem = {
  ...word,
  program: {
    kind: 'answer',
    answer: {
      type: 'choice',
      right: 'B',
      options: ['A', 'B', 'C', 'D'].map((label) => ({ label, text: label })),
    },
  },
}
const list: Problem = {
  ...word,
  statement: 'From xs, keep the odd ones.',
  program: { kind: 'expression', parameters: ['xs'] },
  tests: [{ args: [[1]], expected: [1] }],
}

const verdict = (change: Partial<Verdict> = {}): Verdict => ({
  reward: 0,
  status: 'wrong-answer',
  passedTests: 0,
  totalTests: 1,
  feedback: 'Wrong Answer',
  told: null,
  timeMs: 0,
  ...change,
})
const sample = (text: string, change: Partial<UntouchedSample> = {}): UntouchedSample => ({
  text,
  tokens: 3,
  cut: false,
  verdict: verdict({ feedback: `Wrong Answer: ${text}` }),
  error: null,
  ...change,
})
const pass = sample('Astana', { verdict: verdict({ reward: 1, status: 'passed', feedback: '' }) })
const sixteen = (of: (i: number) => UntouchedSample) => Array.from({ length: 16 }, (_, i) => of(i))

const measured = (change: Partial<Measured> = {}): Measured => ({
  unread: [],
  readsAll: true,
  questionTokens: 20,
  contextLength: 512,
  answerTokens: 3,
  writable: null,
  rightRate: null,
  samples: [],
  shift: null,
  step: null,
  done: change.samples ? 'all' : 'words',
  ...change,
})
const settings = { arm: 'sdpo', maxNewTokens: 24, budget: 64 } as const
const of = (problem: Problem, change: Partial<Measured>): Outlook =>
  outlookOf(problem, measured(change), settings)
const said = ({ colour, expects, reasons: [first], change }: Outlook) => [
  colour,
  expects,
  first.kind,
  change?.kind ?? null,
]

const moved = { of: 'right', own: 3.2, control: 0.4, pieces: 4 } as const
const still = { of: 'right', own: 0.6, control: 0.5, pieces: 4 } as const

describe('before anything is tried', () => {
  it('is open where nothing stands in the way, and offers to try', () => {
    expect(said(of(word, {}))).toEqual(['amber', 'open', 'not-tried', 'try'])
  })
  it('names the words that the model cannot read, and leaves it open what the tests alone will do', () => {
    const outlook = of(list, { readsAll: false, unread: ['odd'] })
    expect(said(outlook)).toEqual(['amber', 'open', 'unread', 'try'])
    expect(reasonWords(outlook.reasons[0])).toContain('\u201codd\u201d')
  })
  it('is red where no program of its steps passes the tests', () => {
    const outlook = of(list, { readsAll: false, writable: { steps: 3, found: false } })
    expect(said(outlook)).toEqual(['red', 'none', 'not-writable', 'edit'])
  })
  it('is red where a model of expressions is asked for words, whatever it can read', () => {
    expect(said(of(word, { readsAll: false }))).toEqual(['red', 'none', 'not-its-form', 'model'])
  })
  it('is red where the known answer is longer than an attempt may be, and makes room for it', () => {
    const outlook = of(word, { answerTokens: 35 })
    expect(said(outlook)).toEqual(['red', 'none', 'answer-too-long', 'length'])
    expect(reasonWords(outlook.reasons[0])).toBe(
      'The shortest known answer has 35 tokens; attempts are cut at 24.',
    )
    expect(changeWords(outlook.change!)).toBe('Let attempts have 48 tokens')
    expect(outlookOf(word, measured({ answerTokens: 35 }), { ...settings, maxNewTokens: 48 }).colour).toBe(
      'amber',
    )
  })
  it('asks for another model where the answer or the question is too long for this one', () => {
    expect(said(of(word, { answerTokens: 600 }))).toEqual(['red', 'none', 'answer-too-long', 'model'])
    expect(said(of(word, { questionTokens: 512 }))).toEqual(['red', 'none', 'question-too-long', 'model'])
  })
  it('says where attempts are short for an answer of this kind', () => {
    const code: Problem = { ...word, program: { kind: 'function', name: 'f' } }
    expect(said(of(code, { answerTokens: null }))).toEqual(['amber', 'open', 'short-for-its-kind', 'length'])
  })
})

describe('what a pass is worth', () => {
  const question = (options: readonly string[], tells: 'left' | 'hint' = 'left'): Problem => ({
    ...word,
    program: { kind: 'question', rule: { type: 'words', right: ['B'], options: [...options] }, tells },
  })
  it('is said of a question whose feedback names what is left, by who knows nothing', () => {
    const reason = of(question(['A', 'B', 'C', 'D']), {}).reasons.at(-1)!
    expect(reasonWords(reason)).toBe(
      'Who knows nothing and takes what the feedback leaves passes within 64 attempts with a chance of > 99 %: watch the odds of the answer, not the pass alone.',
    )
    expect(of(question(['A', 'B', 'C'], 'hint'), {}).reasons.map(({ kind }) => kind)).not.toContain('guesser')
  })
  it('is what such a guesser comes to', () => {
    for (const n of [2, 3, 4])
      for (const attempts of [1, 2, 3, 6]) {
        let found = 0
        const rng = Rng.of(1, 'guesser', n)
        for (let game = 0; game < 4000; game++) {
          let left = Array.from({ length: n }, (_, i) => i)
          for (let attempt = 2; attempt <= attempts; attempt++) {
            const taken = rng.pick(left)
            if (taken === 0) {
              found++
              break
            }
            left = Array.from({ length: n }, (_, i) => i).filter((i) => i !== taken)
          }
        }
        const options = Array.from({ length: n }, (_, i) => (i === 0 ? 'B' : `no ${i}`))
        expect(guessedFromFeedback(question(options), attempts)).toBeCloseTo(found / 4000, 1)
      }
  })
})

describe('after sixteen untouched attempts', () => {
  it('says how many of them are different', () => {
    const outlook = of(word, { samples: sixteen((i) => sample(`a${i % 5}`)), shift: still })
    expect(outlook.reasons.map(reasonWords)).toContain(
      'None of 16 untouched attempts passes; 5 different ones are among them.',
    )
  })
  it('has nothing to discover where half of them pass', () => {
    const outlook = of(word, { samples: sixteen((i) => (i < 8 ? pass : sample(`a${i}`))) })
    expect(said(outlook)).toEqual(['green', 'pass', 'already', null])
    expect(verdictWords(outlook)).toBe('Nothing to discover')
  })
  it('is green where one passes', () => {
    expect(said(of(word, { samples: sixteen((i) => (i === 3 ? pass : sample(`a${i}`))) }))).toEqual([
      'green',
      'pass',
      'some-pass',
      null,
    ])
  })
  it('leaves it open where the budget is too small for that rate', () => {
    const samples = sixteen((i) => (i === 3 ? pass : sample(`a${i}`)))
    expect(said(outlookOf(word, measured({ samples }), { ...settings, budget: 16 }))).toEqual([
      'amber',
      'open',
      'some-pass',
      null,
    ])
  })
  it('would rather ask again where some pass and feedback makes the right answer less likely', () => {
    const away = { ...moved, own: -2.2, control: -4 }
    const some = measured({ samples: sixteen((i) => (i === 3 ? pass : sample(`a${i}`))), shift: away })
    const outlook = outlookOf(word, some, settings)
    expect(said(outlook)).toEqual(['amber', 'pass', 'some-pass', 'only-sample'])
    expect(verdictWords(outlook)).toBe('Asking again may do better')
    expect(outlook.reasons.map(reasonWords)[1]).toContain(
      'the odds of a right answer go down 9.0-fold with it',
    )
    // Done as it says, nothing is said of the feedback any more.
    const asked = outlookOf(word, some, { ...settings, arm: 'best-of-k' })
    expect(said(asked)).toEqual(['green', 'pass', 'some-pass', null])
    expect(asked.reasons).toHaveLength(1)
  })
  it('goes by the untouched rate alone where the arm reads no feedback', () => {
    const at = (rightRate: number) =>
      outlookOf(
        list,
        measured({
          readsAll: false,
          rightRate,
          samples: sixteen((i) => sample(`a${i}`)),
          shift: moved,
        }),
        { ...settings, arm: 'best-of-k' },
      )
    expect(said(at(0.03))).toEqual(['green', 'pass', 'reach', null])
    expect(said(at(0.01))).toEqual(['amber', 'open', 'reach', null])
    expect(said(at(0.001))).toEqual(['red', 'none', 'reach', 'edit'])
    expect(reasonWords(at(0.001).reasons[0])).toBe(
      'The untouched model writes a right answer about once in 1,000 attempts.',
    )
  })
  it('calls a pass among a few choices a guess', () => {
    const outlook = of(choice, { samples: sixteen((i) => (i < 4 ? pass : sample(`a${i}`))), shift: still })
    expect(said(outlook)).toEqual(['amber', 'pass', 'guess', 'edit'])
    expect(reasonWords(outlook.reasons[0])).toContain('1 time in 4; 4 of 16')
  })
  it('is green where feedback moves the right answer beyond what any feedback does', () => {
    expect(said(of(word, { samples: sixteen((i) => sample(`a${i}`)), shift: moved }))).toEqual([
      'green',
      'pass',
      'informative',
      null,
    ])
  })
  it('goes by how often a right program is written and how far feedback moves it, where that is known', () => {
    const at = (rightRate: number) =>
      of(list, { readsAll: false, rightRate, samples: sixteen((i) => sample(`a${i}`)), shift: moved })
    expect(said(at(1e-3))).toEqual(['green', 'pass', 'reach', null])
    expect(said(at(1e-4))).toEqual(['amber', 'open', 'reach', null])
    expect(said(at(1e-5))).toEqual(['red', 'none', 'reach', 'edit'])
    expect(reasonWords(at(1.3e-3).reasons[0])).toBe(
      'The untouched model writes a right answer about once in 770 attempts. With its feedback the odds of a right answer go up 25-fold, with another problem\u2019s they go up 1.5-fold.',
    )
  })
  it('is red where feedback makes the right answer less likely, if less so than any other', () => {
    const away = { ...moved, own: -2.2, control: -4 }
    expect(said(of(word, { samples: sixteen((i) => sample(`a${i}`)), shift: away }))[0]).toBe('red')
  })
  it('is red where it does not', () => {
    const outlook = of(word, { samples: sixteen((i) => sample(`a${i}`)), shift: still })
    expect(said(outlook)).toEqual(['red', 'none', 'uninformative', 'edit'])
    expect(reasonWords(outlook.reasons[0])).toContain('up 1.8-fold with it and up 1.6-fold with another')
  })
  it('names the one way in which all fail', () => {
    const cases: [(i: number) => UntouchedSample, string, string][] = [
      [() => sample('xs'), 'alike', 'model'],
      [(i) => sample(`a${i}`, { cut: true }), 'cut', 'length'],
      [(i) => sample(`a${i}`, { error: "'y' is not defined" }), 'same-error', 'model'],
      [(i) => sample(`a${i}`, { verdict: verdict({ feedback: '' }) }), 'no-feedback', 'edit'],
      [(i) => sample(`a${i}`, { verdict: verdict() }), 'one-feedback', 'edit'],
    ]
    for (const [one, kind, change] of cases)
      expect(said(of(word, { samples: sixteen(one), shift: still }))).toEqual(['red', 'none', kind, change])
  })
  it('does not believe the teacher of an answer that is cut', () => {
    expect(said(of(word, { samples: sixteen((i) => sample(`a${i}`, { cut: true })), shift: moved }))[0]).toBe(
      'red',
    )
  })
  it('stays open while attempts are being made', () => {
    expect(said(of(word, { samples: [sample('a'), sample('b')], done: 'words' }))).toEqual([
      'amber',
      'open',
      'nothing-passed',
      null,
    ])
  })
})

it('tells what the budget takes from a step that was measured', () => {
  expect(costOf(measured({ step: { ms: 800, attempts: 8 } }), 64)).toEqual({ stepMs: 800, budgetMs: 6400 })
  expect(costOf(measured(), 64)).toBeNull()
})
