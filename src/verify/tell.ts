/**
 * Which failing test is told, and in whose words: the bundled families tell one test in the words
 * that their model was trained on, every other problem in the reference's (`format_test_feedback`).
 */
import { truncationNote } from '../problems/families/errors.ts'
import type { Outcome } from '../problems/families/family.ts'
import { leetcodeFeedback } from '../problems/families/leetcode.ts'
import { reportFeedback } from '../problems/families/report.ts'
import type { Problem } from '../problems/problem.ts'
import { formatTestFeedback, selectFailing, toReferenceRecord } from './feedback.ts'
import type { TestResult } from './results.ts'
import { NotJson } from './value.ts'
import type { Value } from './value.ts'
import type { VerdictStatus } from './verdict.ts'

export interface TellOptions {
  /** Index below `count` of the failing test to tell; absent: the reference's rule. */
  pick: ((count: number) => number) | undefined
  truncated: boolean
}

/** The status is that of the test that is told, so that verdict and feedback speak of the same thing. */
export function tell(problem: Problem, results: readonly TestResult[], { pick, truncated }: TellOptions): { status: VerdictStatus; feedback: string } {
  const failing = results.filter((result) => result.status !== 'passed' && result.status !== 'not-run')
  if (failing.length === 0) return { status: 'passed', feedback: '' }
  const told = pick ? at(failing, pick(failing.length)) : byReference(failing)
  const status = told.status as VerdictStatus
  const text = problem.family === undefined && problem.feedbackStyle === 'leetcode' ? referenceText(pick ? [told] : results, status, truncated) : familyText(problem, told)
  const saysSo = truncated && !text.startsWith('Truncated Attempt')
  return { status, feedback: saysSo ? `${text}\n${truncationNote}` : text }
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index]
  if (item === undefined) throw new RangeError(`The failing test picked is ${index}, of ${items.length}.`)
  return item
}

function byReference(failing: readonly TestResult[]): TestResult {
  const [record] = selectFailing(failing.map((result) => result.record))
  return failing.find((result) => result.record === record)!
}

function referenceText(results: readonly TestResult[], status: VerdictStatus, truncated: boolean): string {
  const text = formatTestFeedback(results.map((result) => toReferenceRecord(result.record)), { was_truncated: truncated, language: 'javascript' })
  // No input was ever executed.
  return status === 'syntax-error' ? text.replace(/^Runtime Error\n/, 'Syntax Error\n').replace(/\n\nLast Executed Input[\s\S]*$/, '') : text
}

function familyText(problem: Problem, { test, status, value, error }: TestResult): string {
  const outcome = ((): Outcome => {
    if (status === 'time-out') return { limit: 'time' }
    if (status === 'memory-limit') return { limit: 'memory' }
    if (status === 'format-error') return { error: { name: 'SyntaxError', message: 'no program' } }
    return error ? { error } : { value: plain(value!) }
  })()
  return problem.feedbackStyle === 'report' ? reportFeedback(test, outcome, problem.report) : leetcodeFeedback(test, outcome)
}

/** The value as the families' pure functions read it. */
function plain(value: Value): unknown {
  if (value instanceof NotJson) return value.name === 'undefined' ? undefined : Number.isNaN(Number(value.name)) && value.name !== 'NaN' ? value.name : Number(value.name)
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]))
  return value
}
