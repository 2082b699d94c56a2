/**
 * Forward passes layer by layer: a few small graphs of one layer, run once for each with that layer's weights.
 * Sessions are made in a moment whatever the depth, one copy of the weights serves all of them, and nothing is
 * kept of a pass but what its caller asks for. The embedding is looked up, and columns are picked, on the host.
 */
import { endToEnd, SessionPool, type Runtime, type Value } from 'ort-train'
import { atResponse, padBatch, type Batch } from './batch.ts'
import type { LlamaConfig } from './config.ts'
import { windowBiases } from './decode-biases.ts'
import { decodeOnDevice, decodesOnDevice } from './device/device-decoder.ts'
import { DevicePasses } from './device/device-passes.ts'
import { Kernels } from './device/kernels.ts'
import { hiddenParts } from './hidden-parts.ts'
import { drawsOnDevice } from './device/sampler.ts'
import type { LoraShape } from './graph-weights.ts'
import { evenBlocks } from './head.ts'
import { HeldWeights } from './held-weights.ts'
import { layerPrograms, type SequenceOptions } from './layer-programs.ts'
import type { LoadedWeights } from './loaded-weights.ts'
import type { Theta } from './model.ts'
import { flatLayout, layerAdapterParameters } from './parameters.ts'
import { ofAll, rowOf, type Decoding, type DecodingRequest, type Executor } from './executor.ts'
import { gridOf } from './llama.ts'
import { Readings, type Reading } from './readings.ts'
import { RotationTables } from './rotation-tables.ts'
import type { Tape } from './tape.ts'

/** The adapters of a pass; null reads the base alone. */
type Thetas = readonly Theta[] | null

/** A value on the device or the host, as layers hand it on. */
type Floats = Value<'f32'>

export class LayerwiseExecutor implements Executor {
  readonly kind = 'layered'
  readonly pool: SessionPool
  readonly config: LlamaConfig
  private readonly programs
  /** Of one layer's adapters; a theta is those of all layers end to end. */
  private readonly layerTheta: number
  private readonly noAdapter: Float32Array
  private readonly readings = new Readings()
  private readonly rotations: RotationTables
  /** Passes by kernels of our own, where there is a graphics device that can run them. */
  readonly device: DevicePasses | null
  /** Of decoding attempts at one prompt on the CPU, where weights may be there twice. */
  private readonly held: HeldWeights | null

  constructor(
    readonly runtime: Runtime,
    readonly weights: LoadedWeights,
    private readonly lora: LoraShape,
  ) {
    this.config = weights.config
    this.pool = new SessionPool(runtime)
    this.rotations = new RotationTables(runtime, this.config.headDim)
    this.device =
      runtime.device && decodesOnDevice(runtime.device, weights)
        ? new DevicePasses(
            runtime,
            new Kernels(runtime.device, (seconds) => (runtime.tally.sessionSeconds += seconds)),
            weights,
            lora,
          )
        : null
    const { forward, prefill, backward, decode, logits, logProbs } = layerPrograms(this.config, lora)
    this.held = HeldWeights.of(runtime, weights, lora)
    this.programs = {
      forward: forward.compile(this.pool),
      prefill: prefill.compile(this.pool),
      backward: backward.compile(this.pool),
      decode: decode.compile(this.pool),
      logits: logits.compile(this.pool),
      logProbs: logProbs.compile(this.pool),
    }
    this.layerTheta = flatLayout(layerAdapterParameters(this.config, lora.rank)).length
    this.noAdapter = new Float32Array(this.layerTheta * this.config.layers)
  }

  async logProbs(batch: Batch, thetas: readonly Theta[], temperature: number): Promise<Float32Array> {
    const { vocabulary, hiddenSize } = this.config
    const part =
      (await this.device?.parts(batch, thetas)) ??
      hiddenParts(this.runtime, await this.hidden(batch, thetas), hiddenSize)
    const rows = batch.shape.batch * batch.shape.response
    const all = new Float32Array(rows * vocabulary)
    for (const { from, to } of evenBlocks(this.runtime.backend, vocabulary, rows)) {
      const x = part(from, to)
      const { logProbs } = await this.programs.logProbs.run(
        { ...this.weights.headOptions, rows: to - from },
        { head: this.weights.headFeeds('sequence'), x, temperature },
      )
      x.release()
      all.set(logProbs, from * vocabulary)
    }
    return all
  }

