/**
 * Forward passes layer by layer: a few small graphs of one layer, run once for each with that layer's weights.
 * Sessions are made in a moment whatever the depth, one copy of the weights serves all of them, and nothing is
 * kept of a pass but what its caller asks for. The embedding is looked up, and columns are picked, on the host.
 */
import {
  discard,
  floats,
  gradient,
  Graph,
  type Runtime,
  type Session,
  SessionCache,
  type Tensor,
  type Value,
} from 'ort-train'
import * as ops from 'ort-train/ops'
import { layOut, type Batch } from './batch.ts'
import type { LayerKind, LlamaConfig } from './config.ts'
import { loraOf, unflatten, type LayerWeights, type LoraShape } from './graph-weights.ts'
import { causalBias, decodeLayer, masked, sequenceLayer } from './layer.ts'
import type { LayerFormats, LoadedWeights } from './loaded-weights.ts'
import { matrixInput, type MatrixUse } from './matrix-inputs.ts'
import type { Theta } from './model.ts'
import {
  flatLayout,
  layerAdapterParameters,
  layerParameters,
  projections,
  projectionShape,
} from './parameters.ts'
import type { Decoding, DecodingRequest, Passes } from './passes.ts'
import { ropeTables } from './rope.ts'

/** Floats of a block of logits [rows, V]: what is computed on a large vocabulary is done so many rows at a time. */
const headFloats = 4 * 2 ** 20

/** The adapters of a pass; null reads the base alone. */
type Thetas = readonly Theta[] | null

/** A pass over sequences that has been run and can be gone through backwards. */
export interface Tape {
  batch: Batch
  thetas: readonly Theta[]
  /** What entered each layer, [B * T, d]. */
  inputs: Value[]
  /** What left the last one at the response's columns, [B * N, d]. */
  hidden: Float32Array
}

interface Reading {
  batch: Batch
  thetas: readonly Theta[]
  hidden: Float32Array
}
/** Two readers, a trust region's two readings, and one more. */
const remembered = 4

function sameBatch(a: Batch, b: Batch): boolean {
  const { batch, prompt, response } = a.shape
  return (
    batch === b.shape.batch &&
    prompt === b.shape.prompt &&
    response === b.shape.response &&
    a.ids.every((id, i) => id === b.ids[i]) &&
    a.keyBias.every((x, i) => x === b.keyBias[i])
  )
}

export class LayeredPasses implements Passes {
  readonly kind = 'layered'
  readonly sessions: SessionCache
  readonly config: LlamaConfig
  /** Of one layer's adapters; a theta is those of all layers end to end. */
  private readonly layerTheta: number
  private readonly noAdapter: Float32Array
  private readings: Reading[] = []
  private readonly tables = new Map<string, { cos: Value; sin: Value }>()

  constructor(
    readonly runtime: Runtime,
    readonly weights: LoadedWeights,
    private readonly lora: LoraShape,
  ) {
    this.config = weights.config
    this.sessions = new SessionCache(runtime)
    this.layerTheta = flatLayout(layerAdapterParameters(this.config, lora.rank)).length
    this.noAdapter = new Float32Array(this.layerTheta * this.config.layers)
  }

  async logProbs(batch: Batch, thetas: readonly Theta[], temperature: number): Promise<Float32Array> {
    const { vocabulary, hiddenSize } = this.config
    const hidden = await this.hidden(batch, thetas)
    const all = new Float32Array((hidden.length / hiddenSize) * vocabulary)
    for (const { from, to } of this.headBlocks(hidden.length / hiddenSize)) {
      const session = await this.sessions.get(`log-probs/${to - from}`, () => this.headGraph(to - from, true))
      const outputs = await session.run({
        ...this.headFeeds('sequence'),
        x: this.runtime.f32([to - from, hiddenSize], hidden.subarray(from * hiddenSize, to * hiddenSize)),
        temperature: this.runtime.scalar(temperature),
      })
      all.set(await floats(outputs['log_probs']!), from * vocabulary)
    }
    return all
  }

