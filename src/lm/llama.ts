/**
 * The Llama forward pass as a graph: teacher-forced over a batch, and one decoding step over a KV
 * cache. Prompts are padded on the left, so that every row's response starts at the same column and
 * the head is applied at response positions only.
 *
 * Everything has a leading axis of policies: R adapters over one base, each with its own rows. The base's
 * matrices are shared by all rows; an adapter's are R matrices, each for its own block of rows.
 */
import { sizeOf, type Graph, type Shape, type Tensor } from '../graph/graph.ts'
import * as ops from '../graph/ops.ts'
import type { LlamaConfig } from './config.ts'
import { adapterParameters, baseParameters, flatLayout, moduleName, type ParameterSlot, type Projection } from './parameters.ts'

/** Adding this to a score removes a key from attention; finite, so that a row without any key stays finite. */
export const masked = -1e9

/** Where a graph's weights come from. */
export interface Weights {
  base(name: string): Tensor
  /** A [R, r, in], B [R, out, r] and the factor lora_alpha / r of a module; undefined without an adapter. */
  adapter?(module: string): { a: Tensor; b: Tensor; scale: number }
}

export interface LoraShape {
  rank: number
  /** lora_alpha / rank. */
  scale: number
}

/** Every base weight is a graph input of its Hugging Face name, and there is no adapter. */
export function weightsOfBase(graph: Graph, config: LlamaConfig): Weights {
  return { base: baseInputs(graph, config) }
}

/** Every base weight is a graph input of its Hugging Face name; the adapters are the flat vectors `theta` [R, n]. */
export function weightsWithAdapter(graph: Graph, config: LlamaConfig, lora: LoraShape, theta: Tensor): Weights {
  const slots = adapterParameters(config, lora.rank)
  const matrices = unflatten(theta, slots)
  return {
    base: baseInputs(graph, config),
    adapter: (module) => ({ a: matrices.get(`${module}.lora_A`)!, b: matrices.get(`${module}.lora_B`)!, scale: lora.scale }),
  }
}

/** All weights are slices of the flat vector `theta` [n]. */
export function weightsFromTheta(config: LlamaConfig, theta: Tensor): Weights {
  const tensors = unflatten(theta, baseParameters(config))
  return { base: (name) => tensors.get(name)! }
}

/** One input a weight, declared when first used. */
function baseInputs(graph: Graph, config: LlamaConfig): (name: string) => Tensor {
  const shapes = new Map(baseParameters(config).map(({ name, shape }) => [name, shape]))
  const declared = new Map<string, Tensor>()
  return (name) => {
    const known = declared.get(name) ?? graph.input(name, 'f32', shapes.get(name)!)
    declared.set(name, known)
    return known
  }
}

function unflatten(theta: Tensor, slots: readonly ParameterSlot[]): Map<string, Tensor> {
  const layout = flatLayout(slots)
  const parts = ops.split(theta, -1, layout.slots.map(({ shape }) => sizeOf(shape)))
  return new Map(layout.slots.map(({ name, shape }, i) => [name, ops.reshape(parts[i]!, [...theta.shape.slice(0, -1), ...shape])]))
}

export interface SequenceInputs {
  /** i64 [B, T]. */
  ids: Tensor
  /** i64 [B, T], 0 at the first real token. */
  positions: Tensor
  /** f32 [B, 1, 1, T]: 0, or `masked` where the key is padding. */
  keyBias: Tensor
}

export function sequenceInputs(graph: Graph, batch: number, length: number): SequenceInputs {
  return {
    ids: graph.input('ids', 'i64', [batch, length]),
    positions: graph.input('positions', 'i64', [batch, length]),
    keyBias: graph.input('key_bias', 'f32', [batch, 1, 1, length]),
  }
}

export interface KeyValue {
  /** [B, kvHeads, headDim, T]: transposed, as the scores want it. */
  keys: Tensor
  /** [B, kvHeads, T, headDim]. */
  values: Tensor
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
  const { graph } = ids
  const [batch, length] = ids.shape as [number, number]
  const rotate = rotary(graph, config, length)
  const causal = graph.constant('f32', [1, 1, length, length], Float32Array.from({ length: length * length }, (_, i) => (i % length > Math.floor(i / length) ? masked : 0)))
  const bias = ops.add(causal, keyBias)

