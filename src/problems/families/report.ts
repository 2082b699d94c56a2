/**
 * Feedback on a report over rows: the first thing that breaks, named the way the author of a test
 * names it. Pure functions over (test, outcome), shared by the judge and the training data.
 */
import type { Json, ReportChecks, ArgsTest } from '../problem.ts'
import { errorText, limitTexts } from './errors.ts'
import type { Outcome } from './outcome.ts'
import { valueText } from './leetcode.ts'

type Row = Record<string, Json>

/**
 * The first of these that holds, for a test that `outcome` fails:
 * an error; a list where a number is wanted or the reverse; a value that is not the shown field's;
 * a row that should have been filtered out; rows in the wrong order; too many or too few rows; a row missing.
 */
export function reportFeedback(
  test: ArgsTest,
  outcome: Outcome,
  checks: ReportChecks = { filters: [] },
): string {
  if ('error' in outcome) return errorText(outcome.error.name, outcome.error.message)
  if ('limit' in outcome) return limitTexts[outcome.limit]
  const { expected } = test
  const actual = outcome.value
  if (!Array.isArray(expected)) {
    if (Array.isArray(actual)) return 'expected one number, got a list'
    return `expected ${valueText(expected)}, got ${plain(actual)}`
  }
  if (!Array.isArray(actual))
    return `expected a list, got ${typeof actual === 'number' ? 'one number' : plain(actual)}`
  const rows = (test.args[0] ?? []) as Row[]
  const { show, order, filters } = checks
  if (show !== undefined) {
    const rowOf = new Map(rows.map((row) => [row[show], row]))
    const stranger = actual.findIndex((value) => !rowOf.has(value as Json))
    if (stranger >= 0) {
      const wanted = expected[Math.min(stranger, expected.length - 1)]
      return wanted === undefined
        ? counts(0, actual.length)
        : `expected the ${show} ${plain(wanted)}, got ${plain(actual[stranger])}`
    }
    const shown = (actual as Json[]).map((value) => rowOf.get(value)!)
    for (const filter of filters) {
      const extra = shown.find((row) => !keeps(filter, row))
      if (extra) return `unexpected row with ${filter.field} = ${plain(extra[filter.field])}`
    }
    if (order && !inOrder(shown, order))
      return `expected the ${order.descending ? 'largest' : 'smallest'} ${order.field} first`
    const missing = rows.find(
      (row) => (expected as Json[]).includes(row[show]!) && !actual.includes(row[show]),
    )
    const telling = missing && (filters.find((filter) => filter.test === '>' || filter.test === '<') ?? order)
    const missingText = telling ? `missing row with ${telling.field} = ${plain(missing[telling.field])}` : ''
    if (actual.length !== expected.length) {
      const text = counts(expected.length, actual.length)
      return missingText !== '' && actual.length < expected.length ? `${text}, ${missingText}` : text
    }
    if (missingText !== '') return missingText
  }
  if (actual.length !== expected.length) return counts(expected.length, actual.length)
  const off = expected.findIndex((value, i) => valueText(value) !== valueText(actual[i]))
  return `expected ${plain(expected[off])} in row ${off + 1}, got ${plain(actual[off])}`
}

function counts(expected: number, actual: number): string {
  return `expected ${expected} ${expected === 1 ? 'row' : 'rows'}, got ${actual}`
}

function keeps(filter: ReportChecks['filters'][number], row: Row): boolean {
  const value = row[filter.field]
  switch (filter.test) {
    case 'is':
      return Boolean(value)
    case 'not':
      return !value
    case '>':
      return (value as number) > filter.value!
    case '<':
      return (value as number) < filter.value!
    default:
      return filter.test satisfies never
  }
}

function inOrder(rows: readonly Row[], order: NonNullable<ReportChecks['order']>): boolean {
  const sign = order.descending ? -1 : 1
  return rows.every(
    (row, i) => i === 0 || sign * ((row[order.field] as number) - (rows[i - 1]![order.field] as number)) >= 0,
  )
}

function plain(value: unknown): string {
  if (typeof value === 'string') return value
  if (value && typeof value === 'object') return Array.isArray(value) ? 'a list' : 'a row'
  return valueText(value)
}
