/**
 * The whole forward pass as one graph, for models small enough to be one: teacher-forced over a batch,
 * and one decoding step over a KV cache. Prompts are padded on the left, so that every row's response
 * starts at the same column and the head is applied at response positions only.
 */
import type { Graph, Shape, Tensor } from 'ort-train'
import * as ops from 'ort-train/ops'
import type { LlamaConfig } from './config.ts'
import type { Weights } from './graph-weights.ts'
import { causalBias, decodeLayer, sequenceLayer, type DecodeContext, type KeyValue } from './layer.ts'
import { ropeTables } from './rope.ts'

export interface SequenceInputs {
  /** i64 [B, T]. */
  ids: Tensor
  /** i64 [B, T], 0 at the first real token. */
  positions: Tensor
  /** f32 [B, 1, 1, T]: 0, or `masked` where the key is padding. */
  keyBias: Tensor
}

/** Declares the inputs of a forward pass: `ids` and `positions` i64 [B, T], `key_bias` f32 [B, 1, 1, T] (0 or the mask value a key). */
export function sequenceInputs(graph: Graph, batch: number, length: number): SequenceInputs {
  return {
    ids: graph.input('ids', 'i64', [batch, length]),
    positions: graph.input('positions', 'i64', [batch, length]),
    keyBias: graph.input('key_bias', 'f32', [batch, 1, 1, length]),
  }
}

/**
 * Logits [B * count, V] that predict the tokens after columns from .. from + count - 1.
 * The last layer computes those columns only. `onKeyValue` hears of each layer's keys and values.
 */
export function forward(
  config: LlamaConfig,
  weights: Weights,
  { ids, positions, keyBias }: SequenceInputs,
  window: { from: number; count: number },
  onKeyValue?: (layer: number, kv: KeyValue) => void,
): Tensor {
  const [batch, length] = ids.shape as [number, number]
  const context = perKind(config, ids.graph, length, (kind) => ({ bias: causalBias(keyBias, kind.window) }))
  let x = embed(config, weights, ids)
  for (let layer = 0; layer < config.layers; layer++) {
    const step = sequenceLayer(
      config,
      weights.layer(layer),
      x,
      { positions, ...context(layer) },
      layer === config.layers - 1 ? window : { from: 0, count: length },
    )
    onKeyValue?.(layer, step.kv)
    x = step.x
  }
  if (x.shape[0] !== batch * window.count) throw new Error('A model without layers predicts nothing.')
  return head(config, weights, x)
}

export interface DecodeInputs extends Omit<DecodeContext, 'cos' | 'sin'> {
  /** i64 [R * G, 1]. */
  ids: Tensor
}

export interface DecodeShape {
  policies: number
  /** G: attempts of each policy. */
  attempts: number
  prompt: number
  response: number
}

/** Caches have a leading axis of layers: prompt_keys [layers * R, ...], keys [layers, R * G, ...]. */
export function decodeInputs(
  graph: Graph,
  config: LlamaConfig,
  { policies: r, attempts, prompt: p, response: n }: DecodeShape,
): DecodeInputs {
  const { layers, kvHeads, headDim } = config
  const g = r * attempts
  const f32 = (name: string, shape: Shape) => graph.input(name, 'f32', shape)
  return {
    ids: graph.input('ids', 'i64', [g, 1]),
    positions: graph.input('positions', 'i64', [g, 1]),
    promptKeys: f32('prompt_keys', [layers * r, kvHeads, headDim, p]),
    promptValues: f32('prompt_values', [layers * r, kvHeads, p, headDim]),
    promptBias: f32('prompt_bias', [r, 1, 1, p]),
    keys: f32('keys', [layers, g, kvHeads, headDim, n]),
    values: f32('values', [layers, g, kvHeads, n, headDim]),
    column: f32('column', [n]),
    columnBias: f32('column_bias', [n]),
  }
}

/** One decoding step: logits [R * G, V] after `ids`, and the responses' cache with this step's keys and values added. */
export function decodeStep(
  config: LlamaConfig,
  weights: Weights,
  inputs: DecodeInputs,
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
  extra: (kind: LlamaConfig['kinds'][number]) => T,
): (layer: number) => { cos: Tensor; sin: Tensor } & T {
  const made = new Map<string, { cos: Tensor; sin: Tensor } & T>()
  return (layer) => {
    const kind = config.kinds[layer]!
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