  let x = ops.reshape(ops.gather(weights.base('model.embed_tokens.weight'), ids), [batch * length, config.hiddenSize])
  for (let layer = 0; layer < config.layers; layer++) {
    const columns = layer === config.layers - 1 ? window : { from: 0, count: length }
    const normed = norm(config, weights, x, `model.layers.${layer}.input_layernorm`)
    const kv: KeyValue = {
      keys: ops.transpose(splitHeads(rotate(project(weights, normed, layer, 'self_attn.k_proj'), positions), config.kvHeads), [0, 2, 3, 1]),
      values: ops.transpose(splitHeads(rows(project(weights, normed, layer, 'self_attn.v_proj'), batch), config.kvHeads), [0, 2, 1, 3]),
    }
    onKeyValue?.(layer, kv)
    x = pick(x, batch, columns)
    // All columns are turned, then picked: 64-bit positions cannot be sliced on WebGPU.
    const turned = rotate(project(weights, normed, layer, 'self_attn.q_proj'), positions)
    const q = columns.count === length ? turned : ops.slice(turned, 1, columns.from, columns.from + columns.count)
    const scores = ops.matmul(groupedQueries(config, q), kv.keys)
    const p = ops.softmax(addBias(config, scores, ops.slice(bias, 2, columns.from, columns.from + columns.count)))
    x = ops.add(x, project(weights, mergeHeads(config, ops.matmul(p, kv.values), batch, columns.count), layer, 'self_attn.o_proj'))
    x = ops.add(x, mlp(config, weights, x, layer))
  }
  return head(config, weights, x)
}

export interface DecodeInputs {
  /** i64 [R * G, 1]. */
  ids: Tensor
  /** i64 [R * G, 1]. */
  positions: Tensor
  /** Each policy's prompt's cache, shared by its G attempts: keys [layers * R, kvHeads, headDim, P], values [layers * R, kvHeads, P, headDim]. */
  promptKeys: Tensor
  promptValues: Tensor
  /** f32 [R, 1, 1, P]: 0, or `masked` at padding. */
  promptBias: Tensor
  /** The responses' cache so far, zero where nothing was decoded: keys [layers, R * G, kvHeads, headDim, N], values [layers, R * G, kvHeads, N, headDim]. */
  keys: Tensor
  values: Tensor
  /** f32 [N]: 1 at the column of this step, else 0. */
  column: Tensor
  /** f32 [N]: 0 up to this step's column, then `masked`. */
  columnBias: Tensor
}

export interface DecodeShape {
  policies: number
  /** G: attempts of each policy. */
  attempts: number
  prompt: number
  response: number
}

