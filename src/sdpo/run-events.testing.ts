/** Reads a run's events in tests. */
import type { RunEvent, RunEventOf } from './events.ts'

/** The events of one type. */
export const of = <T extends RunEvent['type']>(events: readonly RunEvent[], type: T) =>
  events.filter((e): e is RunEventOf<T> => e.type === type)

/** Without wall time, which no seed can repeat. */
export const timeless = (events: readonly RunEvent[]) =>
  events.map((e) => (e.type === 'step-updated' ? { ...e, timings: null } : e))
