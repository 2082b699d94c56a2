/** A run of the lab as attempts in the form that other programs' are read into. */
import type { RunEvent } from '../sdpo/events.ts'
import type { ForeignAttempt } from './foreign.ts'
import { readOwn } from './own-format.ts'
import { traceLinesOf } from './write-own.ts'

export function attemptsOf(events: readonly RunEvent[]): ForeignAttempt[] {
  return traceLinesOf(events).flatMap((line) => readOwn(JSON.parse(line)))
}