  /**
   * What leaves the last layer at the response's columns, before the final norm: [B * N, d]. The last readings are
   * remembered, as a step's picture and its update want the same; a theta is never written to.
   */
  async hidden(batch: Batch, thetas: readonly Theta[]): Promise<Float32Array> {
    return (this.readings.find(batch, thetas) ?? (await this.read(batch, thetas))).hidden
  }

  /** `hidden`, with what `backward` needs, of a pass that has been made if it was kept; whoever asks for a tape ends it. */
  async record(batch: Batch, thetas: readonly Theta[]): Promise<Tape> {
    const known = this.readings.find(batch, thetas)
    if (known?.inputs) return { batch, thetas, inputs: known.inputs, hidden: known.hidden }
    const inputs: Floats[] = []
    const hidden = await this.forward(batch, thetas, { onInput: (x) => inputs.push(x) })
    return { batch, thetas, inputs, hidden }
  }

  /** A pass whose result is remembered, on the host with what entered each layer; a device's memory is not taken for that. */
  private async read(batch: Batch, thetas: readonly Theta[]): Promise<Reading> {
    const inputs: Floats[] | null = this.runtime.device ? null : []
    const adapted = thetas.some((theta) => theta !== null) ? thetas : null
    const hidden = await this.forward(batch, adapted, inputs ? { onInput: (x) => inputs.push(x) } : {})
    const reading = { hidden, inputs }
    this.readings.keep(batch, thetas, reading)
    return reading
  }

  /** Gradients of the adapters, [n] each, given that of `hidden` [B * N, d]. Every layer is run forward again, so that nothing within it had to be kept. */
  async backward({ batch, thetas, inputs }: Tape, dHidden: Float32Array): Promise<Float32Array[]> {
    const { layers, hiddenSize } = this.config
    const grads = thetas.map(() => new Float32Array(this.layerTheta * layers))
    const spread = atResponse(batch, hiddenSize).put(dHidden)
    let dy: Floats = this.runtime.value('f32', [batch.ids.length, hiddenSize], spread)
    for (let layer = layers - 1; layer >= 0; layer--) {
      const theta = this.layerThetas(layer, thetas)
      const after = await this.programs.backward.run(
        { ...this.sequenceOptions(layer, batch), policies: thetas.length },
        { ...this.sequenceFeeds(layer, batch), theta, x: inputs[layer]!, dy },
      )
      dy.release()
      dy = after.dx
      grads.forEach((all, policy) =>
        all.set(
          after.dtheta.subarray(policy * this.layerTheta, (policy + 1) * this.layerTheta),
          layer * this.layerTheta,
        ),
      )
    }
    dy.release()
    return grads
  }

  end({ inputs }: Tape): void {
    inputs.forEach((x) => x.release())
  }

  async decode(request: DecodingRequest): Promise<Decoding> {
    const { prompts, thetas, columns: p, attempts, response: n, temperature } = request
    const {
      runtime,
      config: { layers, kvHeads, headDim, hiddenSize, layerTypes },
    } = this
    const r = prompts.length
    const g = r * attempts
    const batch = padBatch(
      prompts.map((prompt) => ({ prompt, response: [] })),
      { batch: r, prompt: p, response: 1 },
    )
    if (this.device?.fits(batch) && drawsOnDevice(temperature))
      return decodeOnDevice(this.device, batch, request, (hidden) => this.logits(hidden, r))
    const promptKeys: Floats[] = []
    const promptValues: Floats[] = []
    const hidden = await this.forward(batch, thetas, {
      onKeyValue: (keys, values) => (promptKeys.push(keys), promptValues.push(values)),
    })
    const logits = await this.logits(hidden, r)
    if (this.held && r === 1) {
      const read = (caches: readonly Floats[]) => Promise.all(caches.map((cache) => cache.read()))
      const prompt = { batch, keys: await read(promptKeys), values: await read(promptValues) }
      return this.held.decoding(request, prompt, logits)
    }
    const empty = (shape: readonly number[]) => () =>
      runtime.value('f32', shape, new Float32Array(g * kvHeads * headDim * n))
    const keys: Floats[] = Array.from({ length: layers }, empty([g, kvHeads, headDim, n]))
    const values: Floats[] = Array.from({ length: layers }, empty([g, kvHeads, n, headDim]))
    const size = { policies: r, adapted: thetas !== null, rows: g, prompt: p, response: n }
    return {
      where: 'host',
      logits,
      step: async (t, tokens) => {
        const { ids, positions } = ofAll(g, tokens)
        const column = Float32Array.from({ length: n }, (_, i) => (i === t ? 1 : 0))
        const seen = windowBiases(prompts, batch, layerTypes, { p, n, t })
        let x: Floats = runtime.value('f32', [g, hiddenSize], this.weights.embed(ids))
        for (let layer = 0; layer < layers; layer++) {
          const { formats, feeds } = this.weights.layers[layer]!
          const options = { ...size, formats }
          const inputs = {
            positions,
            column,
            ...seen(layer),
            rotation: this.rotations.of(layerTypes[layer]!, p + n),
            ...(thetas && { theta: this.layerThetas(layer, thetas) }),
            x,
            promptKeys: promptKeys[layer]!,
            promptValues: promptValues[layer]!,
            keys: keys[layer]!,
            values: values[layer]!,
          }
          const after = await this.programs.decode.run(options, { ...inputs, weights: feeds('decode') })
          ;[x, keys[layer]!, values[layer]!].forEach((before) => before.release())
          x = after.y
          keys[layer] = after.keys
          values[layer] = after.values
        }
        return rowOf(await this.logits(await x.read(), g), this.config.vocabulary)
      },
      end: () => [...promptKeys, ...promptValues, ...keys, ...values].forEach((cache) => cache.release()),
    }
  }

