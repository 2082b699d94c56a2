/**
 * What an attempt at a problem with tests is told: which failing test (tell/which.ts), in whose words
 * (tell/words.ts), and how much of it (tell/detail.ts).
 */
import { feedbackDetailOf, type Problem } from '../problems/problem.ts'
import type { TestResult } from './results.ts'
import { hiddenText, visibleText, withDetail } from './tell/detail.ts'
import type { TellOptions } from './tell/options.ts'
import { isAboutAll, toldTest } from './tell/which.ts'
import type { VerdictStatus } from './verdict.ts'

interface Told {
  status: VerdictStatus
  feedback: string
  /** Position of the test that the feedback is about; null where it is about none. */
  told: number | null
}

/** The status is that of the test that is told, so that verdict and feedback speak of the same thing. */
export function tell(problem: Problem, results: readonly TestResult[], options: TellOptions): Told {
  const failing = results.filter((result) => result.status !== 'passed' && result.status !== 'not-run')
  if (failing.length === 0) return { status: 'passed', feedback: '', told: null }
  const { tellable, told } = toldTest(failing, options.pick)
  const status = told.status as VerdictStatus
  const detail = feedbackDetailOf(problem)
  const isHidden = told.record.hidden === true && !isAboutAll(told)
  const text = isHidden ? hiddenText(status) : visibleText(problem, results, tellable, told, options)
  const first = { nothing: null, verdict: null, 'first-failure': told, 'all-failures': tellable[0] ?? told }[
    detail
  ]
  return {
    status,
    feedback: withDetail(detail, text, status, results, options.truncated, problem.partialCredit ?? false),
    told: first === null || isHidden || isAboutAll(told) ? null : first.record.testIndex,
  }
}
