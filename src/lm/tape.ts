/** What a pass keeps so that it can be gone through backwards. */
import type { Value } from 'ort-train'
import type { Batch } from './batch.ts'
import type { Theta } from './model.ts'

/** A pass over sequences that has been run and can be gone through backwards. */
export interface Tape {
  batch: Batch
  thetas: readonly Theta[]
  /** What entered each layer, [tokens, d]. */
  inputs: readonly Value<'f32'>[]
  /** What left the last one at the response's columns, [B * N, d]. */
  hidden: Float32Array
}
