/** What became of an attempt, in one line of its list: computed from the judge's verdict and records. */
import type { TestRecord, Verdict } from '../../verify/verdict.ts'
import type { AttemptView } from '../run/view.ts'

/** The failed test that the feedback tells; null where it tells none. */
export function toldRecord({ told }: Verdict, records: readonly TestRecord[]): TestRecord | null {
  return told === null ? null : (records.find((record) => record.testIndex === told) ?? null)
}

/** One line that says what became of an attempt ("Output [6,7], expected [8,10]"); '' before its verdict and when it passed. */
export function attemptSummary({ verdict, records }: Pick<AttemptView, 'verdict' | 'records'>): string {
  if (!verdict || verdict.reward >= 1) return ''
  const record = toldRecord(verdict, records) ?? records.find((r) => !r.passed)
  switch (verdict.status) {
    case 'wrong-answer':
      // A judge of the problem's own has its words, and no output to compare.
      if (record?.input === '' && record.actual.startsWith('reward ') && verdict.feedback !== '')
        return firstLine(verdict.feedback)
      return record
        ? `Output ${oneLine(record.actual)}, expected ${oneLine(record.expected)}`
        : firstLine(verdict.feedback) || 'Wrong answer'
    case 'time-out':
      return record ? `Time out on ${oneLine(record.input)}` : 'Time out'
    case 'runtime-error':
    case 'syntax-error':
    case 'memory-limit':
    case 'format-error':
      return (
        firstLine((record?.actual ?? '').replace(/^Error: /, '')) ||
        firstLine(verdict.feedback) ||
        statusNames[verdict.status]
      )
    case 'passed':
      return ''
    default:
      return verdict.status satisfies never
  }
}

export const statusNames: Readonly<Record<Verdict['status'], string>> = {
  passed: 'Passed',
  'wrong-answer': 'Wrong answer',
  'runtime-error': 'Runtime error',
  'syntax-error': 'Syntax error',
  'time-out': 'Time out',
  'memory-limit': 'Out of memory',
  'format-error': 'No program found',
}

function firstLine(text: string): string {
  return (
    text
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? ''
  )
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').trim()
}
