/** What the person does with the live run. */
import type { ModelChoice } from '../../engine/protocol.ts'
import type { RunConfig } from '../../sdpo/config.ts'
import type { StoreHandle } from '../state/state-handle.ts'
import type { LiveRun } from './live-run.ts'

export interface LiveControls {
  /** The model that was chosen, or another. */
  load(choice?: ModelChoice): void
  pause(): void
  stop(): void
  /** Start a live run of the chosen problem at its first act; the current one stays in the history. */
  start(change?: Partial<RunConfig>): void
  /** Start a live run of the chosen problem and go on until it ends or is paused; loads the model first where it is not there. */
  startAndPlay(change?: Partial<RunConfig>): void
  /** Drop everything after this step (it stays in the history) and go on from its adapter. */
  continueFrom(step: number): void
}

export class Live implements LiveControls {
  constructor(
    private readonly handle: StoreHandle,
    private readonly run: LiveRun,
  ) {}

  load(choice?: ModelChoice): void {
    this.run.load(choice)
  }

  pause(): void {
    this.run.pause()
  }

  stop(): void {
    this.run.stop()
  }

  start(change: Partial<RunConfig> = {}): void {
    this.run.begin(change, 'advance')
  }

  startAndPlay(change: Partial<RunConfig> = {}): void {
    this.run.begin(change, 'play')
  }

  continueFrom(step: number): void {
    const { source, live } = this.handle.state
    if (source === 'live' && live.log.length > 0) this.run.rewind(step)
  }
}
