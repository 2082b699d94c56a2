/**
 * Very many independent samples of one prompt, cheaply: samples that begin alike are decoded once. Every
 * beginning carries how many samples share it, and they are dealt out to its next tokens by drawing each of
 * them, so the counts are distributed exactly as those of samples drawn one by one.
 */
import type { Rng } from '../rng.ts'
import { bucket } from './batch.ts'
import type { LlamaModel } from './llama-model.ts'
import type { Theta } from './model.ts'
import { logSoftmax } from './sampling.ts'

export interface SampleCount {
  tokens: number[]
  count: number
  finish: 'end' | 'length'
}

export interface SampleCountsRequest {
  prompt: readonly number[]
  /** Absent: the untouched model. */
  theta?: Theta
  /** How many samples. */
  count: number
  rng: Rng
  maxNewTokens: number
  temperature: number
}

/** Beginnings of one length, whose caches are rows of a common parent's. */
interface Level {
  nodes: { tokens: number[]; count: number; parent: number }[]
  keys: Float32Array
  values: Float32Array
  /** Rows of `keys` and `values`. */
  rows: number
}

/** Rows of a decoding step; few sizes, so that few sessions serve. */
const widths = [8, 32, 128]

/** The distinct samples of the model under a policy, with how often each was drawn. */
export async function sampleCounts(
  model: LlamaModel,
  { prompt, theta = null, count, rng, maxNewTokens, temperature }: SampleCountsRequest,
): Promise<SampleCount[]> {
  const { config, passes } = model
  if (passes.kind !== 'whole') throw new Error('A tree of samples is drawn from models that are one graph.')
  const { layers, kvHeads, headDim, vocabulary } = config
  const n = bucket(maxNewTokens, 8)
  const p = Math.min(bucket(prompt.length, 16), config.maxPositions - n)
  const rowSize = kvHeads * headDim * n
  const read = await passes.readPrompts([prompt], theta && [theta], p)
  const done: SampleCount[] = []
  const pending: Level[] = []

  const branch = (
    logits: Float32Array,
    node: { tokens: number[]; count: number },
    parent: number,
  ): Level['nodes'] => {
    const dealt = deal(logits, temperature, node.count, rng)
    const open: Level['nodes'] = []
    for (const [token, share] of dealt) {
      const tokens = [...node.tokens, token]
      const finish = model.tokenizer.endTokenIds.has(token) ? 'end' : 'length'
      if (finish === 'end' || tokens.length >= maxNewTokens) done.push({ tokens, count: share, finish })
      else open.push({ tokens, count: share, parent })
    }
    return open
  }
  const push = (nodes: Level['nodes'], keys: Float32Array, values: Float32Array, rows: number) => {
    for (let i = 0; i < nodes.length; i += widths.at(-1)!)
      pending.push({ nodes: nodes.slice(i, i + widths.at(-1)!), keys, values, rows })
  }

  push(
    branch(read.logits, { tokens: [], count }, 0),
    new Float32Array(layers * rowSize),
    new Float32Array(layers * rowSize),
    1,
  )
  for (let level = pending.pop(); level; level = pending.pop()) {
    const { nodes } = level
    const width = widths.find((w) => w >= nodes.length)!
    const t = nodes[0]!.tokens.length - 1
    const gathered = (cache: Float32Array, rows: number) => {
      const all = new Float32Array(layers * width * rowSize)
      for (let layer = 0; layer < layers; layer++) {
        nodes.forEach(({ parent }, i) => {
          const from = (layer * rows + parent) * rowSize
          all.set(cache.subarray(from, from + rowSize), (layer * width + i) * rowSize)
        })
      }
      return all
    }
    const { logits, keys, values } = await passes.decodeStep(
      { policies: 1, attempts: width, prompt: p, response: n },
      read.feeds,
      {
        t,
        ids: Array.from({ length: width }, (_, i) => nodes[i]?.tokens[t] ?? 0),
        positions: Array<number>(width).fill(prompt.length + t),
        keys: gathered(level.keys, level.rows),
        values: gathered(level.values, level.rows),
      },
    )
    const children = nodes.flatMap((node, i) =>
      branch(logits.subarray(i * vocabulary, (i + 1) * vocabulary), node, i),
    )
    if (children.length > 0) push(children, keys, values, width)
  }
  return done
}

/** `count` draws from softmax(logits / T): token -> how often. */
function deal(logits: Float32Array, temperature: number, count: number, rng: Rng): Map<number, number> {
  const cumulative = logSoftmax(logits, temperature)
  let mass = 0
  for (let i = 0; i < cumulative.length; i++) cumulative[i] = mass += Math.exp(cumulative[i]!)
  const dealt = new Map<number, number>()
  for (let draw = 0; draw < count; draw++) {
    const u = rng.uniform() * mass
    let [low, high] = [0, cumulative.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (cumulative[middle]! > u) high = middle
      else low = middle + 1
    }
    dealt.set(low, (dealt.get(low) ?? 0) + 1)
  }
  return dealt
}
