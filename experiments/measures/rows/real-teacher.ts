/** Rows of the experiment on a real model's teacher, from how far each reading moved the log-probabilities. */
import { bootstrapped } from '../../../src/statistics/bootstrap.ts'
import type { Row } from '../report.ts'

/** What the teacher reads beside the question. */
export const readings = ['its own feedback', "another problem's feedback", 'a solution'] as const
export type Reading = (typeof readings)[number]

export interface Moved {
  /** log p of the right answer (its end token included) by the question alone, nats. */
  answer: number
  /** By how much a reading moves log p of the right answer, and of the failed attempts (mean), nats. */
  byReading: Record<Reading, { answer: number; attempt: number }>
}

/** @param moved by problem */
export function teacherRows(moved: Readonly<Record<string, Moved>>): Row[] {
  const all = Object.values(moved)
  const mean = (of: (one: Moved) => number) =>
    bootstrapped(all, (items) => items.reduce((sum, one) => sum + of(one), 0) / items.length)
  const rows: Row[] = [
    { name: 'problems with a failed attempt', value: all.length },
    { name: 'log p of the right answer, question alone, nats', ...mean(({ answer }) => answer) },
  ]
  for (const reading of readings)
    rows.push({
      name: `log p of the right answer: moved by ${reading}, nats`,
      ...mean(({ byReading }) => byReading[reading].answer),
    })
  for (const reading of readings)
    rows.push({
      name: `log p of a failed attempt: moved by ${reading}, nats`,
      ...mean(({ byReading }) => byReading[reading].attempt),
    })
  const content = mean(
    ({ byReading: by }) => by['its own feedback'].answer - by["another problem's feedback"].answer,
  )
  rows.push({
    name: "right answer: its own feedback less another problem's, nats",
    ...content,
    bar: 'above 0 within its interval',
    holds: content.low > 0,
  })
  rows.push({
    name: "failed attempt: its own feedback less another problem's, nats",
    ...mean(({ byReading: by }) => by['its own feedback'].attempt - by["another problem's feedback"].attempt),
  })
  rows.push({
    name: "problems whose own feedback helps the right answer more than another problem's",
    value: all.filter(
      ({ byReading: by }) => by['its own feedback'].answer > by["another problem's feedback"].answer,
    ).length,
  })
  return rows
}
