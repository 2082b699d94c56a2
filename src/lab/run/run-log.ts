/**
 * A run's events with checkpoints of their fold, so that any moment of a long run is a few dozen
 * reductions away.
 */
import type { RunEvent } from '../../engine/protocol.ts'
import { reduceRun } from './fold.ts'
import { emptyView, type RunView } from './view.ts'

/** A run's events with their views. Immutable: `append` and `truncate` return another log that shares what is common. */
export class RunLog {
  static readonly empty = new RunLog([], [emptyView])
  /** Events between two kept views. */
  private static readonly stride = 32
  private recent: RunView = emptyView

  /** `checkpoints[i]` is the view after i * stride events. */
  private constructor(
    readonly events: readonly RunEvent[],
    private readonly checkpoints: RunView[],
  ) {}

  static of(events: readonly RunEvent[]): RunLog {
    return RunLog.empty.append(events)
  }

  get length(): number {
    return this.events.length
  }

  append(events: readonly RunEvent[]): RunLog {
    if (events.length === 0) return this
    const log = new RunLog([...this.events, ...events], this.checkpoints.slice())
    log.recent = this.recent
    return log
  }

  /** The views between, made in slices of time, so that none of the next ones is long in coming. */
  async warm(breathe: () => Promise<void> | void): Promise<void> {
    for (let n = 0; n <= this.events.length; n += RunLog.stride) {
      this.view(n)
      await breathe()
    }
  }

  /** The log of the first n events. */
  truncate(n: number): RunLog {
    return new RunLog(this.events.slice(0, n), this.checkpoints.slice(0, Math.floor(n / RunLog.stride) + 1))
  }

  /** The view after the first n events. */
  view(n: number): RunView {
    const end = Math.max(0, Math.min(n, this.events.length))
    const checkpoint =
      this.checkpoints[Math.min(Math.floor(end / RunLog.stride), this.checkpoints.length - 1)]!
    let view = this.recent.events <= end && this.recent.events > checkpoint.events ? this.recent : checkpoint
    while (view.events < end) {
      view = reduceRun(view, this.events[view.events]!)
      if (view.events % RunLog.stride === 0) this.checkpoints[view.events / RunLog.stride] ??= view
    }
    this.recent = view
    return view
  }
}
