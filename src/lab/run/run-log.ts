/**
 * A run's events in parts, one a step (run-store.ts), so that any moment of a long run is one step's reductions away, and
 * what was done long ago takes little memory.
 */
import type { RunEvent } from '../../engine/protocol.ts'
import { eventsUpTo } from './go-back.ts'
import { RunStore } from './run-store.ts'
import type { Stop } from './stages.ts'
import { attemptOf, type RunView } from './view.ts'

/** A run's events with their views. Immutable: `append` and `truncate` return another log that shares what is common. */
export class RunLog {
  static readonly empty = new RunLog(new RunStore(), 0)

  private constructor(
    private readonly store: RunStore,
    readonly length: number,
  ) {}

  static of(events: readonly RunEvent[]): RunLog {
    return RunLog.empty.append(events)
  }

  /** All of them: of a long run, tens of megabytes. */
  get events(): readonly RunEvent[] {
    return this.slice(0)
  }

  slice(from = 0, to = this.length): readonly RunEvent[] {
    const end = Math.min(to, this.length)
    const found: RunEvent[] = []
    if (from >= end) return found
    for (let at = this.store.partOf(from); at < this.store.parts.length; at++) {
      const part = this.store.parts[at]!
      if (part.start >= end) break
      for (const event of part.events().slice(Math.max(0, from - part.start), end - part.start))
        found.push(event)
    }
    return found
  }

  append(events: readonly RunEvent[]): RunLog {
    if (events.length === 0) return this
    const { store } = this
    const grown = store.length === this.length && this !== RunLog.empty ? store : store.upTo(this.length)
    for (const event of events) grown.push(event)
    grown.pack()
    return new RunLog(grown, grown.length)
  }

  /** The views between, made in slices of time, so that none of the next ones is long in coming. */
  async warm(breathe: () => Promise<void> | void): Promise<void> {
    for (let part = 0; part < this.store.parts.length; part++) {
      this.store.before(part)
      await breathe()
    }
  }

  /** What can be packed of a log that came all at once; of one that grows it is done on the way. */
  async pack(breathe: () => Promise<void> | void): Promise<void> {
    while (this.store.pack()) await breathe()
  }

  /** The log of the first n events. */
  truncate(n: number): RunLog {
    return n >= this.length ? this : new RunLog(this.store.upTo(n), n)
  }

  /** The run up to the end of a step, going on from there; what was asked beside it of that part of the run stays. */
  upToStep(step: number): RunLog {
    const { parts, about } = this.store
    const next = about.findIndex(
      (part, i) => part.step !== null && part.step > step && parts[i]!.start < this.length,
    )
    const finishes = about.findIndex((part) => part.finishes)
    const from = Math.min(...[next, finishes].filter((part) => part >= 0))
    if (from === Infinity) return this
    const kept = this.truncate(parts[from]!.start)
    const whole = kept.view(kept.length)
    const isKept = (attempt: number) => (attemptOf(whole, attempt)?.finish ?? null) !== null
    return kept.append(eventsUpTo(this.slice(kept.length), step, isKept))
  }

  /** The view after the first n events. */
  view(n: number): RunView {
    return this.store.view(Math.max(0, Math.min(n, this.length)))
  }

  /** Where acts end, in order of time. */
  stops(): Stop[] {
    return this.store.stops(this.length)
  }
}
