/**
 * One layer as graph nodes: over whole sequences, or one decoding step over a cache. Everything has a
 * leading axis of policies: R adapters over one base, each with its own rows. The base's matrices are
 * shared by all rows; an adapter's are R matrices, each for its own block of rows.
 */
import type { Tensor } from 'ort-train'
import * as ops from 'ort-train/ops'
import type { LlamaConfig } from './config.ts'
import type { LayerWeights } from './graph-weights.ts'
import { biasName, hasBias, type Projection } from './parameters.ts'

/** Adding this to a score removes a key from attention; finite, so that a row without any key stays finite. */
export const masked = -1e9

/** What a layer is told of positions, beside its input. */
interface Rotation {
  /** i64 [B, T]. */
  positions: Tensor
  /** [positions, headDim / 2]. */
  cos: Tensor
  sin: Tensor
}

export interface KeyValue {
  /** [B, kvHeads, headDim, T]: transposed, as the scores want it. */
  keys: Tensor
  /** [B, kvHeads, T, headDim]. */
  values: Tensor
}

export interface SequenceContext extends Rotation {
  /** f32 [B, 1, T, T]: 0, or `masked` where a query does not see a key. */
  bias: Tensor
}

/** 0 where a query of T sees a key of T, else `masked`: keys behind it, at most `window` back, that are not padding (keyBias [B, 1, 1, T]). */
export function causalBias(keyBias: Tensor, window: number | null): Tensor {
  const { graph } = keyBias
  const length = keyBias.shape[3]!
  const index = Float32Array.from({ length }, (_, i) => i)
  const [query, key] = [graph.constant('f32', [length, 1], index), graph.constant('f32', [1, length], index)]
  const behind = ops.lessOrEqual(key, query)
  const seen =
    window === null || window >= length ? behind : ops.and(behind, ops.less(ops.sub(query, key), window))
  return ops.add(ops.reshape(ops.where(seen, 0, masked), [1, 1, length, length]), keyBias)
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
  /** f32 [R, 1, 1, P]: 0, or `masked` where a key is not seen. */
  promptBias: Tensor
  /** The responses' cache so far, zero where nothing was decoded: [R * G, kvHeads, headDim, N] and [R * G, kvHeads, N, headDim]. */
  keys: Tensor
  values: Tensor
  /** f32 [N]: 1 at the column of this step, else 0. */
  column: Tensor
  /** f32 [N]: 0, or `masked` where a key is not seen. */
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
  /** [R * G, kvHeads, group, x] -> [R, kvHeads, G * group, x], and back: the attempts of a policy read its prompt as rows of one product. */
  const byPrompt = (y: Tensor) =>
    ops.reshape(ops.transpose(ops.reshape(y, [r, g / r, kvHeads, group, y.shape[3]!]), [0, 2, 1, 3, 4]), [
      r,
      kvHeads,
      (g / r) * group,
      y.shape[3]!,
    ])
  const byAttempt = (y: Tensor) =>
    ops.reshape(ops.transpose(ops.reshape(y, [r, kvHeads, g / r, group, y.shape[3]!]), [0, 2, 1, 3, 4]), [
      g,
      kvHeads,
      group,
      y.shape[3]!,
    ])

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

/** Columns of every sequence: [B * T, D] -> [B * count, D]. */
function pickColumns(x: Tensor, batch: number, { from, count }: { from: number; count: number }): Tensor {
  return ops.reshape(ops.slice(byRow(x, batch), 1, from, from + count), [batch * count, x.shape[1]!])
}

/** From the attended values on: the output projection and the MLP, each added to the residual stream x. */
function finishLayer(config: LlamaConfig, weights: LayerWeights, x: Tensor, attended: Tensor): Tensor {
  const attention = project(weights, config, attended, 'self_attn.o_proj')
  if (!config.architecture.sandwichNorms) {
    const y = ops.add(x, attention)
    return ops.add(y, mlp(config, weights, norm(config, weights, y, 'post_attention_layernorm')))
  }
  const y = ops.add(x, norm(config, weights, attention, 'post_attention_layernorm'))
  return ops.add(
    y,
    norm(
      config,
      weights,
      mlp(config, weights, norm(config, weights, y, 'pre_feedforward_layernorm')),
      'post_feedforward_layernorm',
    ),
  )
}

function mlp(config: LlamaConfig, weights: LayerWeights, normed: Tensor): Tensor {
  const gate = activation(config, project(weights, config, normed, 'mlp.gate_proj'))
  return project(
    weights,
    config,
    ops.mul(gate, project(weights, config, normed, 'mlp.up_proj')),
    'mlp.down_proj',
  )
}

function activation(config: LlamaConfig, x: Tensor): Tensor {
  const { activation: kind } = config.architecture
  switch (kind) {
    case 'silu':
      return ops.silu(x)
    case 'gelu-tanh':
      return ops.geluTanh(x)
    default:
      return kind satisfies never
  }
}

/** x [rows, in] through a projection, its bias and its policy's adapter: x W^T + b + scale (x A^T) B^T. */
function project(weights: LayerWeights, config: LlamaConfig, x: Tensor, projection: Projection): Tensor {
  const product = weights.product(x, projection)
  const y = hasBias(config, projection) ? ops.add(product, weights.vector(biasName(projection))) : product
  const lora = weights.adapter?.(projection)
  if (!lora) return y
  return ops.add(y, perPolicy(ops.mul(perPolicy(x, lora.a), lora.scale), lora.b))
}

/** Each policy's block of rows of x [R * m, in] times the transpose of its own matrix of w [R, out, in]: [R * m, out]. A single policy needs no copy to be turned. */
function perPolicy(x: Tensor, w: Tensor): Tensor {
  const [r, out, inputs] = w.shape as [number, number, number]
  if (r === 1) return ops.gemm(x, ops.reshape(w, [out, inputs]), false, true)
  const rows = x.shape[0]!
  return ops.reshape(ops.matmul(ops.reshape(x, [r, rows / r, inputs]), ops.swapLast(w)), [rows, out])
}

function norm(config: LlamaConfig, weights: LayerWeights, x: Tensor, name: string): Tensor {
  return ops.rmsNorm(x, weights.vector(`${name}.weight`), config.normEpsilon)
}

/** Queries or keys of [B * T, d]: projected, normed head by head where the architecture does, rotated; [B, T, heads * headDim]. */
function applyRope(
  config: LlamaConfig,
  weights: LayerWeights,
  x: Tensor,
  which: 'q' | 'k',
  { positions, cos, sin }: Rotation,
): Tensor {
  const projected = project(weights, config, x, `self_attn.${which}_proj`)
  const width = projected.shape[1]!
  const normed = config.architecture.queryKeyNorm
    ? ops.reshape(
        norm(
          config,
          weights,
          ops.reshape(projected, [(x.shape[0]! * width) / config.headDim, config.headDim]),
          `self_attn.${which}_norm`,
        ),
        projected.shape,
      )
    : projected
  return ops.rotary(byRow(normed, positions.shape[0]!), positions, cos, sin)
}

const byRow = (x: Tensor, batch: number) => ops.reshape(x, [batch, x.shape[0]! / batch, x.shape[1]!])
const splitHeads = (x: Tensor, heads: number) =>
  ops.reshape(x, [x.shape[0]!, x.shape[1]!, heads, x.shape[2]! / heads])

/** Queries [B, T, heads * headDim] -> [B, kvHeads, group * T, headDim], scaled: heads that share keys become rows, so keys are never repeated. */
function groupedQueries(config: LlamaConfig, q: Tensor): Tensor {
  const [batch, length] = q.shape as [number, number]
  const group = config.heads / config.kvHeads
  const heads = ops.reshape(ops.mul(q, config.queryScale), [
    batch,
    length,
    config.kvHeads,
    group,
    config.headDim,
  ])
  return ops.reshape(ops.transpose(heads, [0, 2, 3, 1, 4]), [
    batch,
    config.kvHeads,
    group * length,
    config.headDim,
  ])
}

/** Scores [B, kvHeads, group * Tq, Tk] + bias [B, 1, Tq, Tk]. */
function addBias(config: LlamaConfig, scores: Tensor, bias: Tensor): Tensor {
  const group = config.heads / config.kvHeads
  if (group === 1) return ops.add(scores, bias)
  const [batch, , tq, tk] = bias.shape as [number, number, number, number]
  const biased = ops.add(
    ops.reshape(scores, [batch, config.kvHeads, group, tq, tk]),
    ops.reshape(bias, [batch, 1, 1, tq, tk]),
  )
  return ops.reshape(biased, scores.shape)
}

/** [B, kvHeads, group * T, headDim] -> [B * T, heads * headDim]. */
function mergeHeads(config: LlamaConfig, x: Tensor, batch: number, length: number): Tensor {
  const group = config.heads / config.kvHeads
  const heads = ops.reshape(x, [batch, config.kvHeads, group, length, config.headDim])
  return ops.reshape(ops.transpose(heads, [0, 3, 1, 2, 4]), [batch * length, config.heads * config.headDim])
}
