/** What the engine's body needs of whoever gives it a place: the worker in the page, a test in Node. */
import type { Judge } from '../verify/judge.ts'
import type { LanguageModel } from '../lm/model.ts'
import type { LoraAdapter, OpenedAdapter } from '../lm/peft.ts'
import type { RunConfig } from '../sdpo/config.ts'
import type { Learner } from '../sdpo/learner.ts'
import type {
  BackendInfo,
  Command,
  EngineEvent,
  ResumableRun,
  ModelChoice,
  ModelInfo,
  RunEvent,
} from './protocol.ts'

/** The settings of a run that its model is opened with. */
export type ModelUse = Pick<RunConfig, 'adapter' | 'thinking'>

/** A model that is there to be asked, on a backend of this machine or on a server. */
export interface OpenedModel {
  /** As a run with these settings reads and asks it. */
  forRun(use: ModelUse): Promise<LanguageModel>
  /** Begins as the base model, or as `start`. Throws `EngineFault` where it is not trained here, `WeightsError` where `start` is another model's. */
  learner(adapter: RunConfig['adapter'], seed: number, start?: OpenedAdapter): Promise<Learner>
  /** An adapter of this model as a zip of peft's files. */
  peft(theta: Float32Array, about: LoraAdapter): Uint8Array<ArrayBuffer>
  /** Throws where the adapter is not one of this model. */
  checkFit(adapter: OpenedAdapter): void
  info(adapter?: RunConfig['adapter']): ModelInfo
  dispose(): Promise<void>
}

export interface Loaded {
  model: OpenedModel
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
