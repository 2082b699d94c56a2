/** A run as a table for spreadsheets and data frames: a row a token of every judged attempt, natural logarithms. */
import type { RunEvent } from '../sdpo/events.ts'
import { attemptsOf } from './attempts-of.ts'
import { gapOf } from './foreign.ts'

const head = [
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
] as const

/** What is not known is an empty cell; response and feedback stand in the row of an attempt's first token alone. */
export function csvOf(events: readonly RunEvent[]): string {
  const rows = attemptsOf(events).flatMap((attempt) => {
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
  })
  return [head.join(','), ...rows].join('\n') + '\n'
}

/** A text that begins like a formula begins with an apostrophe here: a spreadsheet would work it out. */
function quoted(text: string): string {
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
}
