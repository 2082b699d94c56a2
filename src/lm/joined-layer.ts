/**
 * A decoding step through one layer in few operators, for the CPU: joined products, and attention over the prompt, which all
 * attempts share, over their responses so far, and over the new token, each where it lies. No cache is copied: a step
 * gives the new token's key and value alone.
 */
import { i64, type Tensor, type Tensors } from 'ort-train'
import * as ops from 'ort-train/ops'
import type { LlamaConfig } from './config.ts'
import { missing } from './graph-weights.ts'
import { joinedProduct, joinShape, type LayerConstants } from './joined-projections.ts'
import type { ProjectionGroup } from './parameters.ts'
import { activation, type Rotation } from './layer-parts.ts'

/** Shapes and sizes with more than one free size, as they are fed. */
export const stepShapes = () => ({
  /** P, N, 1: the keys of prompt, responses and new token. */
  parts: i64([3]),
  /** kvHeads, G, group, P: scores of the prompt's keys, by attempt. */
  apart: i64([4]),
  /** kvHeads, G * group, P: the same as rows of one product. */
  together: i64([3]),
})

export interface StepContext extends Rotation {
  /** [kvHeads, headDim, P] and [kvHeads, P, headDim]. */
  promptKeys: Tensor
  promptValues: Tensor
  /** Of the attempts: [G, kvHeads, headDim, N] and [G, kvHeads, N, headDim]. */
  keys: Tensor
  values: Tensor
  /** f32 [1, 1, 1, P + N + 1]: 0, or `maskValue` where a key is not seen; the new token's comes last. */
  bias: Tensor
  shapes: Tensors<ReturnType<typeof stepShapes>>
  adapter: Readonly<Record<ProjectionGroup, { a: Tensor; b: Tensor }>>
}

/** x [G, d] through a layer, and the new token's key, rotated, and value: [G, 1, kvHeads * headDim] and [G, kvHeads * headDim]. */
export function joinedLayer(
  config: LlamaConfig,
  weights: LayerConstants,
  x: Tensor,
  context: StepContext,
): { x: Tensor; key: Tensor; value: Tensor } {
  const { kvHeads, headDim, heads } = config
  const group = heads / kvHeads
  const { graph } = x
  const g = x.shape[0]!
  const [p, n] = [context.promptKeys.shape[2]!, context.keys.shape[3]!]
  const { parts, apart, together } = context.shapes
  const norm = (y: Tensor, name: string) => {
    const { shape, data } = weights.vectors[`${name}.weight`] ?? missing(name)
    return ops.rmsNorm(y, graph.joined('f32', shape, [data]), config.normEpsilon)
  }
  const product = (join: ProjectionGroup, y: Tensor, onto?: Tensor) =>
    joinedProduct(config, join, y, weights, context.adapter[join], onto)
  const turned = (y: Tensor) =>
    ops.rotary(ops.reshape(y, [g, 1, y.shape[1]!]), context.positions, context.cos, context.sin)
  const headwise = (y: Tensor, name: string) =>
    ops.reshape(norm(ops.reshape(y, [(g * y.shape[1]!) / headDim, headDim]), name), y.shape)

  const [q, k, v] = joinShape(config, 'attention').outs as [number, number, number]
  const all = product('attention', norm(x, 'input_layernorm'))
  const rotated = (): [queries: Tensor, key: Tensor, value: Tensor] => {
    if (!config.architecture.queryKeyNorm) {
      const [both, value] = ops.split(all, 1, [q + k, v]) as [Tensor, Tensor]
      const [queries, key] = ops.split(turned(both), 2, [q, k]) as [Tensor, Tensor]
      return [queries, key, value]
    }
    const [queries, key, value] = ops.split(all, 1, [q, k, v]) as [Tensor, Tensor, Tensor]
    return [turned(headwise(queries, 'self_attn.q_norm')), turned(headwise(key, 'self_attn.k_norm')), value]
  }
  const [queries, key, value] = rotated()

  const perAttempt = ops.reshape(ops.mul(queries, config.queryScale), [g, kvHeads, group, headDim])
  /** The heads first, or the attempts: rows that share the prompt's keys are rows of one product. */
  const swap = (y: Tensor) => ops.transpose(y, [1, 0, 2, 3])
  const rows = ops.reshape(swap(perAttempt), [kvHeads, g * group, headDim])
  const scores = ops.concat(
    [
      swap(ops.reshapeBy(ops.matmul(rows, context.promptKeys), [kvHeads, g, group, p], apart)),
      ops.matmul(perAttempt, context.keys),
      ops.matmul(perAttempt, ops.reshape(key, [g, kvHeads, headDim, 1])),
    ],
    3,
  )
  const [onPrompt, onResponse, onNew] = ops.splitBy(
    ops.softmax(ops.add(scores, context.bias)),
    3,
    [p, n, 1],
    parts,
  ) as [Tensor, Tensor, Tensor]
  const ofPrompt = ops.matmul(
    ops.reshapeBy(swap(onPrompt), [kvHeads, g * group, p], together),
    context.promptValues,
  )
  const mixed = ops.add(
    ops.add(
      swap(ops.reshape(ofPrompt, [kvHeads, g, group, headDim])),
      ops.matmul(onResponse, context.values),
    ),
    ops.mul(onNew, ops.reshape(value, [g, kvHeads, 1, headDim])),
  )
  const attended = ops.reshape(mixed, [g, q])

  const gated = (y: Tensor) => {
    const { outs } = joinShape(config, 'mlp')
    const [gate, up] = ops.split(product('mlp', y), 1, outs) as [Tensor, Tensor]
    return ops.mul(activation(config, gate), up)
  }
  if (!config.architecture.sandwichNorms) {
    const y = product('output', attended, x)
    return { x: product('down', gated(norm(y, 'post_attention_layernorm')), y), key, value }
  }
  const y = ops.add(x, norm(product('output', attended), 'post_attention_layernorm'))
  const after = product('down', gated(norm(y, 'pre_feedforward_layernorm')))
  return { x: ops.add(y, norm(after, 'post_feedforward_layernorm')), key, value }
}