  /**
   * What leaves the last layer at the response's columns, before the final norm: [B * N, d]. The last readings are
   * remembered, as a step's picture and its update want the same of the teacher; a theta is never written to.
   */
  async hidden(batch: Batch, thetas: readonly Theta[]): Promise<Float32Array> {
    const same = ({ batch: other, thetas: others }: Reading) =>
      others.length === thetas.length &&
      others.every((theta, i) => theta === thetas[i]) &&
      sameBatch(other, batch)
    const known = this.readings.find(same)
    if (known) return known.hidden
    const { hidden } = await this.forward(batch, thetas.some((theta) => theta !== null) ? thetas : null)
    this.readings = [{ batch, thetas, hidden }, ...this.readings].slice(0, remembered)
    return hidden
  }

  /** `hidden`, with what `backward` needs; whoever asks for a tape ends it. */
  async record(batch: Batch, thetas: readonly Theta[]): Promise<Tape> {
    const inputs: Value[] = []
    const { hidden } = await this.forward(batch, thetas, { onInput: (x) => inputs.push(x) })
    return { batch, thetas, inputs, hidden }
  }

  /** Gradients of the adapters, [n] each, given that of `hidden` [B * N, d]. Every layer is run forward again, so that nothing within it had to be kept. */
  async backward({ batch, thetas, inputs }: Tape, dHidden: Float32Array): Promise<Float32Array[]> {
    const {
      runtime,
      config: { layers, hiddenSize },
    } = this
    const {
      shape: { batch: b, prompt, response },
      length,
    } = batch
    const grads = thetas.map(() => new Float32Array(this.layerTheta * layers))
    const spread = new Float32Array(b * length * hiddenSize)
    for (let row = 0; row < b; row++)
      spread.set(
        dHidden.subarray(row * response * hiddenSize, (row + 1) * response * hiddenSize),
        (row * length + prompt - 1) * hiddenSize,
      )
    const common = this.sequenceFeeds(batch)
    let dy: Value = runtime.f32([b * length, hiddenSize], spread)
    for (let layer = layers - 1; layer >= 0; layer--) {
      const session = await this.layerSession('backward', layer, thetas.length, batch)
      const outputs = await session.run({
        ...common,
        ...this.layerFeeds(layer, thetas, 'sequence', length),
        x: inputs[layer]!,
        dy,
      })
      discard(dy)
      dy = outputs['dx']!
      const grad = await floats(outputs['dtheta']!)
      grads.forEach((all, policy) =>
        all.set(
          grad.subarray(policy * this.layerTheta, (policy + 1) * this.layerTheta),
          layer * this.layerTheta,
        ),
      )
    }
    discard(dy)
    return grads
  }

  end({ inputs }: Tape): void {
    inputs.forEach(discard)
  }

  async decode({ prompts, thetas, columns: p, attempts, response: n }: DecodingRequest): Promise<Decoding> {
    const {
      runtime,
      config: { layers, kvHeads, headDim, hiddenSize, kinds },
    } = this
    const r = prompts.length
    const g = r * attempts
    const batch = layOut(
      prompts.map((prompt) => ({ prompt, response: [] })),
      { batch: r, prompt: p, response: 1 },
    )
    const promptKeys: Value[] = []
    const promptValues: Value[] = []
    const { hidden } = await this.forward(batch, thetas, {
      onKeyValue: (keys, values) => (promptKeys.push(keys), promptValues.push(values)),
    })
    const empty = () => runtime.f32([g, kvHeads, headDim, n], new Float32Array(g * kvHeads * headDim * n))
    const keys: Value[] = Array.from({ length: layers }, empty)
    const values: Value[] = Array.from({ length: layers }, () =>
      runtime.f32([g, kvHeads, n, headDim], new Float32Array(g * kvHeads * headDim * n)),
    )
    const windows = [...new Set(kinds.map(({ window }) => window))]
    return {
      logits: await this.logits(hidden, r),
      step: async (t, ids, positions) => {
        const common = {
          positions: runtime.i64([g, 1], positions),
          column: runtime.f32(
            [n],
            Float32Array.from({ length: n }, (_, i) => (i === t ? 1 : 0)),
          ),
        }
        const seen = new Map(
          windows.map((window) => [window, this.decodeBiases(prompts, batch, window, { p, n, t })]),
        )
        let x: Value = runtime.f32([g, hiddenSize], this.weights.embed(ids))
        for (let layer = 0; layer < layers; layer++) {
          const session = await this.decodeSession(layer, thetas?.length ?? null, { r, g, p, n })
          const outputs = await session.run({
            ...common,
            ...seen.get(kinds[layer]!.window),
            ...this.layerFeeds(layer, thetas, 'decode', p + n),
            x,
            prompt_keys: promptKeys[layer]!,
            prompt_values: promptValues[layer]!,
            keys: keys[layer]!,
            values: values[layer]!,
          })
          ;[x, keys[layer]!, values[layer]!].forEach(discard)
          x = outputs['y']!
          keys[layer] = outputs['keys_after']!
          values[layer] = outputs['values_after']!
        }
        return this.logits(await floats(x), g)
      },
      end: () => [...promptKeys, ...promptValues, ...keys, ...values].forEach(discard),
    }
  }

