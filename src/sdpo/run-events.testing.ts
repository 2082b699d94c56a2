/** Reads a run's events in tests. */
import type { RunEvent, RunEventOf } from './events.ts'

/** The events of one type. */
export const of = <T extends RunEvent['type']>(events: readonly RunEvent[], type: T) =>
  events.filter((e): e is RunEventOf<T> => e.type === type)

/** As the events of a run that was never interrupted: a resumed start says so in a field of its own, and in nothing else. */
export const uninterrupted = (events: readonly RunEvent[]): RunEvent[] =>
  events.map((event) => {
    if (event.type !== 'step-started') return event
    const { resumed: _, ...start } = event
    return start
  })

/** Without wall time, which no seed can repeat. */
export const timeless = (events: readonly RunEvent[]) =>
  events.map((e) => (e.type === 'step-updated' ? { ...e, timings: null } : e))
