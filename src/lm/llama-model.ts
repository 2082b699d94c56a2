/**
 * A Llama on a runtime: base weights held once, any theta over them, sampling with a KV cache, teacher-forced
 * scoring. Both work on many policies at once, each with its own theta and rows; one policy is the case R = 1.
 */
import { Graph, type Tensor } from '../graph/graph.ts'
import * as ops from '../graph/ops.ts'
import { floats, type Runtime, type Session, type Value } from '../runtime/runtime.ts'
import { bucket, bucketShape, layOut, padPolicies, type Batch, type BatchShape } from './batch.ts'
import type { LlamaConfig } from './config.ts'
import { weightsOfBase, weightsWithAdapter, type LoraShape, type Weights } from './graph-weights.ts'
import { masked } from './layer.ts'
import { decodeInputs, decodeStep, forward, sequenceInputs, type DecodeShape } from './llama.ts'
import type { LanguageModel, Sample, SampleRequest, Scored, ScoreRow, Theta } from './model.ts'
import { adapterParameters, baseParameters, flatLayout, isNorm } from './parameters.ts'
import type { HostTensor } from './safetensors.ts'
import { draw } from './sampling.ts'
import { SessionCache } from './session-cache.ts'
import type { Tokenizer } from './tokenizer.ts'

export interface LlamaModelOptions {
  config: LlamaConfig
  tokenizer: Tokenizer
  weights: ReadonlyMap<string, HostTensor>
  lora: LoraShape
}

/** One policy's rows to score. */
export interface PolicyRows {
  theta: Theta
  rows: readonly ScoreRow[]
}

export class LlamaModel implements LanguageModel {
  readonly config: LlamaConfig
  readonly tokenizer: Tokenizer
  readonly lora: LoraShape
  readonly thetaLength: number
  readonly sessions: SessionCache
  private readonly base: Record<string, Value>
  private readonly noAdapter: Float32Array

  /** Throws when a weight is missing or has another shape than the configuration says. */
  constructor(
    readonly runtime: Runtime,
    { config, tokenizer, weights, lora }: LlamaModelOptions,
  ) {
    this.config = config
    this.tokenizer = tokenizer
    this.lora = lora
    this.thetaLength = flatLayout(adapterParameters(config, lora.rank)).length
    this.noAdapter = new Float32Array(this.thetaLength)
    this.sessions = new SessionCache(runtime)
    this.base = Object.fromEntries(
      baseParameters(config).map(({ name, shape }) => {
        const tensor = weights.get(name)
        if (!tensor) throw new Error(`The model file has no tensor ${name}.`)
        if (tensor.shape.join() !== shape.join()) throw new Error(`Tensor ${name} has shape [${tensor.shape.join(',')}], but config.json says [${shape.join(',')}].`)
        return [name, runtime.f32(shape, config.architecture.normsLessOne && isNorm(name) ? tensor.data.map((x) => x + 1) : tensor.data)]
      }),
    )
  }

  async score(theta: Theta, rows: readonly ScoreRow[], temperature: number): Promise<Scored[]> {
    return (await this.scoreMany([{ theta, rows }], temperature))[0]!
  }

  /** `score` of several policies in one run; each has as many rows as the others. */
  async scoreMany(policies: readonly PolicyRows[], temperature: number): Promise<Scored[][]> {
    const padded = padPolicies(policies)
    const all = padded.flatMap(({ rows }) => rows)
    const batch = layOut(all, bucketShape(all, this.config.maxPositions))
    const session = await this.sessions.get(key('score', padded.length, batch.shape), () => this.scoreGraph(padded.length, batch.shape))
    const outputs = await session.run({ ...this.sequenceFeeds(batch), ...this.weightFeeds(padded.map(({ theta }) => theta)), temperature: this.runtime.scalar(temperature) })
    const logProbs = await floats(outputs['log_probs']!)
    const { vocabulary } = this.config
    let next = 0
    return policies.map(({ rows }) =>
      rows.map(({ response }) => {
        const start = next++ * batch.shape.response * vocabulary
        return { logProbs: logProbs.slice(start, start + response.length * vocabulary), vocabulary }
      }),
    )
  }

