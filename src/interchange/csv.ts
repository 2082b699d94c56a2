/** A run as a table for spreadsheets and data frames: a row a token of every judged attempt, natural logarithms. */
import type { RunEvent } from '../sdpo/events.ts'
import { attemptsOf } from './attempts-of.ts'
import { gapOf, type ForeignAttempt } from './foreign.ts'

export const csvHead = [
  'step',
  'attempt',
  'reward',
  'attempt_advantage',
  'position',
  'token',
  'log_p_student',
  'log_p_teacher',
  'gap',
  'response',
  'feedback',
].join(',')

/** Of a run of the lab. */
export function csvOf(events: readonly RunEvent[]): string {
  return [csvHead, ...attemptsOf(events).flatMap(csvRowsOf)].join('\n') + '\n'
}

/** What is not known is an empty cell; response and feedback stand in the row of an attempt's first token alone. */
export function csvRowsOf(attempt: ForeignAttempt): string[] {
  const { tokens } = attempt
  return (tokens.length > 0 ? tokens : [null]).map((token, i) =>
    [
      attempt.step,
      attempt.attempt,
      attempt.reward,
      attempt.advantage,
      token && i + 1,
      token && quoted(token.text),
      token?.student,
      token?.teacher,
      token && gapOf(token),
      i === 0 ? quoted(attempt.text) : null,
      i === 0 && attempt.feedback !== null ? quoted(attempt.feedback) : null,
    ]
      .map((cell) => cell ?? '')
      .join(','),
  )
}

/** A text that begins like a formula begins with an apostrophe here: a spreadsheet would work it out. */
function quoted(text: string): string {
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
}
