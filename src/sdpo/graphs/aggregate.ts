/** From per-token losses to one number: lasgroup/SDPO core_algos.agg_loss. */
import type { Tensor } from 'ort-train'
import * as ops from 'ort-train/ops'

export type Aggregation =
  'token-mean' | 'seq-mean-token-sum' | 'seq-mean-token-mean' | 'seq-mean-token-sum-norm'

/**
 * Mean of losses [..., B, T] under a 0/1 mask of the same shape, one number for every leading index. Masked entries are selected away, not
 * multiplied, so that what they hold (even NaN) reaches neither value nor gradient. Without any
 * unmasked token the sequence means are NaN, the others 0, as in the reference.
 */
export function aggregate(losses: Tensor, mask: Tensor, mode: Aggregation): Tensor {
  const perSequence = () => ops.sum(masked(losses, mask), [-1])
  const counts = ops.sum(mask, [-1])
  const nonEmpty = ops.cast(ops.less(0, counts), 'f32')
  switch (mode) {
    case 'token-mean':
      return ops.div(ops.sum(masked(losses, mask), [-2, -1]), ops.max(ops.sum(mask, [-2, -1]), 1))
    case 'seq-mean-token-sum':
      return ops.div(ops.sum(masked(perSequence(), nonEmpty), [-1]), ops.sum(nonEmpty, [-1]))
    case 'seq-mean-token-mean':
      return ops.div(
        ops.sum(masked(ops.div(perSequence(), ops.add(counts, 1e-8)), nonEmpty), [-1]),
        ops.sum(nonEmpty, [-1]),
      )
    case 'seq-mean-token-sum-norm':
      return ops.div(ops.sum(perSequence(), [-1]), losses.shape.at(-1)!)
    default:
      return mode satisfies never
  }
}

/**
 * The same as weights: losses [B, T] times these, summed, are the mean. `mask` is a list of B rows of T; what depends
 * on losses nowhere can be known before them, which lets a loss be computed in parts.
 */
export function aggregationWeights(mask: readonly ArrayLike<number>[], mode: Aggregation): Float32Array[] {
  const counts = mask.map((row) => Array.from(row).reduce((a, b) => a + b, 0))
  const all = counts.reduce((a, b) => a + b, 0)
  const nonEmpty = counts.filter((count) => count > 0).length
  const weight = (row: number): number => {
    switch (mode) {
      case 'token-mean':
        return 1 / Math.max(all, 1)
      case 'seq-mean-token-sum':
        return 1 / nonEmpty
      case 'seq-mean-token-mean':
        return 1 / (counts[row]! + 1e-8) / nonEmpty
      case 'seq-mean-token-sum-norm':
        return 1 / mask[row]!.length
      default:
        return mode satisfies never
    }
  }
  return mask.map((row, i) => Float32Array.from(row, (x) => (x > 0 ? weight(i) : 0)))
}

const masked = (x: Tensor, mask: Tensor) => ops.where(ops.less(0, mask), x, 0)
