/** The messages between the page's side of the engine and its worker, beside commands and events. */
import type { Command, EngineMessage, ResumableRun } from './protocol.ts'

export type ToWorker =
  /** First: where the page's models are, as an absolute URL with its final slash, and the lock to hold as long as the worker lives. */
  | { kind: 'open'; models: string; lock: string }
  | { kind: 'command'; command: Command }
  /** Go on with this run on the model that was loaded before. */
  | { kind: 'resume'; run: number; kept: ResumableRun }
  /** The page has kept what it was told under this number, or has said that it cannot. */
  | { kind: 'kept'; id: number }

export type FromWorker =
  | { kind: 'message'; message: EngineMessage }
  /** After every stage: the run after a step that was told before; `weights` are those not sent before, or sent for a past that was since undone. */
  | { kind: 'keep'; id: number; run: number; after: number; kept: ResumableRun }
  /** The configuration of the model to load describes one that runs here; its weights are read next. */
  | { kind: 'config-accepted' }
  /** The lock is held: it comes free when this worker is no more. */
  | { kind: 'holds'; lock: string }
  /** Whether anything is under way: silence while busy means that it hangs. Said again between the runs of a long task, as a sign of life. */
  | { kind: 'busy'; busy: boolean }
  /** A pattern or the chat template of a stranger's model is at work on a text, or has done with it. */
  | { kind: 'reading'; reading: boolean }
  /** The device is gone, and this worker with it. */
  | { kind: 'lost'; reason: string }
