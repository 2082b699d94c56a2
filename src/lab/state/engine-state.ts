/** What the page knows of the engine of live runs: whether a model is there, and which. */
import type { BackendInfo, EngineEvent, ModelChoice, ModelInfo } from '../../engine/protocol.ts'

type Fault = Omit<Extract<EngineEvent, { type: 'fault' }>, 'type' | 'id'>

type EnginePhase = 'absent' | 'loading' | 'ready' | 'running' | 'pausing' | 'fault'

export interface EngineState {
  phase: EnginePhase
  /** Bytes over all files; total 0 while unknown. */
  loadedBytes: number
  totalBytes: number
  /** What is being loaded, in words. */
  what: string
  /** The model that loading loads. */
  choice: ModelChoice
  /** The one that is there; null without one. */
  loaded: ModelChoice | null
  model: ModelInfo | null
  backend: BackendInfo | null
  /** The last thing that broke; kept until the next success or dismissal. */
  fault: Fault | null
}

export const absentEngine: Omit<EngineState, 'choice'> = {
  phase: 'absent',
  loadedBytes: 0,
  totalBytes: 0,
  what: '',
  model: null,
  backend: null,
  loaded: null,
  fault: null,
}

/** A run has to wait for one. */
export function hasNoModel({ phase, fault }: EngineState): boolean {
  return phase === 'absent' || phase === 'loading' || (phase === 'fault' && fault?.during === 'load')
}
