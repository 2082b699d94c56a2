/** Where the engine's worker is: none yet, at work, or being brought to where the last one was. */
import type { EngineWorker } from './engine-worker.ts'
import type { Command, EngineEvent } from './protocol.ts'

export type LoadCommand = Extract<Command, { type: 'load' }>
export type ReadyEvent = Extract<EngineEvent, { type: 'ready' }>

export type Life =
  | { kind: 'none' }
  | { kind: 'serving'; worker: EngineWorker }
  | Rebuilding
  /** It is there. Its `ready` waits until the person goes on: it would wipe the fault off the screen. */
  | { kind: 'rebuilt'; worker: EngineWorker; ready: ReadyEvent }

/** A new worker is being brought to where the last one was; `wentOn`: the person has not waited for it. */
export interface Rebuilding {
  kind: 'rebuilding'
  worker: EngineWorker
  wentOn: boolean
  backend: LoadCommand['backend']
}

/** On the CPU, which nobody chose, and why. */
export function readyOnCpu(event: ReadyEvent): ReadyEvent {
  const reason = 'What it ran on before did not last, so the CPU goes on with it.'
  return { ...event, backend: { ...event.backend, reason } }
}