  async sample(request: SampleRequest): Promise<Sample[]> {
    return (await this.sampleMany([request]))[0]!
  }

  /** `sample` for several policies in lockstep; they share the number of samples, the limits and the temperature, and all or none have a theta. */
  async sampleMany(requests: readonly SampleRequest[]): Promise<Sample[][]> {
    const { runtime, config } = this
    const { layers, kvHeads, headDim, vocabulary } = config
    const { maxNewTokens, temperature, topP, rngs: { length: perPolicy } } = requests[0]!
    const padded = padPolicies(requests)
    const r = padded.length
    const g = r * perPolicy
    const n = bucket(maxNewTokens, 8)
    const longest = Math.max(...padded.map(({ prompt }) => prompt.length))
    const p = Math.min(bucket(longest, 16), config.maxPositions - n)
    if (longest > p) throw new Error(`The prompt has ${longest} tokens; with ${maxNewTokens} new ones this model's ${config.maxPositions} are exceeded. Shorten the problem or its feedback.`)

    if (config.kinds.some(({ window }) => window !== null && window < p + n)) throw new Error('Decoding beyond a sliding window is not supported for this model yet.')

    const adapted = padded.some(({ theta }) => theta !== null)
    const read = await this.readPrompts(padded.map(({ prompt }) => prompt), adapted ? padded.map(({ theta }) => theta) : null, p)
    const decode = await this.decoder(adapted, { policies: r, attempts: perPolicy, prompt: p, response: n })
    const samples = requests.flatMap(({ rngs }) => rngs.map((rng) => ({ rng, tokens: [] as number[], logProbs: [] as number[], finish: 'length' as Sample['finish'] })))
    const byRequest = () => requests.map((_, i) => samples.slice(i * perPolicy, (i + 1) * perPolicy))
    const results = () => byRequest().map((own) => own.map(({ tokens, logProbs, finish }): Sample => ({ tokens, logProbs, finish })))
    const row = (flat: Float32Array, i: number) => flat.subarray(i * vocabulary, (i + 1) * vocabulary)
    let logits = samples.map((_, i) => row(read.logits, Math.floor(i / perPolicy)))
    let keys = runtime.f32([layers, g, kvHeads, headDim, n], new Float32Array(layers * g * kvHeads * headDim * n))
    let values = runtime.f32([layers, g, kvHeads, n, headDim], new Float32Array(layers * g * kvHeads * headDim * n))

    for (let t = 0; ; t++) {
      samples.forEach((sample, i) => {
        if (sample.finish === 'end') return
        const { token, logProb } = draw(logits[i]!, temperature, topP, sample.rng)
        sample.tokens.push(token)
        sample.logProbs.push(logProb)
        if (this.tokenizer.endTokenIds.has(token)) sample.finish = 'end'
      })
      byRequest().forEach((own, i) => requests[i]!.onToken?.(own.map(({ tokens }) => tokens)))
      if (t + 1 >= maxNewTokens || samples.every((sample) => sample.finish === 'end')) return results()

      const outputs = await decode.run({
        ...read.feeds,
        ids: runtime.i64([g, 1], Array.from({ length: g }, (_, i) => samples[i]?.tokens[t] ?? 0)),
        positions: runtime.i64([g, 1], Array.from({ length: g }, (_, i) => padded[Math.floor(i / perPolicy)]!.prompt.length + t)),
        keys,
        values,
        column: runtime.f32([n], Float32Array.from({ length: n }, (_, i) => (i === t ? 1 : 0))),
        column_bias: runtime.f32([n], Float32Array.from({ length: n }, (_, i) => (i <= t ? 0 : masked))),
      })
      keys = outputs['keys_after']!
      values = outputs['values_after']!
      const flat = await floats(outputs['logits']!)
      logits = samples.map((_, i) => row(flat, i))
    }
  }

