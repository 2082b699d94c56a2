/**
 * A layer over rows whose prompts begin alike: what is shared is read once for all rows of a policy, and each row goes
 * on from there. As nothing of a row is seen by what comes before it, this is the same function of the same weights, with
 * the same gradient: that of the shared tokens is the sum over the rows that see them.
 */
import type { Tensor } from 'ort-train'
import * as ops from 'ort-train/ops'
import type { LlamaConfig } from './config.ts'
import type { LayerWeights } from './graph-weights.ts'
import {
  addBias,
  applyRope,
  byRow,
  finishLayer,
  foldRows,
  groupedQueries,
  mergeHeads,
  norm,
  pickColumns,
  project,
  splitHeads,
  unfoldRows,
  type Rotation,
} from './layer-parts.ts'

/** Of R policies with C shared columns each and G rows of T columns: S = C + G * T tokens a policy, the shared ones first. `positions` is [R, S]. */
export interface SharedContext extends Rotation {
  /** f32 [R, 1, C, C]: 0, or `maskValue` where a shared token does not see a shared key. */
  sharedBias: Tensor
  /** f32 [R, 1, 1, C]: 0, or `maskValue` where a shared key is padding. */
  sharedKeyBias: Tensor
  /** f32 [R * G, 1, T, T]: 0, or `maskValue` where a row's token does not see a key of its row. */
  bias: Tensor
}

/** x [R * S, d] through a layer: all of it, or the given columns of every row alone, [R * G * count, d]. */
export function sharedLayer(
  config: LlamaConfig,
  weights: LayerWeights,
  x: Tensor,
  context: SharedContext,
  window?: { from: number; count: number },
): Tensor {
  const [r, s] = context.positions.shape as [number, number]
  const [b, , t] = context.bias.shape as [number, number, number]
  const c = context.sharedBias.shape[2]!
  /** [R, S, w] -> the shared tokens [R, C, w], and those of the rows [R * G, T, w]. */
  const parts = (y: Tensor): [Tensor, Tensor] => {
    const [shared, own] = ops.split(y, 1, [c, s - c]) as [Tensor, Tensor]
    return [shared, ops.reshape(own, [b, t, y.shape[2]!])]
  }
  const normed = norm(config, weights, x, 'input_layernorm')
  const [sharedKeys, ownKeys] = parts(applyRope(config, weights, normed, 'k', context)).map((k) =>
    ops.transpose(splitHeads(k, config.kvHeads), [0, 2, 3, 1]),
  ) as [Tensor, Tensor]
  const [sharedValues, ownValues] = parts(byRow(project(weights, config, normed, 'self_attn.v_proj'), r)).map(
    (v) => ops.transpose(splitHeads(v, config.kvHeads), [0, 2, 1, 3]),
  ) as [Tensor, Tensor]
  const [sharedQueries, allOwn] = parts(applyRope(config, weights, normed, 'q', context))

  const columns = window ?? { from: 0, count: t }
  const { from, count } = columns
  const q = groupedQueries(config, ops.slice(allOwn, 1, from, from + count))
  const onShared = ops.add(ops.matmul(foldRows(q, r), sharedKeys), context.sharedKeyBias)
  const onOwn = addBias(config, ops.matmul(q, ownKeys), ops.slice(context.bias, 2, from, from + count))
  const p = ops.softmax(ops.concat([unfoldRows(onShared, b), onOwn], 3))
  const [pShared, pOwn] = ops.split(p, 3, [c, t]) as [Tensor, Tensor]
  const mixed = ops.add(
    unfoldRows(ops.matmul(foldRows(pShared, r), sharedValues), b),
    ops.matmul(pOwn, ownValues),
  )
  const own = mergeHeads(config, mixed, b, count)
  if (window) {
    const [, rows] = parts(byRow(x, r))
    const flat = ops.reshape(rows, [b * t, x.shape[1]!])
    return finishLayer(config, weights, pickColumns(flat, b, columns), own)
  }
  const scores = addBias(
    config,
    ops.matmul(groupedQueries(config, sharedQueries), sharedKeys),
    context.sharedBias,
  )
  const shared = mergeHeads(config, ops.matmul(ops.softmax(scores), sharedValues), r, c)
  const attended = ops.concat([byRow(shared, r), byRow(own, r)], 1)
  return finishLayer(config, weights, x, ops.reshape(attended, [r * s, attended.shape[2]!]))
}