  /** Feeds of the final norm and the head, which a graph declares by `headInputs`. */
  headFeeds(use: MatrixUse): Record<string, Value> {
    return { final_norm: this.weights.finalNorm, ...this.weights.head.feeds('head', use) }
  }

  /** Hidden states [rows, d] -> logits [rows, V], in a graph of its own inputs. */
  headInputs(graph: Graph, use: MatrixUse): (x: Tensor) => Tensor {
    const { hiddenSize, vocabulary, normEpsilon } = this.config
    const scale = graph.input('final_norm', 'f32', [hiddenSize])
    const product = matrixInput(graph, 'head', [vocabulary, hiddenSize], this.weights.head.format, use)
    return (x) => product(ops.rmsNorm(x, scale, normEpsilon))
  }

  /** Rows of hidden states in blocks whose logits are not too many. */
  headBlocks(rows: number): { from: number; to: number }[] {
    const size = Math.max(1, Math.floor(headFloats / this.config.vocabulary))
    const count = Math.ceil(rows / size)
    const even = Math.ceil(rows / count)
    return Array.from({ length: count }, (_, i) => ({
      from: i * even,
      to: Math.min(rows, (i + 1) * even),
    })).filter(({ from, to }) => from < to)
  }

  async dispose(): Promise<void> {
    await this.sessions.release()
  }

  private async forward(
    batch: Batch,
    thetas: Thetas,
    {
      onInput,
      onKeyValue,
    }: { onInput?: (x: Value) => void; onKeyValue?: (keys: Value, values: Value) => void } = {},
  ): Promise<{ hidden: Float32Array }> {
    const {
      runtime,
      config: { layers, hiddenSize },
    } = this
    const {
      shape: { batch: b, prompt, response },
      length,
    } = batch
    const common = this.sequenceFeeds(batch)
    let x: Value = runtime.f32([b * length, hiddenSize], this.weights.embed(batch.ids))
    for (let layer = 0; layer < layers; layer++) {
      const session = await this.layerSession(
        onKeyValue ? 'prefill' : 'forward',
        layer,
        thetas?.length ?? null,
        batch,
      )
      const outputs = await session.run({
        ...common,
        ...this.layerFeeds(layer, thetas, 'sequence', length),
        x,
      })
      onKeyValue?.(outputs['keys']!, outputs['values']!)
      if (onInput) onInput(x)
      else discard(x)
      x = outputs['y']!
    }
    const last = await floats(x)
    const hidden = new Float32Array(b * response * hiddenSize)
    for (let row = 0; row < b; row++) {
      const from = (row * length + prompt - 1) * hiddenSize
      hidden.set(last.subarray(from, from + response * hiddenSize), row * response * hiddenSize)
    }
    return { hidden }
  }

