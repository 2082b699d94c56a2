/** A Llama on a runtime: base weights held once, any theta over them, sampling with a KV cache, teacher-forced scoring. */
import { Graph } from '../graph/graph.ts'
import * as ops from '../graph/ops.ts'
import { floats, type Runtime, type Value } from '../runtime/runtime.ts'
import { bucket, bucketShape, layOut, type Batch, type BatchShape } from './batch.ts'
import type { LlamaConfig } from './config.ts'
import { decodeInputs, decodeStep, forward, masked, sequenceInputs, weightsWithAdapter, type LoraShape } from './llama.ts'
import type { LanguageModel, Sample, SampleRequest, Scored, ScoreRow, Theta } from './model.ts'
import { adapterParameters, baseParameters, flatLayout } from './parameters.ts'
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
        return [name, runtime.f32(shape, tensor.data)]
      }),
    )
  }

  async score(theta: Theta, rows: readonly ScoreRow[], temperature: number): Promise<Scored[]> {
    const shape = bucketShape(rows, this.config.maxPositions)
    const all = await floats(await this.scoreBatch(theta, layOut(rows, shape), temperature))
    const { vocabulary } = this.config
    return rows.map(({ response }, b) => {
      const start = b * shape.response * vocabulary
      return { logProbs: all.slice(start, start + response.length * vocabulary), vocabulary }
    })
  }

  /** Log-probabilities [B * N, V] of a laid-out batch. */
  async scoreBatch(theta: Theta, batch: Batch, temperature: number): Promise<Value> {
    const session = await this.sessions.get(key('score', batch.shape), () => this.scoreGraph(batch.shape))
    const outputs = await session.run({ ...this.sequenceFeeds(batch), ...this.weightFeeds(theta), temperature: this.runtime.scalar(temperature) })
    return outputs['log_probs']!
  }

  async sample({ prompt, theta, rngs, maxNewTokens, temperature, topP, onToken }: SampleRequest): Promise<Sample[]> {
    const { runtime, config } = this
    const { layers, kvHeads, headDim, vocabulary } = config
    const g = rngs.length
    const n = bucket(maxNewTokens, 8)
    const p = Math.min(bucket(prompt.length, 16), config.maxPositions - n)
    if (prompt.length > p) throw new Error(`The prompt has ${prompt.length} tokens; with ${maxNewTokens} new ones this model's ${config.maxPositions} are exceeded. Shorten the problem or its feedback.`)

    const prefilled = await this.prefill(theta, prompt, p)
    const samples: Sample[] = rngs.map(() => ({ tokens: [], logProbs: [], finish: 'length' }))
    const decode = await this.sessions.get(`decode/${g}/${p}/${n}`, () => this.decodeGraph(g, p, n))
    const constant = {
      ...this.weightFeeds(theta),
      prompt_keys: prefilled.keys,
      prompt_values: prefilled.values,
      prompt_bias: runtime.f32([p], Float32Array.from({ length: p }, (_, i) => (i < p - prompt.length ? masked : 0))),
    }
    let keys = runtime.f32([layers, g, kvHeads, headDim, n], new Float32Array(layers * g * kvHeads * headDim * n))
    let values = runtime.f32([layers, g, kvHeads, n, headDim], new Float32Array(layers * g * kvHeads * headDim * n))
    let logits = Array<Float32Array>(g).fill(prefilled.logits)

    for (let t = 0; ; t++) {
      samples.forEach((sample, i) => {
        if (sample.finish === 'end') return
        const { token, logProb } = draw(logits[i]!, temperature, topP, rngs[i]!)
        sample.tokens.push(token)
        sample.logProbs.push(logProb)
        if (token === this.tokenizer.endTokenId) sample.finish = 'end'
      })
      onToken?.(samples.map((sample) => sample.tokens))
      if (t + 1 >= maxNewTokens || samples.every((sample) => sample.finish === 'end')) return samples

      const outputs = await decode.run({
        ...constant,
        ids: runtime.i64([g, 1], samples.map((sample) => sample.tokens[t] ?? 0)),
        positions: runtime.i64([g, 1], Array<number>(g).fill(prompt.length + t)),
        keys,
        values,
        column: runtime.f32([n], Float32Array.from({ length: n }, (_, i) => (i === t ? 1 : 0))),
        column_bias: runtime.f32([n], Float32Array.from({ length: n }, (_, i) => (i <= t ? 0 : masked))),
      })
      keys = outputs['keys_after']!
      values = outputs['values_after']!
      const flat = await floats(outputs['logits']!)
      logits = logits.map((_, i) => flat.subarray(i * vocabulary, (i + 1) * vocabulary))
    }
  }

  /** Frees every session; the model cannot be used afterwards. */
  dispose(): Promise<void> {
    return this.sessions.release()
  }

  weightFeeds(theta: Theta): Record<string, Value> {
    return { ...this.base, theta: this.runtime.f32([this.thetaLength], theta ?? this.noAdapter) }
  }

  sequenceFeeds({ shape, length, ids, positions, keyBias }: Batch): Record<string, Value> {
    const { runtime } = this
    return {
      ids: runtime.i64([shape.batch, length], ids),
      positions: runtime.i64([shape.batch, length], positions),
      key_bias: runtime.f32([shape.batch, 1, 1, length], keyBias),
    }
  }

  private async prefill(theta: Theta, prompt: readonly number[], p: number): Promise<{ logits: Float32Array; keys: Value; values: Value }> {
    const batch = layOut([{ prompt, response: [] }], { batch: 1, prompt: p, response: 1 })
    const session = await this.sessions.get(`prefill/${p}`, () => this.prefillGraph(p))
    const outputs = await session.run({ ...this.sequenceFeeds(batch), ...this.weightFeeds(theta) })
    return { logits: await floats(outputs['logits']!), keys: outputs['keys']!, values: outputs['values']! }
  }

  private scoreGraph({ batch, prompt, response }: BatchShape): Graph {
    const graph = new Graph()
    const theta = graph.input('theta', 'f32', [this.thetaLength])
    const weights = weightsWithAdapter(graph, this.config, this.lora, theta)
    const logits = forward(this.config, weights, sequenceInputs(graph, batch, prompt + response - 1), { from: prompt - 1, count: response })
    graph.output('log_probs', ops.logSoftmax(ops.div(logits, graph.input('temperature', 'f32', []))))
    return graph
  }

  private prefillGraph(p: number): Graph {
    const graph = new Graph()
    const weights = weightsWithAdapter(graph, this.config, this.lora, graph.input('theta', 'f32', [this.thetaLength]))
    const keys: ReturnType<typeof ops.add>[] = []
    const values: ReturnType<typeof ops.add>[] = []
    const logits = forward(this.config, weights, sequenceInputs(graph, 1, p), { from: p - 1, count: 1 }, (_, kv) => {
      keys.push(kv.keys)
      values.push(kv.values)
    })
    graph.output('logits', logits)
    graph.output('keys', ops.concat(keys, 0))
    graph.output('values', ops.concat(values, 0))
    return graph
  }

  private decodeGraph(attempts: number, prompt: number, response: number): Graph {
    const graph = new Graph()
    const weights = weightsWithAdapter(graph, this.config, this.lora, graph.input('theta', 'f32', [this.thetaLength]))
    const step = decodeStep(this.config, weights, decodeInputs(graph, this.config, { attempts, prompt, response }))
    graph.output('logits', step.logits)
    graph.output('keys_after', step.keys)
    graph.output('values_after', step.values)
    return graph
  }
}

export const key = (kind: string, { batch, prompt, response }: BatchShape) => `${kind}/${batch}/${prompt}/${response}`
