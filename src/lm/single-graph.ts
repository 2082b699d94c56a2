/** Forward passes as one graph each: the least there can be between tokens, for models whose weights are cheap to feed. */
import { endToEnd, SessionPool, type Compiled, type DeviceBuffer, type Runtime, type Value } from 'ort-train'
import { padBatch, type Batch } from './batch.ts'
import type { LlamaConfig } from './config.ts'
import type { LoraShape } from './graph-weights.ts'
import { maskValue } from './layer.ts'
import type { DecodeShape } from './llama.ts'
import { HeldWeights } from './held-weights.ts'
import { hostSource } from './host-source.ts'
import { check, LoadedWeights } from './loaded-weights.ts'
import type { Theta } from './model.ts'
import { adapterParameters, baseParameters, flatLayout, isNorm } from './parameters.ts'
import { ofAll, rowOf, type Decoding, type DecodingRequest, type Executor } from './executor.ts'
import type { HostTensor } from './safetensors.ts'
import { wholePrograms } from './whole-programs.ts'

type Programs = ReturnType<typeof wholePrograms>
type OnPool<P> = P extends { compile: (on: Runtime) => Compiled<infer O, infer I, infer R> }
  ? Compiled<O, I, R>
  : never

/** What every decoding step after some prompts is fed: the weights, and the prompts' caches. */
export interface PromptFeeds {
  base: Readonly<Record<string, Value<'f32'>>>
  theta?: Float32Array
  promptKeys: Float32Array
  promptValues: Float32Array
  promptBias: Float32Array
}

/** Sessions that are kept, and after how many turns of others one is let go: a dozen updates of a run, and a step of a race. */
const [most, idle] = [48, 64]

export class SingleGraphExecutor implements Executor {
  readonly kind = 'whole'
  readonly pool: SessionPool
  private readonly programs: { readonly [K in keyof Programs]: OnPool<Programs[K]> }
  private readonly base: Readonly<Record<string, Value<'f32'>>>
  private readonly placed: DeviceBuffer[]
  private readonly noAdapter: Float32Array
  /** Of decoding attempts at one prompt on the CPU, once it has been asked for. */
  private held: Promise<HeldWeights | null> | null = null

  /** Throws when a weight is missing or has another shape than the configuration says. */
  constructor(
    private readonly runtime: Runtime,
    private readonly config: LlamaConfig,
    private readonly weights: ReadonlyMap<string, HostTensor>,
    private readonly lora: LoraShape,
  ) {
    const slots = baseParameters(config)
    check(slots, { tensors: weights })
    this.noAdapter = new Float32Array(flatLayout(adapterParameters(config, lora.rank)).length)
    this.pool = new SessionPool(runtime, most, idle)
    const { score, prefill, decode } = wholePrograms(config, lora)
    this.programs = {
      score: score.compile(this.pool),
      prefill: prefill.compile(this.pool),
      decode: decode.compile(this.pool),
    }
    const placed = slots.map(({ name, shape }) => {
      const { data } = weights.get(name)!
      const place = runtime.place(
        config.architecture.normsLessOne && isNorm(name) ? data.map((x) => x + 1) : data,
      )
      return { name, place, value: place.view('f32', shape) }
    })
    this.placed = placed.map(({ place }) => place)
    this.base = Object.fromEntries(placed.map(({ name, value }) => [name, value]))
  }

  async logProbs(batch: Batch, thetas: readonly Theta[], temperature: number): Promise<Float32Array> {
    const { logProbs } = await this.programs.score.run(
      { policies: thetas.length, ...batch.shape },
      { ...this.weightFeeds(thetas), ...sequenceFeeds(batch), temperature },
    )
    return logProbs
  }