  private async logits(hidden: Float32Array, rows: number): Promise<Float32Array> {
    const session = await this.sessions.get(`logits/${rows}`, () => this.headGraph(rows, false))
    const outputs = await session.run({
      ...this.headFeeds('decode'),
      x: this.runtime.f32([rows, this.config.hiddenSize], hidden),
    })
    return floats(outputs['logits']!)
  }

  /** Which keys the new token sees, [R, 1, 1, P] of the prompt and [N] of the response: those that exist, at most `window` back. */
  private decodeBiases(
    prompts: readonly (readonly number[])[],
    batch: Batch,
    window: number | null,
    { p, n, t }: { p: number; n: number; t: number },
  ): Record<string, Value> {
    const reach = window ?? Infinity
    const prompt = batch.keyBias.slice()
    prompts.forEach((_, row) => {
      for (let i = 0; i < p; i++) if (p + t - i >= reach) prompt[row * p + i] = masked
    })
    const column = Float32Array.from({ length: n }, (_, i) => (i <= t && t - i < reach ? 0 : masked))
    return {
      prompt_bias: this.runtime.f32([prompts.length, 1, 1, p], prompt),
      column_bias: this.runtime.f32([n], column),
    }
  }

  private sequenceFeeds({ shape, length, positions, keyBias }: Batch): Record<string, Value> {
    return {
      positions: this.runtime.i64([shape.batch, length], positions),
      key_bias: this.runtime.f32([shape.batch, 1, 1, length], keyBias),
    }
  }

  /** A layer's weights, its slice of the adapters, and the angles of its kind. */
  private layerFeeds(
    layer: number,
    thetas: Thetas,
    use: MatrixUse,
    positions: number,
  ): Record<string, Value> {
    const feeds = {
      ...this.weights.layers[layer]!.feeds(use),
      ...this.rotation(this.config.kinds[layer]!, positions),
    }
    if (!thetas) return feeds
    const slices = thetas.map((theta) =>
      (theta ?? this.noAdapter).subarray(layer * this.layerTheta, (layer + 1) * this.layerTheta),
    )
    const all = slices.length === 1 ? slices[0]! : new Float32Array(slices.length * this.layerTheta)
    if (slices.length > 1) slices.forEach((slice, i) => all.set(slice, i * this.layerTheta))
    return { ...feeds, theta: this.runtime.f32([thetas.length, this.layerTheta], all) }
  }

  private rotation({ rope }: LayerKind, positions: number): { cos: Value; sin: Value } {
    const { headDim } = this.config
    const key = `${positions}/${JSON.stringify(rope)}`
    const known = this.tables.get(key)
    if (known) return known
    const { cos, sin } = ropeTables(rope, headDim, positions)
    const made = {
      cos: this.runtime.f32([positions, headDim / 2], cos),
      sin: this.runtime.f32([positions, headDim / 2], sin),
    }
    this.tables.set(key, made)
    return made
  }

  private layerSession(
    what: 'forward' | 'prefill' | 'backward',
    layer: number,
    policies: number | null,
    { shape: { batch }, length }: Batch,
  ): Promise<Session> {
    const { formats } = this.weights.layers[layer]!
    const stated = this.config.kinds[layer]!.window
    const window = stated !== null && stated < length ? stated : null
    const deviceOutputs = { forward: ['y'], prefill: ['y', 'keys', 'values'], backward: ['dx'] }[what]
    return this.sessions.get(
      [what, policies, batch, length, window, JSON.stringify(formats)].join('/'),
      () => this.layerGraph(what, policies, batch, length, window, formats),
      { deviceOutputs },
    )
  }

