/** How an attempt ended that gave no answer to compare: its error, in one line. */
import { ERROR_PREFIX, INCORRECT_FORMAT, TIME_OUT } from './feedback.ts'
import { verdictNames, type TestRecord, type Verdict } from './verdict.ts'

/** Null for an attempt that passed, or whose answer was compared and is wrong. */
export function errorOf({ status }: Pick<Verdict, 'status'>, records: readonly TestRecord[]): string | null {
  if (status === 'passed' || status === 'wrong-answer') return null
  const record = records.find(
    ({ passed, actual }) =>
      !passed && (actual.startsWith(ERROR_PREFIX) || actual === TIME_OUT || actual === INCORRECT_FORMAT),
  )
  if (!record) return verdictNames[status]
  return record.actual.startsWith(ERROR_PREFIX)
    ? record.actual.slice(ERROR_PREFIX.length).split('\n')[0]!.trim()
    : record.actual
}
