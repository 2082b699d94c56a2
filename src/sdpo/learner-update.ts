/** What one update is given and gives, however the model's graphs are cut. */
import { layOut, bucketShape, type Batch } from '../lm/batch.ts'
import type { LlamaModel } from '../lm/llama-model.ts'
import type { Theta } from '../lm/model.ts'
import { stack } from '../lm/whole.ts'
import type { Value } from 'ort-train'
import { hyperLength, hyperValues } from './graphs/optimiser.ts'
import type { LearnerConfig, LearnerSnapshot, UpdateRow } from './learner.ts'

export interface UpdateRequest {
  model: LlamaModel
  /** R of them. */
  states: readonly LearnerSnapshot[]
  /** The weights that each policy's training began from: a trust region's reference. */
  starts: readonly Theta[]
  /** Rows of all policies, policy by policy, as many of each. */
  rows: readonly UpdateRow[]
  config: LearnerConfig
}

/** Flat, policy by policy. */
export interface UpdateOutputs {
  loss: Float32Array
  gradNorm: Float32Array
  /** d loss / d theta before clipping. */
  gradient: Float32Array
  /** [B, N] each; null where nothing was distilled. */
  studentLogProbs: Float32Array
  divergences: Float32Array | null
  student: Float32Array
  firstMoment: Float32Array
  secondMoment: Float32Array
  teacher: Float32Array
}

/** The rows of an update as the student reads them, in one batch. Throws where one is too long for the model. */
export function studentBatch({ model, rows }: UpdateRequest): Batch {
  return layOut(rows, bucketShape(rows, model.config.maxPositions))
}

/** What the optimiser's part of a graph is fed, `theta` aside. */
export function optimiserFeeds({
  model: { runtime, thetaLength },
  states,
  config,
}: UpdateRequest): Record<string, Value> {
  const stacked = (of: (state: LearnerSnapshot) => Float32Array) =>
    runtime.f32([states.length, thetaLength], stack(states.map(of)))
  return {
    first_moment: stacked(({ firstMoment }) => firstMoment),
    second_moment: stacked(({ secondMoment }) => secondMoment),
    teacher: stacked(({ teacher }) => teacher),
    hyper: runtime.f32(
      [states.length, hyperLength],
      Float32Array.from(states.flatMap(({ updates }) => [...hyperValues(config.optimiser, updates + 1)])),
    ),
    ema_rate: runtime.scalar(config.teacher.kind === 'ema' ? config.teacher.rate : 0),
  }
}

/** A value per row and response token as [B, N], zero where there is no token. */
export function paddedRows(
  rows: readonly UpdateRow[],
  n: number,
  of: (row: UpdateRow) => readonly number[],
): Float32Array {
  const flat = new Float32Array(rows.length * n)
  rows.forEach((row, i) => flat.set(of(row), i * n))
  return flat
}