export function decodeInputs(graph: Graph, config: LlamaConfig, { policies: r, attempts, prompt: p, response: n }: DecodeShape): DecodeInputs {
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
export function decodeStep(config: LlamaConfig, weights: Weights, inputs: DecodeInputs): { logits: Tensor; keys: Tensor; values: Tensor } {
  const { graph } = inputs.ids
  const { layers, kvHeads, headDim } = config
  const group = config.heads / kvHeads
  const g = inputs.ids.shape[0]!
  const n = inputs.column.shape[0]!
  const [r, , , p] = inputs.promptBias.shape as [number, number, number, number]
  const rotate = rotary(graph, config, p + n)
  const perLayer = (x: Tensor) => ops.split(x, 0, Array<number>(layers).fill(x.shape[0]! / layers)).map((part) => (part.shape.length === 4 ? part : ops.reshape(part, part.shape.slice(1))))
  const [promptKeys, promptValues, oldKeys, oldValues] = [inputs.promptKeys, inputs.promptValues, inputs.keys, inputs.values].map(perLayer) as [Tensor[], Tensor[], Tensor[], Tensor[]]
  /** [R * G, kvHeads, group, x] -> [R, kvHeads, G * group, x], and back: the attempts of a policy read its prompt as rows of one product. */
  const byPrompt = (x: Tensor) => ops.reshape(ops.transpose(ops.reshape(x, [r, g / r, kvHeads, group, x.shape[3]!]), [0, 2, 1, 3, 4]), [r, kvHeads, (g / r) * group, x.shape[3]!])
  const byAttempt = (x: Tensor) => ops.reshape(ops.transpose(ops.reshape(x, [r, kvHeads, g / r, group, x.shape[3]!]), [0, 2, 1, 3, 4]), [g, kvHeads, group, x.shape[3]!])
  const newKeys: Tensor[] = []
  const newValues: Tensor[] = []

  let x = ops.reshape(ops.gather(weights.base('model.embed_tokens.weight'), inputs.ids), [g, config.hiddenSize])
  for (let layer = 0; layer < layers; layer++) {
    const normed = norm(config, weights, x, `model.layers.${layer}.input_layernorm`)
    const k = ops.reshape(rotate(project(weights, normed, layer, 'self_attn.k_proj'), inputs.positions), [g, kvHeads, headDim, 1])
    const v = ops.reshape(project(weights, normed, layer, 'self_attn.v_proj'), [g, kvHeads, 1, headDim])
    const keys = ops.add(oldKeys[layer]!, ops.mul(k, inputs.column))
    const values = ops.add(oldValues[layer]!, ops.mul(v, ops.reshape(inputs.column, [n, 1])))
    newKeys.push(ops.reshape(keys, [1, ...keys.shape]))
    newValues.push(ops.reshape(values, [1, ...values.shape]))

    const q = ops.mul(rotate(project(weights, normed, layer, 'self_attn.q_proj'), inputs.positions), headDim ** -0.5)
    const perAttempt = ops.reshape(q, [g, kvHeads, group, headDim])
    const onPrompt = ops.add(ops.matmul(byPrompt(perAttempt), promptKeys[layer]!), inputs.promptBias)
    const onResponse = ops.add(ops.matmul(perAttempt, keys), inputs.columnBias)
    const [pPrompt, pResponse] = ops.split(ops.softmax(ops.concat([byAttempt(onPrompt), onResponse], 3)), 3, [p, n]) as [Tensor, Tensor]
    const mixed = ops.add(byAttempt(ops.matmul(byPrompt(pPrompt), promptValues[layer]!)), ops.matmul(pResponse, values))
    x = ops.add(x, project(weights, ops.reshape(mixed, [g, config.heads * headDim]), layer, 'self_attn.o_proj'))
    x = ops.add(x, mlp(config, weights, x, layer))
  }
  return { logits: head(config, weights, x), keys: ops.concat(newKeys, 0), values: ops.concat(newValues, 0) }
}

/** x [rows, in] through a projection and its policy's adapter: x W^T + scale (x A^T) B^T. */
function project(weights: Weights, x: Tensor, layer: number, projection: Projection): Tensor {
  const module = moduleName(layer, projection)
  const y = ops.gemm(x, weights.base(`${module}.weight`), false, true)
  const lora = weights.adapter?.(module)
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

function mlp(config: LlamaConfig, weights: Weights, x: Tensor, layer: number): Tensor {
  const normed = norm(config, weights, x, `model.layers.${layer}.post_attention_layernorm`)
  const gate = ops.silu(project(weights, normed, layer, 'mlp.gate_proj'))
  return project(weights, ops.mul(gate, project(weights, normed, layer, 'mlp.up_proj')), layer, 'mlp.down_proj')
}

function head(config: LlamaConfig, weights: Weights, x: Tensor): Tensor {
  const normed = norm(config, weights, x, 'model.norm')
  return ops.gemm(normed, weights.base(config.tiedHead ? 'model.embed_tokens.weight' : 'lm_head.weight'), false, true)
}

function norm(config: LlamaConfig, weights: Weights, x: Tensor, name: string): Tensor {
  return ops.rmsNorm(x, weights.base(`${name}.weight`), config.normEpsilon)
}

/** [B * T, heads * headDim] at positions [B, T] -> the same, rotated, as [B, T, heads * headDim]. */
function rotary(graph: Graph, config: LlamaConfig, maxPositions: number): (x: Tensor, positions: Tensor) => Tensor {
  const half = config.headDim / 2
  const table = (f: (angle: number) => number) =>
    graph.constant('f32', [maxPositions, half], Float32Array.from({ length: maxPositions * half }, (_, i) => f(Math.floor(i / half) * config.ropeTheta ** (-(i % half) / half))))
  const [cos, sin] = [table(Math.cos), table(Math.sin)]
  return (x, positions) => {
    const [batch, length] = positions.shape as [number, number]
    return ops.rotary(ops.reshape(x, [batch, length, x.shape.at(-1)!]), positions, cos, sin)
  }
}

const rows = (x: Tensor, batch: number) => ops.reshape(x, [batch, x.shape[0]! / batch, x.shape[1]!])
const splitHeads = (x: Tensor, heads: number) => ops.reshape(x, [x.shape[0]!, x.shape[1]!, heads, x.shape[2]! / heads])

/** Columns of every sequence: [B * T, D] -> [B * count, D]. */
function pick(x: Tensor, batch: number, { from, count }: { from: number; count: number }): Tensor {
  return ops.reshape(ops.slice(rows(x, batch), 1, from, from + count), [batch * count, x.shape[1]!])
}

/** Queries [B, T, heads * headDim] -> [B, kvHeads, group * T, headDim], scaled: heads that share keys become rows, so keys are never repeated. */
function groupedQueries(config: LlamaConfig, q: Tensor): Tensor {
  const [batch, length] = q.shape as [number, number]
  const group = config.heads / config.kvHeads
  const heads = ops.reshape(ops.mul(q, config.headDim ** -0.5), [batch, length, config.kvHeads, group, config.headDim])
  return ops.reshape(ops.transpose(heads, [0, 2, 3, 1, 4]), [batch, config.kvHeads, group * length, config.headDim])
}

/** Scores [B, kvHeads, group * Tq, Tk] + bias [B, 1, Tq, Tk]. */
function addBias(config: LlamaConfig, scores: Tensor, bias: Tensor): Tensor {
  const group = config.heads / config.kvHeads
  if (group === 1) return ops.add(scores, bias)
  const [batch, , tq, tk] = bias.shape as [number, number, number, number]
  const biased = ops.add(ops.reshape(scores, [batch, config.kvHeads, group, tq, tk]), ops.reshape(bias, [batch, 1, 1, tq, tk]))
  return ops.reshape(biased, scores.shape)
}

/** [B, kvHeads, group * T, headDim] -> [B * T, heads * headDim]. */
function mergeHeads(config: LlamaConfig, x: Tensor, batch: number, length: number): Tensor {
  const group = config.heads / config.kvHeads
  const heads = ops.reshape(x, [batch, config.kvHeads, group, length, config.headDim])
  return ops.reshape(ops.transpose(heads, [0, 3, 1, 2, 4]), [batch * length, config.heads * config.headDim])
}
