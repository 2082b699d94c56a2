/** How a response without tests is judged: one finding becomes the verdict and its single record. */
import { truncationNote } from '../problems/families/errors.ts'
import { feedbackDetailOf } from '../problems/problem.ts'
import type { Problem } from '../problems/problem.ts'
import { judgedPart } from './extract/extracted.ts'
import type { Extracted } from './extract/extracted.ts'
import { truncatedAttempt } from './feedback.ts'
import type { Judged } from './judge.ts'
import type { Submission } from './kinds/kind.ts'
import { verdictNames } from './verdict.ts'
import type { VerdictStatus } from './verdict.ts'

/** What a response came to, before it is told. */
interface Finding {
  status: VerdictStatus
  reward?: number
  /** The whole of what there is to say; empty for a pass. */
  text: string
  input?: string
  expected?: string
  actual: string
  timeMs?: number
  judged?: Extracted | null
}

/** The verdict on a response that is no program, told in as much detail as the problem allows. */
export function judgedBy(
  { problem, options: { truncated = false } }: Submission,
  { status, reward, text, input = '', expected = '', actual, timeMs = 0, judged: part = null }: Finding,
): Judged {
  const passed = status === 'passed'
  return {
    verdict: {
      reward: reward ?? (passed ? 1 : 0),
      status,
      passedTests: passed ? 1 : 0,
      totalTests: 1,
      feedback: passed ? '' : detailed(problem, status, text, truncated),
      told: null,
      timeMs,
      ...judgedPart(part),
    },
    records: [{ testIndex: 0, input, expected, actual, passed }],
  }
}

function detailed(problem: Problem, status: VerdictStatus, text: string, truncated: boolean): string {
  const detail = feedbackDetailOf(problem)
  switch (detail) {
    case 'nothing':
      return ''
    case 'verdict':
      return status === 'format-error' ? text : verdictNames[status]
    case 'first-failure':
    case 'all-failures':
      if (!truncated) return text
      return status === 'format-error' ? truncatedAttempt : `${text}\n${truncationNote}`
    default:
      return detail satisfies never
  }
}
