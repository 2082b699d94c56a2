/** What every way through a layer is made of: norms, projections with their adapters, rotated heads, and the MLP. */
import type { Tensor } from 'ort-train'
import * as ops from 'ort-train/ops'
import type { LlamaConfig } from './config.ts'
import type { LayerWeights } from './graph-weights.ts'
import { biasName, hasBias, type Projection } from './parameters.ts'

/** What a layer is told of positions, beside its input. */
export interface Rotation {
  /** i64 [B, T]. */
  positions: Tensor
  /** [positions, headDim / 2]. */
  cos: Tensor
  sin: Tensor
}

/** Columns of every sequence: [B * T, D] -> [B * count, D]. */
export function pickColumns(
  x: Tensor,
  batch: number,
  { from, count }: { from: number; count: number },
): Tensor {
  return ops.reshape(ops.slice(byRow(x, batch), 1, from, from + count), [batch * count, x.shape[1]!])
}

/** From the attended values on: the output projection and the MLP, each added to the residual stream x. */
export function finishLayer(config: LlamaConfig, weights: LayerWeights, x: Tensor, attended: Tensor): Tensor {
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

/** The MLP's activation of x, element by element. */
export function activation(config: LlamaConfig, x: Tensor): Tensor {
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
export function project(
  weights: LayerWeights,
  config: LlamaConfig,
  x: Tensor,
  projection: Projection,
): Tensor {
  const product = weights.product(x, projection)
  const y = hasBias(config, projection) ? ops.add(product, weights.vector(biasName(projection))) : product
  const lora = weights.adapter?.(projection)
  if (!lora) return y
  return perPolicy(ops.mul(perPolicy(x, lora.a), lora.scale), lora.b, y)
}

/** Each policy's block of rows of x [R * m, in] times the transpose of its own matrix of w [R, out, in], added to `onto` where it is given: [R * m, out]. A single policy needs no copy to be turned. */
function perPolicy(x: Tensor, w: Tensor, onto: Tensor | null = null): Tensor {
  const [r, out, inputs] = w.shape as [number, number, number]
  if (r === 1) return ops.gemm(x, ops.reshape(w, [out, inputs]), false, true, onto)
  const rows = x.shape[0]!
  const y = ops.reshape(ops.matmul(ops.reshape(x, [r, rows / r, inputs]), ops.swapLast(w)), [rows, out])
  return onto ? ops.add(onto, y) : y
}

/** The RMS norm of x [rows, w] by its name within the layer. */
export function norm(config: LlamaConfig, weights: LayerWeights, x: Tensor, name: string): Tensor {
  return ops.rmsNorm(x, weights.vector(`${name}.weight`), config.normEpsilon)
}

/** Queries or keys of [B * T, d]: projected, normed head by head where the architecture does, rotated; [B, T, heads * headDim]. */
export function applyRope(
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

/** x [rows, w] as [batch, rows / batch, w]. */
export const byRow = (x: Tensor, batch: number) => ops.reshape(x, [batch, x.shape[0]! / batch, x.shape[1]!])
/** [B, T, heads * w] -> [B, T, heads, w]. */
export const splitHeads = (x: Tensor, heads: number) =>
  ops.reshape(x, [x.shape[0]!, x.shape[1]!, heads, x.shape[2]! / heads])

/** Queries [B, T, heads * headDim] -> [B, kvHeads, group * T, headDim], scaled: heads that share keys become rows, so keys are never repeated. */
export function groupedQueries(config: LlamaConfig, q: Tensor): Tensor {
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
export function addBias(config: LlamaConfig, scores: Tensor, bias: Tensor): Tensor {
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
export function mergeHeads(config: LlamaConfig, x: Tensor, batch: number, length: number): Tensor {
  const group = config.heads / config.kvHeads
  const heads = ops.reshape(x, [batch, config.kvHeads, group, length, config.headDim])
  return ops.reshape(ops.transpose(heads, [0, 3, 1, 2, 4]), [batch * length, config.heads * config.headDim])
}

/** Rows [B, kvHeads, m, w] of R policies as rows of one product with what is theirs together: [R, kvHeads, B / R * m, w]. */
export function foldRows(y: Tensor, policies: number): Tensor {
  const [b, heads, m, w] = y.shape as [number, number, number, number]
  const apart = ops.reshape(y, [policies, b / policies, heads, m, w])
  return ops.reshape(ops.transpose(apart, [0, 2, 1, 3, 4]), [policies, heads, (b / policies) * m, w])
}

/** What `foldRows` did, undone: [R, kvHeads, B / R * m, w] -> [B, kvHeads, m, w]. */
export function unfoldRows(y: Tensor, batch: number): Tensor {
  const [policies, heads, rows, w] = y.shape as [number, number, number, number]
  const each = batch / policies
  const apart = ops.reshape(y, [policies, heads, each, rows / each, w])
  return ops.reshape(ops.transpose(apart, [0, 2, 1, 3, 4]), [batch, heads, rows / each, w])
}
