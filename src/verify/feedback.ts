/**
 * Feedback on test records, word for word as the reference writes it: lasgroup/SDPO,
 * verl/utils/reward_score/feedback/code.py, `format_test_feedback` (l. 604). Held to the
 * `feedback_format` vectors.
 */
import type { Json } from '../problems/problem.ts'
import { codePoints, firstCodePoints, pythonStr, splitLines, strip, stripEnd } from './python-text.ts'
import type { TestRecord } from './verdict.ts'

/** What `actual` says where there is no value. */
export const ERROR_PREFIX = 'Error: '
export const TIME_OUT = 'Time out'
export const INCORRECT_FORMAT = 'Incorrect format'
/** All that is said of a response that was cut before it held anything to judge. */
export const truncatedAttempt =
  'Truncated Attempt: Your previous response was too long and truncated because it reached the maximum response length. Try again with a shorter response.'

/** One test's record in the reference's own names. */
export interface ReferenceRecord {
  /** 0-based. */
  test_idx: number
  input: Json
  expected: Json
  actual: Json
  passed: boolean
  debug?: string | null
}

/** The reference's keyword arguments, its names and defaults; null means no limit where the reference allows None. */
export interface FeedbackOptions {
  was_truncated?: boolean
  max_tests_to_show?: number | null
  sort_test_cases_by_length?: boolean
  max_length?: number
  max_input_chars?: number | null
  max_input_lines?: number
  max_expected_chars?: number | null
  max_actual_chars?: number | null
  max_debug_lines?: number | null
  max_debug_line_chars?: number | null
  /** Ours: the language named in the format error; the reference always says python. */
  language?: string
}

const DEFAULTS = {
  was_truncated: false,
  max_tests_to_show: 2,
  sort_test_cases_by_length: true,
  max_length: 2000,
  max_input_chars: 250,
  max_input_lines: 8,
  max_expected_chars: 250,
  max_actual_chars: 250,
  max_debug_lines: 10,
  max_debug_line_chars: 300,
  language: 'python',
} satisfies Required<FeedbackOptions>

/**
 * The text for a set of records: the first error if there is one (else the first time-out, else the
 * first format error), otherwise the failing tests, shortest first. Empty where nothing fails.
 */
export function formatTestFeedback(
  records: readonly ReferenceRecord[],
  kwargs: FeedbackOptions = {},
): string {
  if (records.length === 0) return 'No test execution information available.'
  const options: Required<FeedbackOptions> = { ...DEFAULTS, ...kwargs }
  const parts = selectFailing(records, options).flatMap((record) => [...renderRecord(record, options), ''])
  return firstCodePoints(stripEnd(parts.join('\n')), options.max_length)
}

/** The records that the text is about, in the order in which it tells them. */
export function selectFailing<R extends Pick<ReferenceRecord, 'input' | 'actual' | 'passed'>>(
  records: readonly R[],
  options: Pick<FeedbackOptions, 'sort_test_cases_by_length' | 'max_tests_to_show'> = {},
): R[] {
  const { sort_test_cases_by_length: sort, max_tests_to_show: most } = { ...DEFAULTS, ...options }
  const broken =
    records.find(isError) ??
    records.find((r) => r.actual === TIME_OUT) ??
    records.find((r) => r.actual === INCORRECT_FORMAT)
  if (broken) return [broken]
  const failing = records.filter((r) => !r.passed)
  if (sort) {
    const length = new Map(
      failing.map((r) => [r, codePoints(pythonStr(r.input)) + codePoints(pythonStr(r.actual))]),
    )
    failing.sort((a, b) => length.get(a)! - length.get(b)!)
  }
  return most === null ? failing : failing.slice(0, most)
}

function isError(record: { actual: Json }): boolean {
  return typeof record.actual === 'string' && record.actual.startsWith(ERROR_PREFIX)
}

function renderRecord(record: ReferenceRecord, options: Required<FeedbackOptions>): string[] {
  const { actual, expected } = record
  const input = (title: string): string[] => [title, ...inputLines(record.input, options)]
  const debug = debugLines(record.debug ?? '', options)
  if (isError(record))
    return [
      'Runtime Error',
      (actual as string).slice(ERROR_PREFIX.length),
      '',
      ...input('Last Executed Input'),
      ...debug,
    ]
  if (actual === TIME_OUT) return ['Time Limit Exceeded', '', ...input('Last Executed Input'), ...debug]
  if (actual === INCORRECT_FORMAT) {
    return [
      options.was_truncated
        ? truncatedAttempt
        : `Incorrect Format: Put your code inside a \`\`\`${options.language} ... \`\`\` block.`,
    ]
  }
  return [
    `Test Case ${record.test_idx + 1}: Wrong Answer`,
    '',
    ...input('Input'),
    '',
    'Output',
    cut(actual, options.max_actual_chars),
    ...(expected === null ? [] : ['', 'Expected', cut(expected, options.max_expected_chars)]),
    ...debug,
  ]
}

function inputLines(
  input: Json,
  { max_input_chars: chars, max_input_lines: most }: Required<FeedbackOptions>,
): string[] {
  if (input === null) return []
  if (typeof input === 'object' && !Array.isArray(input))
    return Object.entries(input).map(([key, value]) => `${key} = ${cut(value, chars)}`)
  const lines = splitLines(pythonStr(input))
  return [...lines.slice(0, most).map((line) => cut(line, chars)), ...moreLines(lines.length, most)]
}

function debugLines(
  text: string,
  { max_debug_lines: most, max_debug_line_chars: chars }: Required<FeedbackOptions>,
): string[] {
  const debug = strip(text)
  if (debug === '') return []
  const lines = debug.split('\n')
  return [
    '',
    'Debug Output',
    ...lines.slice(0, most ?? undefined).map((line) => cut(line, chars)),
    ...moreLines(lines.length, most),
  ]
}

function moreLines(count: number, most: number | null): string[] {
  return most !== null && count > most ? [`... (${count - most} more lines)`] : []
}

function cut(value: Json, most: number | null): string {
  const text = pythonStr(value)
  return most !== null && codePoints(text) > most ? `${firstCodePoints(text, most)}...` : text
}

/** Our record in the reference's names; nothing expected (an assert) is its None. */
export function toReferenceRecord(record: TestRecord): ReferenceRecord {
  return {
    test_idx: record.testIndex,
    input: record.input,
    expected: record.expected === '' ? null : record.expected,
    actual: record.actual,
    passed: record.passed,
    debug: record.debug ?? '',
  }
}
