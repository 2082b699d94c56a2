/** A run that goes back to a step: which of its events are still of it. */
import type { RunEvent } from '../../engine/protocol.ts'

/** The events of a run up to the end of a step, going on from there; what was asked beside it of that part of the run stays. `isKept`: attempts of the run before these events. */
export function eventsUpTo(
  events: readonly RunEvent[],
  step: number,
  isKept: (attempt: number) => boolean = () => false,
): RunEvent[] {
  const next = events.findIndex((event) => event.type === 'step-started' && event.step > step)
  if (next < 0) return events.filter((event) => event.type !== 'run-finished')
  const kept = new Set(
    events.slice(0, next).flatMap((event) => (event.type === 'attempt-sampled' ? [event.attempt] : [])),
  )
  const beside = (event: RunEvent): boolean => {
    switch (event.type) {
      case 'vocabulary':
      case 'probes-set':
        return true
      case 'probe-read':
        return event.step <= step
      case 'attempt-branched':
      case 'attempt-valued':
      case 'attempt-reread':
        return kept.has(event.attempt) || isKept(event.attempt)
      default:
        return false
    }
  }
  const aside = events.slice(next).filter(beside)
  // What names tokens stays where something that was asked aside speaks of them; the steps that come name theirs again.
  const last = aside.findLastIndex((event) => event.type !== 'vocabulary')
  return [
    ...events.slice(0, next).filter((event) => event.type !== 'run-finished'),
    ...aside.slice(0, last + 1),
  ]
}
