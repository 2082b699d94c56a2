/** A run between two beats as plain data: what its own memory holds, and what a later worker or visit goes on from. */
import type { Sample } from '../lm/model.ts'
import type { Verdict } from '../verify/verdict.ts'
import type { RunConfig } from './config.ts'
import type { FinishReason } from './stop.ts'

/** One attempt as the run remembers it. */
export interface Attempt {
  attempt: number
  step: number
  prompt: number[]
  sample: Sample
  text: string
  verdict: Verdict | null
  mask: 0 | 1
  teacherPrompt: number[]
  advantage: number
  candidates: number[][]
}

export interface Step {
  step: number
  attempts: number[]
  /** Beats done. */
  done: number
  timings: Record<'sample' | 'judge' | 'score' | 'update', number>
  entropy: number
  klToStart: number
}

export interface UpdateSummary {
  step: number
  loss: number
  gradNorm: number
  skipped?: string
}

/**
 * A run between two beats, as plain data, so that it outlives the worker it ran in. With the weights
 * that `weightsAfter` gives, a run made from it goes on as this one would have.
 */
export interface KeptRun {
  config: RunConfig
  pending: RunConfig | null
  attempts: Attempt[]
  updates: UpdateSummary[]
  completed: number
  step: Step | null
  ended: FinishReason | null
  /** Token id and the step that named it. */
  knownTokens: [number, number][]
}
