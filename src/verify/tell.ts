/**
 * Which failing tests are told, and in whose words: the bundled families tell one test in the words
 * that their model was trained on, every other problem in the reference's (`format_test_feedback`).
 */
import { truncationNote } from '../problems/families/errors.ts'
import type { Outcome } from '../problems/families/outcome.ts'
import { leetcodeFeedback } from '../problems/families/leetcode.ts'
import { reportFeedback } from '../problems/families/report.ts'
import {
  feedbackDetailOf,
  isArgsTest,
  languageOf,
  type FeedbackDetail,
  type Problem,
} from '../problems/problem.ts'
import { formatTestFeedback, selectFailing, toReferenceRecord } from './feedback.ts'
import type { TestResult } from './results.ts'
import { NotJson, type Value } from './value.ts'
import type { VerdictStatus } from './verdict.ts'

export interface TellOptions {
  /** Index below `count` of the failing test to tell; absent: the reference's rule. */
  pick: ((count: number) => number) | undefined
  truncated: boolean
  /** The response holds code, whether or not it defines the program. */
  hasCode: boolean
}

/** A verdict in two words, as the reference heads its feedback. */
export const verdictNames = {
  passed: 'Accepted',
  'wrong-answer': 'Wrong Answer',
  'runtime-error': 'Runtime Error',
  'syntax-error': 'Syntax Error',
  'time-out': 'Time Limit Exceeded',
  'memory-limit': 'Memory Limit Exceeded',
  'format-error': 'Incorrect Format',
} as const satisfies Record<VerdictStatus, string>

/** Longest text where all failures are told; one failure is held to the reference's own 2000. */
const MOST_CHARS = 6000

export interface Told {
  status: VerdictStatus
  feedback: string
  /** Position of the test that the feedback is about; null where it is about none. */
  told: number | null
}

/** The status is that of the test that is told, so that verdict and feedback speak of the same thing. */
export function tell(problem: Problem, results: readonly TestResult[], options: TellOptions): Told {
  const failing = results.filter((result) => result.status !== 'passed' && result.status !== 'not-run')
  if (failing.length === 0) return { status: 'passed', feedback: '', told: null }
  const visible = failing.filter((result) => !result.record.hidden)
  // What stands before any test, no test can hide.
  const tellable = isAboutAll(failing[0]!) ? failing : visible
  const { pick, truncated } = options
  const told =
    tellable.length === 0
      ? byReference(failing)
      : pick
        ? at(tellable, pick(tellable.length))
        : byReference(tellable)
  const status = told.status as VerdictStatus
  const detail = feedbackDetailOf(problem)
  const isHidden = told.record.hidden === true && !isAboutAll(told)
  const text = isHidden ? hiddenText(status) : visibleText(problem, results, tellable, told, options)
  const first = { nothing: null, verdict: null, 'first-failure': told, 'all-failures': tellable[0] ?? told }[
    detail
  ]
  return {
    status,
    feedback: withDetail(detail, text, status, results, truncated, problem.partialCredit ?? false),
    told: first === null || isHidden || isAboutAll(told) ? null : first.record.testIndex,
  }
}

function isAboutAll({ status }: TestResult): boolean {
  return status === 'syntax-error' || status === 'format-error'
}

function hiddenText(status: VerdictStatus): string {
  return `${verdictNames[status]}\nEvery test that is shown passes; a hidden test does not.`
}

function withDetail(
  detail: FeedbackDetail,
  text: string,
  status: VerdictStatus,
  results: readonly TestResult[],
  truncated: boolean,
  partial: boolean,
): string {
  const passed = results.filter((result) => result.record.passed).length
  const count = `${passed} of ${results.length} ${results.length === 1 ? 'test passes' : passed === 1 ? 'tests passes' : 'tests pass'}.`
  switch (detail) {
    case 'nothing':
      return ''
    case 'verdict':
      return status === 'format-error' ? text : `${verdictNames[status]}\n${count}`
    case 'first-failure':
    case 'all-failures': {
      const counted =
        (partial || detail === 'all-failures') && status !== 'format-error' && status !== 'syntax-error'
          ? `${text}\n\n${count}`
          : text
      const saysSo = truncated && !counted.startsWith('Truncated Attempt')
      return saysSo ? `${counted}\n${truncationNote}` : counted
    }
    default:
      return detail satisfies never
  }
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

function visibleText(
  problem: Problem,
  results: readonly TestResult[],
  failing: readonly TestResult[],
  told: TestResult,
  { pick, truncated, hasCode }: TellOptions,
): string {
  const inFamily = problem.family !== undefined || problem.feedbackStyle === 'report'
  const one = (result: TestResult) =>
    inFamily ? familyText(problem, result) : referenceText(problem, [result], truncated, hasCode)
  if (feedbackDetailOf(problem) !== 'all-failures' || isAboutAll(told))
    return pick || inFamily ? one(told) : referenceText(problem, failing, truncated, hasCode)
  const texts: string[] = []
  let chars = 0
  for (const [i, result] of failing.entries()) {
    const text = one(result)
    chars += text.length
    if (chars > MOST_CHARS) {
      texts.push(`... (${failing.length - i} more failing tests)`)
      break
    }
    texts.push(text)
  }
  const unrun = results.filter((result) => result.status === 'not-run').length
  return [
    ...texts,
    ...(unrun > 0 ? [`${unrun} ${unrun === 1 ? 'test was' : 'tests were'} not run.`] : []),
  ].join('\n\n')
}

function referenceText(
  problem: Problem,
  results: readonly TestResult[],
  truncated: boolean,
  hasCode: boolean,
): string {
  const { program } = problem
  const { status } = results[0]!
  if (status === 'format-error' && hasCode && program.kind === 'function')
    return `Incorrect Format: The code defines no function ${program.name}.`
  const text = formatTestFeedback(
    results.map(({ record }) => toReferenceRecord(record)),
    { was_truncated: truncated, language: languageOf(program)! },
  )
  // No input was ever executed.
  return status === 'syntax-error'
    ? text.replace(/^Runtime Error\n/, 'Syntax Error\n').replace(/\n\nLast Executed Input[\s\S]*$/, '')
    : text
}

function familyText(problem: Problem, { test, status, value, error }: TestResult): string {
  if (!isArgsTest(test)) throw new TypeError('A family is judged by arguments alone.')
  const outcome = ((): Outcome => {
    if (status === 'time-out') return { limit: 'time' }
    if (status === 'memory-limit') return { limit: 'memory' }
    if (status === 'format-error') return { error: { name: 'SyntaxError', message: 'no program' } }
    return error ? { error } : { value: plain(value!) }
  })()
  return problem.feedbackStyle === 'report'
    ? reportFeedback(test, outcome, problem.report)
    : leetcodeFeedback(test, outcome)
}

/** The value as the families' pure functions read it. */
function plain(value: Value): unknown {
  if (value instanceof NotJson)
    return value.name === 'undefined'
      ? undefined
      : Number.isNaN(Number(value.name)) && value.name !== 'NaN'
        ? value.name
        : Number(value.name)
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]))
  return value
}
