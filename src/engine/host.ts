/** What the engine's body needs of whoever gives it a place: the worker in the page, a test in Node. */
import type { Judge } from '../verify/judge.ts'
import type { OpenModel } from './live-model.ts'
import type { BackendInfo, Command, EngineEvent, ResumableRun, ModelChoice, RunEvent } from './protocol.ts'

export interface Loaded {
  model: OpenModel
  backend: BackendInfo
  /** Settles with the reason when the device is gone; null where there is none to lose. */
  lost: Promise<string> | null
}

export interface Host {
  onEngineEvent(event: EngineEvent): void
  onRunEvent(run: number, event: RunEvent): void
  /**
   * After every stage, and whenever the run changed its past: what came after a step that was told before, and the weights
   * not told before. Settles when the page has kept it, or has said that it cannot.
   */
  keep(run: number, after: number, kept: ResumableRun): Promise<void> | void
  /** Nothing made on the device works any more; the host rebuilds. */
  lost(reason: string): void
  /** Work began, or none is left. */
  busy(busy: boolean): void
  /** Fetches, reads and opens a model; reports its own progress. Throws `EngineFault`. */
  load(model: ModelChoice, backend: Extract<Command, { type: 'load' }>['backend']): Promise<Loaded>
  judge: Judge
  /** Milliseconds since the epoch. */
  now(): number
}