  async decode(request: DecodingRequest): Promise<Decoding> {
    const { prompts, thetas, columns: p, attempts, response: n } = request
    const { layers, kvHeads, headDim, layerTypes } = this.config
    const held = prompts.length === 1 ? await this.heldWeights() : null
    if (held) {
      const { logits, feeds, batch } = await this.readPrompts(prompts, thetas, p)
      const perLayer = (caches: Float32Array) =>
        Array.from({ length: layers }, (_, layer) =>
          caches.subarray((layer * caches.length) / layers, ((layer + 1) * caches.length) / layers),
        )
      const cache = { batch, keys: perLayer(feeds.promptKeys), values: perLayer(feeds.promptValues) }
      return held.decoding(request, cache, logits)
    }
    if (layerTypes.some(({ window }) => window !== null && window < p + n))
      throw new Error('One graph decodes within a sliding window only.')
    const policies = prompts.length
    const read = await this.readPrompts(prompts, thetas, p)
    const shape = { policies, attempts, prompt: p, response: n }
    const cache = layers * policies * attempts * kvHeads * headDim * n
    let keys: Float32Array = new Float32Array(cache)
    let values: Float32Array = new Float32Array(cache)
    return {
      where: 'host',
      logits: read.logits,
      step: async (t, tokens) => {
        const all = ofAll(policies * attempts, tokens)
        const after = await this.decodeStep(shape, read.feeds, { t, ...all, keys, values })
        ;({ keys, values } = after)
        return rowOf(after.logits, this.config.vocabulary)
      },
      end: () => {},
    }
  }

  /** Reads R prompts into P columns, without an adapter where `thetas` is null: the logits after each [R, V], and what every later decoding step is fed. */
  async readPrompts(
    prompts: readonly (readonly number[])[],
    thetas: readonly Theta[] | null,
    p: number,
  ): Promise<{ logits: Float32Array; feeds: PromptFeeds; batch: Batch }> {
    const policies = prompts.length
    const weights = thetas ? this.weightFeeds(thetas) : { base: this.base }
    const batch = padBatch(
      prompts.map((prompt) => ({ prompt, response: [] })),
      { batch: policies, prompt: p, response: 1 },
    )
    const { logits, keys, values } = await this.programs.prefill.run(
      { adapted: thetas !== null, policies, prompt: p },
      { ...weights, ...sequenceFeeds(batch) },
    )
    return {
      logits,
      batch,
      feeds: { ...weights, promptKeys: keys, promptValues: values, promptBias: batch.keyBias },
    }
  }

  /** The t-th new token of every attempt, [R * G] ids at their positions: the logits after it [R * G, V], and the caches with it. */
  decodeStep(
    shape: DecodeShape,
    prompt: PromptFeeds,
    {
      t,
      ...step
    }: {
      t: number
      ids: readonly number[]
      positions: readonly number[]
      keys: Float32Array
      values: Float32Array
    },
  ) {
    const n = shape.response
    return this.programs.decode.run(
      { adapted: prompt.theta !== undefined, ...shape },
      {
        ...prompt,
        ...step,
        column: Float32Array.from({ length: n }, (_, i) => (i === t ? 1 : 0)),
        columnBias: Float32Array.from({ length: n }, (_, i) => (i <= t ? 0 : maskValue)),
      },
    )
  }

  async dispose(): Promise<void> {
    await (await this.held)?.release()
    await this.pool.release()
    for (const place of this.placed) place.release()
  }

  private heldWeights(): Promise<HeldWeights | null> {
    this.held ??= this.runtime.device
      ? Promise.resolve(null)
      : LoadedWeights.load(this.runtime, this.config, hostSource(this.weights), 'f32').then((loaded) =>
          HeldWeights.of(this.runtime, loaded, this.lora),
        )
    return this.held
  }

  /** The base's weights, and the policies' thetas as one input; null stands for an adapter that changes nothing. */
  weightFeeds(thetas: readonly Theta[]): {
    base: Readonly<Record<string, Value<'f32'>>>
    theta: Float32Array
  } {
    return { base: this.base, theta: endToEnd(thetas.map((theta) => theta ?? this.noAdapter)) }
  }
}

/** What `sequenceInputs` are fed of a batch. */
export const sequenceFeeds = ({ ids, positions, keyBias, sharedKeyBias }: Batch) => ({
  ids,
  positions,
  keyBias,
  ...(sharedKeyBias && { sharedKeyBias }),
})