  private layerGraph(
    what: 'forward' | 'prefill' | 'backward',
    policies: number | null,
    batch: number,
    length: number,
    window: number | null,
    formats: LayerFormats,
  ): Graph {
    const { config } = this
    const graph = new Graph()
    const x = graph.input('x', 'f32', [batch * length, config.hiddenSize])
    const positions = graph.input('positions', 'i64', [batch, length])
    const bias = causalBias(graph.input('key_bias', 'f32', [batch, 1, 1, length]), window)
    const { theta, weights } = this.layerInputs(graph, formats, policies, 'sequence')
    const out = sequenceLayer(config, weights, x, { positions, bias, ...this.rotationInputs(graph, length) })
    if (what === 'backward') {
      const dy = graph.input('dy', 'f32', x.shape)
      const [dx, dtheta] = gradient(ops.total(ops.mul(out.x, dy)), [x, theta!])
      graph.output('dx', dx!)
      graph.output('dtheta', dtheta!)
      return graph
    }
    graph.output('y', out.x)
    if (what === 'prefill') {
      graph.output('keys', out.kv.keys)
      graph.output('values', out.kv.values)
    }
    return graph
  }

  private decodeSession(
    layer: number,
    policies: number | null,
    { r, g, p, n }: { r: number; g: number; p: number; n: number },
  ): Promise<Session> {
    const { formats } = this.weights.layers[layer]!
    const build = () => {
      const {
        config,
        config: { kvHeads, headDim },
      } = this
      const graph = new Graph()
      const f32 = (name: string, shape: readonly number[]) => graph.input(name, 'f32', shape)
      const { weights } = this.layerInputs(graph, formats, policies, 'decode')
      const step = decodeLayer(config, weights, f32('x', [g, config.hiddenSize]), {
        ...this.rotationInputs(graph, p + n),
        positions: graph.input('positions', 'i64', [g, 1]),
        promptKeys: f32('prompt_keys', [r, kvHeads, headDim, p]),
        promptValues: f32('prompt_values', [r, kvHeads, p, headDim]),
        promptBias: f32('prompt_bias', [r, 1, 1, p]),
        keys: f32('keys', [g, kvHeads, headDim, n]),
        values: f32('values', [g, kvHeads, n, headDim]),
        column: f32('column', [n]),
        columnBias: f32('column_bias', [n]),
      })
      graph.output('y', step.x)
      graph.output('keys_after', step.keys)
      graph.output('values_after', step.values)
      return graph
    }
    return this.sessions.get(['decode', policies, r, g, p, n, JSON.stringify(formats)].join('/'), build, {
      deviceOutputs: ['y', 'keys_after', 'values_after'],
    })
  }

  private headGraph(rows: number, logProbs: boolean): Graph {
    const graph = new Graph()
    const logits = this.headInputs(
      graph,
      logProbs ? 'sequence' : 'decode',
    )(graph.input('x', 'f32', [rows, this.config.hiddenSize]))
    if (logProbs)
      graph.output('log_probs', ops.logSoftmax(ops.div(logits, graph.input('temperature', 'f32', []))))
    else graph.output('logits', logits)
    return graph
  }

  private rotationInputs(graph: Graph, positions: number): { cos: Tensor; sin: Tensor } {
    const shape = [positions, this.config.headDim / 2]
    return { cos: graph.input('cos', 'f32', shape), sin: graph.input('sin', 'f32', shape) }
  }

  /** A layer's weights as inputs of their names within it, and the adapters as `theta` [R, n] where there are any. */
  private layerInputs(
    graph: Graph,
    formats: LayerFormats,
    policies: number | null,
    use: MatrixUse,
  ): { theta: Tensor | null; weights: LayerWeights } {
    const { config, lora } = this
    const vectors = new Map(
      layerParameters(config)
        .filter(({ shape }) => shape.length === 1)
        .map(({ name, shape }) => [name, graph.input(name, 'f32', shape)]),
    )
    const products = new Map(
      projections.map((projection) => [
        projection,
        matrixInput(
          graph,
          `${projection}.weight`,
          projectionShape(config, projection),
          formats[projection],
          use,
        ),
      ]),
    )
    const theta = policies === null ? null : graph.input('theta', 'f32', [policies, this.layerTheta])
    const matrices = theta && unflatten(theta, layerAdapterParameters(config, lora.rank))
    return {
      theta,
      weights: {
        vector: (name) => vectors.get(name)!,
        product: (x, projection) => products.get(projection)!(x),
        ...(matrices && { adapter: (projection) => loraOf({ matrices, scale: lora.scale }, projection) }),
      },
    }
  }
}
