/** How often the untouched model passes a problem, as far as it is known. */
import type { EngineEvent } from '../../engine/protocol.ts'

export type BaseRateState =
  | { phase: 'none' }
  /** `waiting`: the model is on its way. */
  | { phase: 'waiting' | 'measuring'; problem: string }
  | ({ phase: 'measured'; problem: string } & Pick<
      Extract<EngineEvent, { type: 'base-rate-measured' }>,
      'samples' | 'passed' | 'usual'
    >)
  | { phase: 'failed'; problem: string; why: string }
