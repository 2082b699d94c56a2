/** In whose words a failing test is told: the bundled families' own, which their model was trained on, or the reference's. */
import type { Outcome } from '../../problems/families/outcome.ts'
import { leetcodeFeedback } from '../../problems/families/leetcode.ts'
import { reportFeedback } from '../../problems/families/report.ts'
import { isArgsTest, languageOf, type Problem } from '../../problems/problem.ts'
import { formatTestFeedback, toReferenceRecord } from '../feedback.ts'
import type { TestResult } from '../results.ts'
import { NotJson, type Value } from '../value.ts'

/** Whether a problem is told of in the words of a family, be it of one or not. */
export function hasFamilyWords({ family, feedbackStyle }: Problem): boolean {
  return family !== undefined || feedbackStyle !== 'leetcode'
}

/** Failing tests in the reference's words, which choose among them; `hasCode`: the response holds code, whether or not it defines the program. */
export function referenceText(
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

/** One failing test in the words of its family. */
export function familyText(problem: Problem, { test, status, value, error }: TestResult): string {
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
