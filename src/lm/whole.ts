/** Forward passes as one graph each: the least there can be between tokens, for models whose weights are cheap to feed. */
import {
  floats,
  Graph,
  type Placed,
  type Runtime,
  type Session,
  SessionCache,
  type Tensor,
  type Value,
} from 'ort-train'
import * as ops from 'ort-train/ops'
import { layOut, type Batch, type BatchShape } from './batch.ts'
import type { LlamaConfig } from './config.ts'
import { weightsOfBase, weightsWithAdapter, type LoraShape, type Weights } from './graph-weights.ts'
import { masked } from './layer.ts'
import { decodeInputs, decodeStep, forward, sequenceInputs, type DecodeShape } from './llama.ts'
import { check } from './loaded-weights.ts'
import type { Theta } from './model.ts'
import { adapterParameters, baseParameters, flatLayout, isNorm } from './parameters.ts'
import type { Decoding, DecodingRequest, Passes } from './passes.ts'
import type { HostTensor } from './safetensors.ts'

export class WholePasses implements Passes {
  readonly kind = 'whole'
  readonly sessions: SessionCache
  private readonly base: Record<string, Value>
  private readonly placed: Placed[]
  private readonly thetaLength: number
  private readonly noAdapter: Float32Array

  /** Throws when a weight is missing or has another shape than the configuration says. */
  constructor(
    private readonly runtime: Runtime,
    private readonly config: LlamaConfig,
    weights: ReadonlyMap<string, HostTensor>,
    private readonly lora: LoraShape,
  ) {
    const slots = baseParameters(config)
    check(slots, { tensors: weights })
    this.thetaLength = flatLayout(adapterParameters(config, lora.rank)).length
    this.noAdapter = new Float32Array(this.thetaLength)
    this.sessions = new SessionCache(runtime)
    this.placed = slots.map(({ name }) => {
      const { data } = weights.get(name)!
      return runtime.place(config.architecture.normsLessOne && isNorm(name) ? data.map((x) => x + 1) : data)
    })
    this.base = Object.fromEntries(
      slots.map(({ name, shape }, i) => [name, this.placed[i]!.view('f32', shape)]),
    )
  }

  async logProbs(batch: Batch, thetas: readonly Theta[], temperature: number): Promise<Float32Array> {
    const { batch: b, prompt, response } = batch.shape
    const session = await this.sessions.get(['score', thetas.length, b, prompt, response].join('/'), () =>
      this.scoreGraph(thetas.length, batch.shape),
    )
    const outputs = await session.run({
      ...this.sequenceFeeds(batch),
      ...this.weightFeeds(thetas),
      temperature: this.runtime.scalar(temperature),
    })
    return floats(outputs['log_probs']!)
  }

  async decode({ prompts, thetas, columns: p, attempts, response: n }: DecodingRequest): Promise<Decoding> {
    const {
      runtime,
      config: { layers, kvHeads, headDim, kinds },
    } = this
    if (kinds.some(({ window }) => window !== null && window < p + n))
      throw new Error('One graph decodes within a sliding window only.')
    const r = prompts.length
    const g = r * attempts
    const read = await this.readPrompts(prompts, thetas, p)
    const session = await this.decoder(thetas !== null, { policies: r, attempts, prompt: p, response: n })
    let keys = runtime.f32(
      [layers, g, kvHeads, headDim, n],
      new Float32Array(layers * g * kvHeads * headDim * n),
    )
    let values = runtime.f32(
      [layers, g, kvHeads, n, headDim],
      new Float32Array(layers * g * kvHeads * headDim * n),
    )
    return {
      logits: read.logits,
      step: async (t, ids, positions) => {
        const outputs = await session.run({
          ...read.feeds,
          ids: runtime.i64([g, 1], ids),
          positions: runtime.i64([g, 1], positions),
          keys,
          values,
          column: runtime.f32(
            [n],
            Float32Array.from({ length: n }, (_, i) => (i === t ? 1 : 0)),
          ),
          column_bias: runtime.f32(
            [n],
            Float32Array.from({ length: n }, (_, i) => (i <= t ? 0 : masked)),
          ),
        })
        keys = outputs['keys_after']!
        values = outputs['values_after']!
        return floats(outputs['logits']!)
      },
      end: () => {},
    }
  }

