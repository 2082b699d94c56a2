/**
 * One layer as graph nodes: over whole sequences, or one decoding step over a cache. Everything has a
 * leading axis of policies: R adapters over one base, each with its own rows. The base's matrices are
 * shared by all rows; an adapter's are R matrices, each for its own block of rows.
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

/** Adding this to a score removes a key from attention; finite, so that a row without any key stays finite. */
export const maskValue = -1e9

export interface KeyValue {
  /** [B, kvHeads, headDim, T]: transposed, as the scores want it. */
  keys: Tensor
  /** [B, kvHeads, T, headDim]. */
  values: Tensor
}

export interface SequenceContext extends Rotation {
  /** f32 [B, 1, T, T]: 0, or `maskValue` where a query does not see a key. */
  bias: Tensor
}

/** 0 where a query of T sees a key of T, else `maskValue`: keys behind it, at most `window` back, that are not padding (keyBias [B, 1, 1, T]). */
export function causalBias(keyBias: Tensor, window: number | null): Tensor {
  const { graph } = keyBias
  const length = keyBias.shape[3]!
  const index = Float32Array.from({ length }, (_, i) => i)
  const [query, key] = [graph.constant('f32', [length, 1], index), graph.constant('f32', [1, length], index)]
  const behind = ops.lessOrEqual(key, query)
  const seen =
    window === null || window >= length ? behind : ops.and(behind, ops.less(ops.sub(query, key), window))
  return ops.add(ops.reshape(ops.where(seen, 0, maskValue), [1, 1, length, length]), keyBias)
}

/** x [B * T, d] through a layer: [B * count, d] for the given columns (all, if none are given), and the keys and values of all columns. */
export function sequenceLayer(
  config: LlamaConfig,
  weights: LayerWeights,
  x: Tensor,
  context: SequenceContext,
  window?: { from: number; count: number },
): { x: Tensor; kv: KeyValue } {
  const [batch, length] = context.positions.shape as [number, number]
  const columns = window ?? { from: 0, count: length }
  const normed = norm(config, weights, x, 'input_layernorm')
  const kv: KeyValue = {
    keys: ops.transpose(
      splitHeads(applyRope(config, weights, normed, 'k', context), config.kvHeads),
      [0, 2, 3, 1],
    ),
    values: ops.transpose(
      splitHeads(byRow(project(weights, config, normed, 'self_attn.v_proj'), batch), config.kvHeads),
      [0, 2, 1, 3],
    ),
  }
  // All columns are turned, then picked: 64-bit positions cannot be sliced on WebGPU.
  const all = applyRope(config, weights, normed, 'q', context)
  const q = columns.count === length ? all : ops.slice(all, 1, columns.from, columns.from + columns.count)
  const scores = ops.matmul(groupedQueries(config, q), kv.keys)
  const p = ops.softmax(
    addBias(config, scores, ops.slice(context.bias, 2, columns.from, columns.from + columns.count)),
  )
  const attended = mergeHeads(config, ops.matmul(p, kv.values), batch, columns.count)
  return { x: finishLayer(config, weights, pickColumns(x, batch, columns), attended), kv }
}

export interface DecodeContext extends Rotation {
  /** Each policy's prompt's cache, shared by its G attempts: [R, kvHeads, headDim, P] and [R, kvHeads, P, headDim]. */
  promptKeys: Tensor
  promptValues: Tensor
  /** f32 [R, 1, 1, P]: 0, or `maskValue` where a key is not seen. */
  promptBias: Tensor
  /** The responses' cache so far, zero where nothing was decoded: [R * G, kvHeads, headDim, N] and [R * G, kvHeads, N, headDim]. */
  keys: Tensor
  values: Tensor
  /** f32 [N]: 1 at the column of this step, else 0. */
  column: Tensor
  /** f32 [N]: 0, or `maskValue` where a key is not seen. */
  columnBias: Tensor
}

/** One decoding step: x [R * G, d] through a layer, and the responses' cache with this step's keys and values added. */
export function decodeLayer(
  config: LlamaConfig,
  weights: LayerWeights,
  x: Tensor,
  context: DecodeContext,
): { x: Tensor } & KeyValue {
  const { kvHeads, headDim } = config
  const group = config.heads / kvHeads
  const g = x.shape[0]!
  const n = context.column.shape[0]!
  const [r, , , p] = context.promptBias.shape as [number, number, number, number]
  const byPrompt = (y: Tensor) => foldRows(y, r)
  const byAttempt = (y: Tensor) => unfoldRows(y, g)

  const normed = norm(config, weights, x, 'input_layernorm')
  const k = ops.reshape(applyRope(config, weights, normed, 'k', context), [g, kvHeads, headDim, 1])
  const v = ops.reshape(project(weights, config, normed, 'self_attn.v_proj'), [g, kvHeads, 1, headDim])
  const keys = ops.add(context.keys, ops.mul(k, context.column))
  const values = ops.add(context.values, ops.mul(v, ops.reshape(context.column, [n, 1])))

  const q = ops.mul(applyRope(config, weights, normed, 'q', context), config.queryScale)
  const perAttempt = ops.reshape(q, [g, kvHeads, group, headDim])
  const onPrompt = ops.add(ops.matmul(byPrompt(perAttempt), context.promptKeys), context.promptBias)
  const onResponse = ops.add(ops.matmul(perAttempt, keys), context.columnBias)
  const [pPrompt, pResponse] = ops.split(ops.softmax(ops.concat([byAttempt(onPrompt), onResponse], 3)), 3, [
    p,
    n,
  ]) as [Tensor, Tensor]
  const mixed = ops.add(
    byAttempt(ops.matmul(byPrompt(pPrompt), context.promptValues)),
    ops.matmul(pResponse, values),
  )
  return { x: finishLayer(config, weights, x, ops.reshape(mixed, [g, config.heads * headDim])), keys, values }
}