  /** Reads R prompts into P columns, without an adapter where `thetas` is null: the logits after each [R, V], and what every later decoding step is fed. */
  async readPrompts(prompts: readonly (readonly number[])[], thetas: readonly Theta[] | null, p: number): Promise<{ logits: Float32Array; feeds: Record<string, Value> }> {
    const r = prompts.length
    const weights = thetas ? this.weightFeeds(thetas) : this.base
    const batch = layOut(prompts.map((prompt) => ({ prompt, response: [] })), { batch: r, prompt: p, response: 1 })
    const session = await this.sessions.get(`prefill/${thetas !== null}/${r}/${p}`, () => this.prefillGraph(thetas !== null, r, p))
    const { logits, keys, values } = await session.run({ ...this.sequenceFeeds(batch), ...weights })
    return { logits: await floats(logits!), feeds: { ...weights, prompt_keys: keys!, prompt_values: values!, prompt_bias: this.runtime.f32([r, 1, 1, p], batch.keyBias) } }
  }

  /** The session of one decoding step. */
  decoder(adapted: boolean, shape: DecodeShape): Promise<Session> {
    return this.sessions.get(['decode', adapted, ...Object.values(shape)].join('/'), () => this.decodeGraph(adapted, shape))
  }

  /** Frees every session; the model cannot be used afterwards. */
  dispose(): Promise<void> {
    return this.sessions.release()
  }

  /** The base's weights, and the policies' thetas as one input; null stands for an adapter that changes nothing. */
  weightFeeds(thetas: readonly Theta[]): Record<string, Value> {
    return { ...this.base, theta: this.stacked(thetas.map((theta) => theta ?? this.noAdapter)) }
  }

  sequenceFeeds({ shape, length, ids, positions, keyBias }: Batch): Record<string, Value> {
    const { runtime } = this
    return {
      ids: runtime.i64([shape.batch, length], ids),
      positions: runtime.i64([shape.batch, length], positions),
      key_bias: runtime.f32([shape.batch, 1, 1, length], keyBias),
    }
  }

  /** Vectors of the adapter's length as one value [R, n]. */
  stacked(vectors: readonly Float32Array[]): Value {
    const n = this.thetaLength
    if (vectors.length === 1) return this.runtime.f32([1, n], vectors[0]!)
    const all = new Float32Array(vectors.length * n)
    vectors.forEach((vector, i) => all.set(vector, i * n))
    return this.runtime.f32([vectors.length, n], all)
  }

  private graphWeights(graph: Graph, policies: number | null): Weights {
    if (policies === null) return weightsOfBase(graph, this.config)
    return weightsWithAdapter(graph, this.config, this.lora, graph.input('theta', 'f32', [policies, this.thetaLength]))
  }

  private scoreGraph(policies: number, { batch, prompt, response }: BatchShape): Graph {
    const graph = new Graph()
    const weights = this.graphWeights(graph, policies)
    const logits = forward(this.config, weights, sequenceInputs(graph, batch, prompt + response - 1), { from: prompt - 1, count: response })
    graph.output('log_probs', ops.logSoftmax(ops.div(logits, graph.input('temperature', 'f32', []))))
    return graph
  }

  private prefillGraph(adapted: boolean, policies: number, p: number): Graph {
    const graph = new Graph()
    const keys: Tensor[] = []
    const values: Tensor[] = []
    const logits = forward(this.config, this.graphWeights(graph, adapted ? policies : null), sequenceInputs(graph, policies, p), { from: p - 1, count: 1 }, (_, kv) => {
      keys.push(kv.keys)
      values.push(kv.values)
    })
    graph.output('logits', logits)
    graph.output('keys', ops.concat(keys, 0))
    graph.output('values', ops.concat(values, 0))
    return graph
  }

  private decodeGraph(adapted: boolean, shape: DecodeShape): Graph {
    const graph = new Graph()
    const step = decodeStep(this.config, this.graphWeights(graph, adapted ? shape.policies : null), decodeInputs(graph, this.config, shape))
    graph.output('logits', step.logits)
    graph.output('keys_after', step.keys)
    graph.output('values_after', step.values)
    return graph
  }
}

const key = (kind: string, policies: number, { batch, prompt, response }: BatchShape) => `${kind}/${policies}/${batch}/${prompt}/${response}`
