/**
 * The whole forward pass as one graph, for models small enough to be one: teacher-forced over a batch,
 * and one decoding step over a KV cache. Prompts are padded on the left, so that every row's response
 * starts at the same column and the head is applied at response positions only.
 */
import { f32, i64, type Graph, type Tensor, type Tensors } from 'ort-train'
import * as ops from 'ort-train/ops'
import type { LlamaConfig } from './config.ts'
import type { Weights } from './graph-weights.ts'
import type { SharedShape } from './batch.ts'
import { causalBias, decodeLayer, sequenceLayer, type KeyValue } from './layer.ts'
import { sharedLayer } from './shared-layer.ts'
import { ropeTables } from './rope.ts'

/**
 * The inputs of a pass over B sequences of T columns, as a `Batch` has them: `ids`; `positions`, 0 at the first real
 * token; `keyBias`, 0, or `maskValue` where the key is padding, and the same of what the rows of a policy share.
 */
export function sequenceInputs(batch: number, length: number, shared?: SharedShape) {
  const grid = i64(gridOf(batch, length, shared))
  return {
    ids: grid,
    positions: grid,
    keyBias: f32([batch, 1, 1, length]),
    sharedKeyBias: shared && f32([shared.policies, 1, 1, shared.columns]),
  }
}

/** How the tokens of a pass are laid out: a row a sequence, or a row a policy, with what its sequences share before them. The rotation tables have as many positions as a row has columns: onnxruntime refuses fewer. */
export const gridOf = (batch: number, length: number, shared?: SharedShape): [number, number] =>
  shared ? [shared.policies, shared.columns + (batch / shared.policies) * length] : [batch, length]
export type SequenceInputs = ReturnType<typeof sequenceInputs>

/**
 * Logits [B * count, V] that predict the tokens after columns from .. from + count - 1 of every row.
 * The last layer computes those columns only. `onKeyValue` hears of each layer's keys and values, where no beginning is shared.
 */
export function forward(
  config: LlamaConfig,
  weights: Weights,
  { ids, positions, keyBias, sharedKeyBias }: Tensors<SequenceInputs>,
  window: { from: number; count: number },
  onKeyValue?: (layer: number, kv: KeyValue) => void,
): Tensor {
  const [batch, length] = [keyBias.shape[0]!, keyBias.shape[3]!]
  const context = perKind(config, ids.graph, ids.shape[1]!, (kind) => ({
    bias: causalBias(keyBias, kind.window),
    sharedBias: sharedKeyBias && causalBias(sharedKeyBias, kind.window),
  }))
  let x = embed(config, weights, ids)
  for (let layer = 0; layer < config.layers; layer++) {
    const last = layer === config.layers - 1
    const { sharedBias, ...own } = context(layer)
    if (sharedKeyBias && sharedBias) {
      const shared = { positions, ...own, sharedBias, sharedKeyBias }
      x = sharedLayer(config, weights.layer(layer), x, shared, last ? window : undefined)
      continue
    }
    const columns = last ? window : { from: 0, count: length }
    const step = sequenceLayer(config, weights.layer(layer), x, { positions, ...own }, columns)
    onKeyValue?.(layer, step.kv)
    x = step.x
  }
  if (x.shape[0] !== batch * window.count) throw new Error('A model without layers predicts nothing.')
  return head(config, weights, x)
}

export interface DecodeShape {
  policies: number
  /** G: attempts of each policy. */
  attempts: number
  prompt: number
  response: number
}

/**
 * The inputs of one decoding step of R policies with G attempts each: the new tokens and where they stand; the caches of the
 * prompts (P columns) and of the responses (N), with the layers as leading axis; 1 at the step's column; which keys are seen.
 */
export const decodeInputs = (
  { layers, kvHeads, headDim }: LlamaConfig,
  { policies: r, attempts, prompt: p, response: n }: DecodeShape,
) => ({
  ids: i64([r * attempts, 1]),
  positions: i64([r * attempts, 1]),
  promptKeys: f32([layers * r, kvHeads, headDim, p]),
  promptValues: f32([layers * r, kvHeads, p, headDim]),
  promptBias: f32([r, 1, 1, p]),
  keys: f32([layers, r * attempts, kvHeads, headDim, n]),
  values: f32([layers, r * attempts, kvHeads, n, headDim]),
  column: f32([n]),
  columnBias: f32([n]),
})
export type DecodeInputs = ReturnType<typeof decodeInputs>

/** One decoding step: logits [R * G, V] after `ids`, and the responses' cache with this step's keys and values added. */
export function decodeStep(
  config: LlamaConfig,
  weights: Weights,
  inputs: Tensors<DecodeInputs>,
): { logits: Tensor; keys: Tensor; values: Tensor } {
  const { layers } = config
  const rotation = perKind(
    config,
    inputs.ids.graph,
    inputs.promptBias.shape[3]! + inputs.column.shape[0]!,
    () => ({}),
  )
  const perLayer = (x: Tensor) =>
    ops
      .split(x, 0, Array<number>(layers).fill(x.shape[0]! / layers))
      .map((part) => (part.shape.length === 4 ? part : ops.reshape(part, part.shape.slice(1))))
  const [promptKeys, promptValues, oldKeys, oldValues] = [
    inputs.promptKeys,
    inputs.promptValues,
    inputs.keys,
    inputs.values,
  ].map(perLayer) as [Tensor[], Tensor[], Tensor[], Tensor[]]
  const newKeys: Tensor[] = []
  const newValues: Tensor[] = []
  let x = embed(config, weights, inputs.ids)
  for (let layer = 0; layer < layers; layer++) {
    const step = decodeLayer(config, weights.layer(layer), x, {
      ...inputs,
      ...rotation(layer),
      promptKeys: promptKeys[layer]!,
      promptValues: promptValues[layer]!,
      keys: oldKeys[layer]!,
      values: oldValues[layer]!,
    })
    newKeys.push(ops.reshape(step.keys, [1, ...step.keys.shape]))
    newValues.push(ops.reshape(step.values, [1, ...step.values.shape]))
    x = step.x
  }
  return { logits: head(config, weights, x), keys: ops.concat(newKeys, 0), values: ops.concat(newValues, 0) }
}

function embed(config: LlamaConfig, weights: Weights, ids: Tensor): Tensor {
  const rows = ops.reshape(weights.embed(ids), [ids.shape[0]! * ids.shape[1]!, config.hiddenSize])
  return config.embeddingScale === 1 ? rows : ops.mul(rows, config.embeddingScale)
}

/** Logits of hidden states [rows, d] that have left the last layer. */
function head(config: LlamaConfig, weights: Weights, x: Tensor): Tensor {
  return weights.head(ops.rmsNorm(x, weights.finalNorm(), config.normEpsilon))
}

/** Rotation tables, and whatever else depends on a layer's kind, made once a kind. */
function perKind<T>(
  config: LlamaConfig,
  graph: Graph,
  positions: number,
  extra: (kind: LlamaConfig['layerTypes'][number]) => T,
): (layer: number) => { cos: Tensor; sin: Tensor } & T {
  const made = new Map<string, { cos: Tensor; sin: Tensor } & T>()
  return (layer) => {
    const kind = config.layerTypes[layer]!
    const key = JSON.stringify(kind)
    const known = made.get(key)
    if (known) return known
    const { cos, sin } = ropeTables(kind.rope, config.headDim, positions)
    const table = (values: Float32Array) => graph.constant('f32', [positions, config.headDim / 2], values)
    const context = { cos: table(cos), sin: table(sin), ...extra(kind) }
    made.set(key, context)
    return context
  }
}
