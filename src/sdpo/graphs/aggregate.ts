/**
 * From per-token losses to one number: lasgroup/SDPO core_algos.agg_loss. What a mean depends on is known before
 * any loss, so it is made of weights, which lets a loss be computed in parts.
 */
import type { Tensor } from 'ort-train'
import * as ops from 'ort-train/ops'

export type Aggregation =
  'token-mean' | 'seq-mean-token-sum' | 'seq-mean-token-mean' | 'seq-mean-token-sum-norm'

/**
 * Weights of losses [B, T] whose `weightedSum` is their mean; `mask` is a list of B rows of T zeros and ones. Without any
 * unmasked token a mean over sequences is NaN and the others are 0, as in the reference.
 */
export function aggregationWeights(mask: readonly ArrayLike<number>[], mode: Aggregation): Float32Array[] {
  const counts = mask.map((row) => Array.from(row).reduce((a, b) => a + b, 0))
  const all = counts.reduce((a, b) => a + b, 0)
  const nonEmpty = counts.filter((count) => count > 0).length
  const weight = (row: ArrayLike<number>, count: number): number => {
    switch (mode) {
      case 'token-mean':
        return 1 / Math.max(all, 1)
      case 'seq-mean-token-sum':
        return 1 / nonEmpty
      case 'seq-mean-token-mean':
        return 1 / (count + 1e-8) / nonEmpty
      case 'seq-mean-token-sum-norm':
        return 1 / row.length
      default:
        return mode satisfies never
    }
  }
  const overSequences = mode === 'seq-mean-token-sum' || mode === 'seq-mean-token-mean'
  const masked = overSequences && nonEmpty === 0 ? NaN : 0
  return mask.map((row, i) => Float32Array.from(row, (x) => (x > 0 ? weight(row, counts[i] ?? 0) : masked)))
}

/** Losses times weights of their shape. A loss of weight 0 is selected away, not multiplied, so that what it holds (even NaN) reaches neither value nor gradient. */
export function weighted(losses: Tensor, weights: Tensor): Tensor {
  return ops.mul(ops.where(ops.less(0, weights), losses, 0), weights)
}
