/** Attempts at one prompt, token by token, over `HeldWeights`. The responses' caches are the host's: a step reads them where they lie, and what it gives is written into them. */
import type { Runtime } from 'ort-train'
import type { Batch } from './batch.ts'
import type { LayerType } from './config.ts'
import type { DecodingRequest, HostDecoding, NextToken } from './executor.ts'
import { missing, type LoraShape } from './graph-weights.ts'
import { kindName, type HeldPiece } from './held-programs.ts'
import { joinedAdapters, type JoinedAdapter } from './joined-adapters.ts'
import { maskValue } from './layer.ts'
import type { LoadedWeights } from './loaded-weights.ts'
import { ropeTables } from './rope.ts'

/** Columns that the caches begin with; they are doubled when they are full. */
const firstColumns = 16

/** What reading a prompt of P columns left of each layer: [kvHeads, headDim, P] and [kvHeads, P, headDim]. */
export interface PromptCache {
  batch: Batch
  keys: readonly Float32Array[]
  values: readonly Float32Array[]
}

export class HeldDecoding implements HostDecoding {
  readonly where = 'host'
  private readonly adapters: readonly JoinedAdapter[]
  /** Attempts that go on, in the order of the caches' rows. */
  private open: readonly number[]
  /** Columns that there is room for. */
  private columns: number
  /** Of each layer [rows, kvHeads, headDim, columns] and [rows, kvHeads, columns, headDim]. */
  private keys: Float32Array[]
  private values: Float32Array[]

  constructor(
    private readonly runtime: Runtime,
    private readonly weights: LoadedWeights,
    lora: LoraShape,
    private readonly pieces: readonly HeldPiece[],
    private readonly request: DecodingRequest,
    private readonly prompt: PromptCache,
    readonly logits: Float32Array,
  ) {
    const { config } = weights
    this.adapters = joinedAdapters(config, lora, request.thetas?.[0] ?? null)
    this.open = Array.from({ length: request.attempts }, (_, i) => i)
    this.columns = Math.min(firstColumns, request.response)
    const cache = () => new Float32Array(this.open.length * this.rowSize)
    this.keys = Array.from({ length: config.layers }, cache)
    this.values = Array.from({ length: config.layers }, cache)
  }

  async step(t: number, tokens: readonly NextToken[]): Promise<(attempt: number) => Float32Array> {
    const {
      runtime,
      weights,
      request: { columns: p },
      weights: { config },
    } = this
    this.keep(tokens.map(({ attempt }) => attempt))
    if (t >= this.columns) this.grow()
    const g = tokens.length
    const n = this.columns
    const used = g * this.rowSize
    const sizes = { rows: g, prompt: p, response: n }
    const { position } = tokens[0]!
    const kinds = new Map(
      config.layerTypes.map((kind) => [kindName(kind), this.kindFeeds(kind, position, t)]),
    )
    const kindsOf = (layers: readonly number[]) =>
      Object.fromEntries(
        layers.map((layer) => {
          const name = kindName(config.layerTypes[layer]!)
          return [name, kinds.get(name)!]
        }),
      )
    let x: Float32Array = weights.embed(tokens.map(({ id }) => id))
    const positions = new BigInt64Array(g)
    const { kvHeads, heads } = config
    const group = heads / kvHeads
    const shapes = { parts: [p, n, 1], apart: [kvHeads, g, group, p], together: [kvHeads, g * group, p] }
    for (const { layers, program } of this.pieces) {
      const after = await program.run(sizes, {
        x: runtime.value('f32', [g, config.hiddenSize], x),
        ...(layers.length > 0 && { positions, shapes }),
        kinds: kindsOf(layers),
        layers: Object.fromEntries(
          layers.map((layer) => [
            layer,
            {
              adapter: this.adapters[layer]!,
              promptKeys: this.prompt.keys[layer]!,
              promptValues: this.prompt.values[layer]!,
              keys: this.keys[layer]!.subarray(0, used),
              values: this.values[layer]!.subarray(0, used),
            },
          ]),
        ),
      })
      const given = (name: string) => after[name] ?? missing(name)
      for (const layer of layers) this.write(layer, t, given(`key${layer}`), given(`value${layer}`))
      x = given('x')
    }
    const { vocabulary } = config
    return (attempt) => {
      const row = this.open.indexOf(attempt)
      return x.subarray(row * vocabulary, (row + 1) * vocabulary)
    }
  }

  end(): void {
    this.keys = []
    this.values = []
  }

  /** Floats of an attempt in one cache of a layer. */
  private get rowSize(): number {
    const { kvHeads, headDim } = this.weights.config
    return kvHeads * headDim * this.columns
  }

  /** Where the new token stands, and what it sees: what is not padding, at most `window` back, and itself. */
  private kindFeeds({ rope, window }: LayerType, position: number, t: number) {
    const { headDim } = this.weights.config
    const { columns: p } = this.request
    const reach = window ?? Infinity
    const bias = new Float32Array(p + this.columns + 1)
    for (let i = 0; i < p; i++) bias[i] = p + t - i >= reach ? maskValue : this.prompt.batch.keyBias[i]!
    for (let i = 0; i < this.columns; i++) if (i >= t || t - i >= reach) bias[p + i] = maskValue
    return { ...ropeTables(rope, headDim, 1, position), bias }
  }

  /** The rows of attempts that have ended make room. */
  private keep(attempts: readonly number[]): void {
    if (attempts.length === this.open.length) return
    const size = this.rowSize
    const from = attempts.map((attempt) => this.open.indexOf(attempt))
    for (const cache of [...this.keys, ...this.values])
      from.forEach((row, to) => cache.copyWithin(to * size, row * size, (row + 1) * size))
    this.open = attempts
  }

  private grow(): void {
    const { kvHeads, headDim } = this.weights.config
    const [before, after] = [this.columns, Math.min(2 * this.columns, this.request.response)]
    const rows = this.open.length * kvHeads
    const wider = (cache: Float32Array, count: number, width: (columns: number) => number) => {
      const all = new Float32Array(count * width(after))
      for (let i = 0; i < count; i++)
        all.set(cache.subarray(i * width(before), (i + 1) * width(before)), i * width(after))
      return all
    }
    this.keys = this.keys.map((cache) => wider(cache, rows * headDim, (columns) => columns))
    this.values = this.values.map((cache) => wider(cache, rows, (columns) => columns * headDim))
    this.columns = after
  }

  /** The new token's keys and values [G, kvHeads * headDim] into column t of a layer's caches. */
  private write(layer: number, t: number, key: Float32Array, value: Float32Array): void {
    const { headDim } = this.weights.config
    const [keys, values] = [this.keys[layer]!, this.values[layer]!]
    const n = this.columns
    for (let i = 0; i < key.length; i++) keys[i * n + t] = key[i]!
    for (let i = 0; i < value.length; i += headDim)
      values.set(value.subarray(i, i + headDim), i * n + t * headDim)
  }
}