  async dispose(): Promise<void> {
    this.device?.dispose()
    await this.held?.release()
    await this.pool.release()
  }

  /** What leaves the last layer at the response's columns, [B * N, d]. `onInput` becomes the owner of what enters each layer, `onKeyValue` of its caches. */
  private async forward(
    batch: Batch,
    thetas: Thetas,
    {
      onInput,
      onKeyValue,
    }: { onInput?: (x: Floats) => void; onKeyValue?: (keys: Floats, values: Floats) => void } = {},
  ): Promise<Float32Array> {
    const { layers, hiddenSize } = this.config
    let x: Floats = this.runtime.value('f32', [batch.ids.length, hiddenSize], this.weights.embed(batch.ids))
    for (let layer = 0; layer < layers; layer++) {
      const options = { ...this.sequenceOptions(layer, batch), policies: thetas?.length ?? null }
      const feeds = {
        ...this.sequenceFeeds(layer, batch),
        ...(thetas && { theta: this.layerThetas(layer, thetas) }),
        x,
      }
      let y: Floats
      if (onKeyValue) {
        const after = await this.programs.prefill.run(options, feeds)
        onKeyValue(after.keys, after.values)
        y = after.y
      } else ({ y } = await this.programs.forward.run(options, feeds))
      if (onInput) onInput(x)
      else x.release()
      x = y
    }
    return atResponse(batch, hiddenSize).pick(await x.read())
  }

  private async logits(x: Float32Array | Floats, rows: number): Promise<Float32Array> {
    const options = { ...this.weights.headOptions, rows }
    return (await this.programs.logits.run(options, { head: this.weights.headFeeds('decode'), x })).logits
  }

  private sequenceOptions(
    layer: number,
    { shape: { batch, shared }, length }: Batch,
  ): Omit<SequenceOptions, 'policies'> {
    const stated = this.config.layerTypes[layer]!.window
    const window = stated !== null && stated < length ? stated : null
    return { batch, length, shared, window, formats: this.weights.layers[layer]!.formats }
  }

  /** What is not x nor theta: where the tokens stand, a layer's weights, and the angles of its kind. */
  private sequenceFeeds(layer: number, { shape, length, positions, keyBias, sharedKeyBias }: Batch) {
    return {
      positions,
      keyBias,
      ...(sharedKeyBias && { sharedKeyBias }),
      rotation: this.rotations.of(
        this.config.layerTypes[layer]!,
        gridOf(shape.batch, length, shape.shared)[1],
      ),
      weights: this.weights.layers[layer]!.feeds('sequence'),
    }
  }

  /** A layer's slice of the adapters, [R, n] end to end. */
  private layerThetas(layer: number, thetas: readonly Theta[]): Float32Array {
    return endToEnd(
      thetas.map((theta) =>
        (theta ?? this.noAdapter).subarray(layer * this.layerTheta, (layer + 1) * this.layerTheta),
      ),
    )
  }
}
