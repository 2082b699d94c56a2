import { describe, expect, it } from 'vitest'
import { sampleProblem, sampleRun } from '../../engine/scripted-run.testing.ts'
import { RunLog } from '../run/run-log.ts'
import { lendersOf } from './swapped-feedback.ts'
import { scoredAttempt } from '../run/attempt.testing.ts'
import type { ScoredAttempt } from '../run/attempt-view.ts'

const log = RunLog.of(sampleRun({ steps: 1, attempts: 3 }))
const view = log.view(log.length)
const step = {
  ...view.steps[0]!,
  attempts: view.steps[0]!.attempts.map(({ attempt }) => scoredAttempt(view, attempt)),
}
const told = (
  attempt: ScoredAttempt,
  feedback: string,
  change: Partial<ScoredAttempt> = {},
): ScoredAttempt => ({
  ...attempt,
  passed: false,
  verdict: { ...attempt.verdict, feedback },
  ...change,
})
const group = (feedback: readonly string[]) => {
  const attempts = step.attempts.map((attempt, i) => told(attempt, feedback[i]!))
  return { ...step, attempts }
}

describe('someone else\u2019s feedback', () => {
  it('is that of the attempts after this one, then of those before it', () => {
    const three = group(['a', 'b', 'c'])
    expect(lendersOf(three, three.attempts[1]!, [], null)).toEqual([
      { of: 'attempt', from: 'attempt 3', text: 'c' },
      { of: 'attempt', from: 'attempt 1', text: 'a' },
    ])
  })

  it('is never the same words, nor praise', () => {
    const three = group(['a', 'a', 'c'])
    expect(lendersOf(three, three.attempts[0]!, [], null).map((lender) => lender.from)).toEqual(['attempt 3'])
    const passed = { ...three, attempts: three.attempts.with(2, { ...three.attempts[2]!, passed: true }) }
    expect(lendersOf(passed, passed.attempts[0]!, [], null)).toEqual([])
  })

  it('is another problem\u2019s first test in the judge\u2019s words, the output left as it was', () => {
    const record = { input: '[4,1,5]', expected: '[8,10]', actual: '[6,7]', passed: false }
    const one = told(step.attempts[0]!, 'Wrong Answer\nInput: [4,1,5]\nOutput: [6,7]\nExpected: [8,10]', {
      records: [{ ...step.attempts[0]!.records[0]!, ...record }],
    })
    const alone = { ...step, attempts: [one] }
    const other = { ...sampleProblem, id: 'other', title: 'Other', tests: [{ args: [[1, 2]], expected: 3 }] }
    expect(lendersOf(alone, one, [sampleProblem, other], sampleProblem)).toEqual([
      {
        of: 'problem',
        from: 'the problem \u201cOther\u201d',
        text: 'Wrong Answer\nInput: [1,2]\nOutput: [6,7]\nExpected: 3',
      },
    ])
    expect(lendersOf(alone, told(one, 'It threw.'), [other], sampleProblem)).toEqual([])
  })
})