  /** Reads R prompts into P columns, without an adapter where `thetas` is null: the logits after each [R, V], and what every later decoding step is fed. */
  async readPrompts(
    prompts: readonly (readonly number[])[],
    thetas: readonly Theta[] | null,
    p: number,
  ): Promise<{ logits: Float32Array; feeds: Record<string, Value> }> {
    const r = prompts.length
    const weights = thetas ? this.weightFeeds(thetas) : this.base
    const batch = layOut(
      prompts.map((prompt) => ({ prompt, response: [] })),
      { batch: r, prompt: p, response: 1 },
    )
    const session = await this.sessions.get(`prefill/${thetas !== null}/${r}/${p}`, () =>
      this.prefillGraph(thetas !== null, r, p),
    )
    const { logits, keys, values } = await session.run({ ...this.sequenceFeeds(batch), ...weights })
    return {
      logits: await floats(logits!),
      feeds: {
        ...weights,
        prompt_keys: keys!,
        prompt_values: values!,
        prompt_bias: this.runtime.f32([r, 1, 1, p], batch.keyBias),
      },
    }
  }

  /** The session of one decoding step. */
  decoder(adapted: boolean, shape: DecodeShape): Promise<Session> {
    return this.sessions.get(['decode', adapted, ...Object.values(shape)].join('/'), () =>
      this.decodeGraph(adapted, shape),
    )
  }

  async dispose(): Promise<void> {
    await this.sessions.release()
    for (const place of this.placed) place.release()
  }

  /** The base's weights, and the policies' thetas as one input; null stands for an adapter that changes nothing. */
  weightFeeds(thetas: readonly Theta[]): Record<string, Value> {
    return {
      ...this.base,
      theta: this.runtime.f32(
        [thetas.length, this.thetaLength],
        stack(thetas.map((theta) => theta ?? this.noAdapter)),
      ),
    }
  }

  sequenceFeeds({ shape, length, ids, positions, keyBias }: Batch): Record<string, Value> {
    const { runtime } = this
    return {
      ids: runtime.i64([shape.batch, length], ids),
      positions: runtime.i64([shape.batch, length], positions),
      key_bias: runtime.f32([shape.batch, 1, 1, length], keyBias),
    }
  }

  private graphWeights(graph: Graph, policies: number | null): Weights {
    if (policies === null) return weightsOfBase(graph, this.config)
    return weightsWithAdapter(
      graph,
      this.config,
      this.lora,
      graph.input('theta', 'f32', [policies, this.thetaLength]),
    )
  }

  private scoreGraph(policies: number, { batch, prompt, response }: BatchShape): Graph {
    const graph = new Graph()
    const weights = this.graphWeights(graph, policies)
    const logits = forward(this.config, weights, sequenceInputs(graph, batch, prompt + response - 1), {
      from: prompt - 1,
      count: response,
    })
    graph.output('log_probs', ops.logSoftmax(ops.div(logits, graph.input('temperature', 'f32', []))))
    return graph
  }

  private prefillGraph(adapted: boolean, policies: number, p: number): Graph {
    const graph = new Graph()
    const keys: Tensor[] = []
    const values: Tensor[] = []
    const logits = forward(
      this.config,
      this.graphWeights(graph, adapted ? policies : null),
      sequenceInputs(graph, policies, p),
      { from: p - 1, count: 1 },
      (_, kv) => {
        keys.push(kv.keys)
        values.push(kv.values)
      },
    )
    graph.output('logits', logits)
    graph.output('keys', ops.concat(keys, 0))
    graph.output('values', ops.concat(values, 0))
    return graph
  }

  private decodeGraph(adapted: boolean, shape: DecodeShape): Graph {
    const graph = new Graph()
    const step = decodeStep(
      this.config,
      this.graphWeights(graph, adapted ? shape.policies : null),
      decodeInputs(graph, this.config, shape),
    )
    graph.output('logits', step.logits)
    graph.output('keys_after', step.keys)
    graph.output('values_after', step.values)
    return graph
  }
}

/** Vectors of one length end to end; a single one is itself. */
export function stack(vectors: readonly Float32Array[]): Float32Array {
  if (vectors.length === 1) return vectors[0]!
  const n = vectors[0]!.length
  const all = new Float32Array(vectors.length * n)
  vectors.forEach((vector, i) => all.set(vector, i * n))
  return all
}
