/**
 * Feedback on one failing test, the way LeetCode tells it, with a verdict line that says in what way
 * the answer is off. One pure function, so that the bundled model was trained on exactly what a judge says.
 */
import type { ArgsTest } from '../problem.ts'
import { errorText, limitTexts } from './errors.ts'
import type { Outcome } from './outcome.ts'

/** In what way `actual` misses `expected`: length, order, numbers, size or kind. */
function difference(expected: unknown, actual: unknown): string {
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return 'expected a list'
    if (actual.length > expected.length) return 'too many numbers'
    if (actual.length < expected.length) return 'too few numbers'
    return sortedText(actual) === sortedText(expected) ? 'wrong order' : 'wrong numbers'
  }
  if (typeof expected === 'number') {
    if (typeof actual !== 'number') return 'expected one number'
    return actual > expected ? 'too high' : 'too low'
  }
  return 'wrong value'
}

/** Feedback for a test that `outcome` fails. Values are compact JSON. */
export function leetcodeFeedback(test: ArgsTest, outcome: Outcome): string {
  const input = test.args.map((value) => JSON.stringify(value)).join(', ')
  if ('error' in outcome)
    return `Runtime Error: ${errorText(outcome.error.name, outcome.error.message)}\nInput: ${input}`
  if ('limit' in outcome) return `${limitTexts[outcome.limit]}\nInput: ${input}`
  const actual = outcome.value
  return `Wrong Answer: ${difference(test.expected, actual)}\nInput: ${input}\nOutput: ${valueText(actual)}\nExpected: ${JSON.stringify(test.expected)}`
}

/** JSON, and what JSON has no word for by its JavaScript name (undefined, NaN). */
export function valueText(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  if (Array.isArray(value)) return `[${value.map(valueText).join(',')}]`
  return JSON.stringify(value) ?? String(value)
}

function sortedText(values: readonly unknown[]): string {
  return values.map(valueText).sort().join(',')
}
