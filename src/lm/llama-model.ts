/**
 * A model of the Llama family on a runtime: any theta over frozen weights, sampling with a KV cache, teacher-forced
 * scoring. Both work on many policies at once, each with its own theta and rows; one policy is the case R = 1.
 * How the graphs are cut is the passes' affair: a small model is one graph, a large one is run layer by layer.
 */
import type { Runtime } from 'ort-train'
import { bucket, bucketShape, padBatch, padPolicies, type Batch } from './batch.ts'
import type { LlamaConfig } from './config.ts'
import type { LoraShape } from './graph-weights.ts'
import { LayerwiseExecutor } from './layerwise.ts'
import { LoadedWeights } from './loaded-weights.ts'
import { DeviceReadings, type DeviceReader } from './device/device-readings.ts'
import type {
  AskedRow,
  ComparedPosition,
  ComparisonRequest,
  LanguageModel,
  PolicyRows,
  Sample,
  SampleRequest,
  Scored,
  ScoreRow,
  Theta,
} from './model.ts'
import { adapterParameters, flatLayout } from './parameters.ts'
import type { HostTensor } from './safetensors.ts'
import { draw } from './sampling.ts'
import type { Tokenizer } from './tokenizer.ts'
import { SingleGraphExecutor } from './single-graph.ts'

export interface LlamaModelOptions {
  config: LlamaConfig
  tokenizer: Tokenizer
  /** Tensors on the host make one graph of the model; weights that a runtime has loaded are run layer by layer, and stay their owner's to release. */
  weights: ReadonlyMap<string, HostTensor> | LoadedWeights
  lora: LoraShape
}

export class LlamaModel implements LanguageModel {
  readonly config: LlamaConfig
  readonly tokenizer: Tokenizer
  readonly lora: LoraShape
  readonly thetaLength: number
  readonly passes: SingleGraphExecutor | LayerwiseExecutor

  /** Throws when a weight is missing or has another shape than the configuration says. */
  constructor(
    readonly runtime: Runtime,
    { config, tokenizer, weights, lora }: LlamaModelOptions,
  ) {
    this.config = config
    this.tokenizer = tokenizer
    this.lora = lora
    this.thetaLength = flatLayout(adapterParameters(config, lora.rank)).length
    this.passes =
      weights instanceof LoadedWeights
        ? new LayerwiseExecutor(runtime, weights, lora)
        : new SingleGraphExecutor(runtime, config, weights, lora)
  }

  get compiled(): number {
    return 1000 * this.runtime.tally.sessionSeconds
  }

  async score(theta: Theta, rows: readonly ScoreRow[], temperature: number): Promise<Scored[]> {
    return (await this.scoreMany([{ theta, rows }], temperature))[0]!
  }

  /** `score` of several policies in one run; each has as many rows as the others. */
  async scoreMany(policies: readonly PolicyRows[], temperature: number): Promise<Scored[][]> {
    const padded = padPolicies(policies)
    const all = padded.flatMap(({ rows }) => rows)
    const batch = this.batchOf(all, padded.length)
    const logProbs = await this.passes.logProbs(
      batch,
      padded.map(({ theta }) => theta),
      temperature,
    )
    const { vocabulary } = this.config
    let next = 0
    return policies.map(({ rows }) =>
      rows.map(({ response }) => {
        const start = next++ * batch.shape.response * vocabulary
        return { logProbs: logProbs.slice(start, start + response.length * vocabulary), vocabulary }
      }),
    )
  }

  async compare({ student, teacher, ...settings }: ComparisonRequest): Promise<ComparedPosition[][] | null> {
    const readers = { student: this.reader(student), teacher: this.reader(teacher) }
    const device = this.readingsOf(readers.student, readers.teacher)
    if (!device) return null
    const tokens = student.rows.flatMap(({ response }) => response)
    return byRow(await device.compare(readers, tokens, settings), student.rows)
  }

  async logProbsAt(
    theta: Theta,
    rows: readonly AskedRow[],
    temperature: number,
  ): Promise<number[][][] | null> {
    const reader = this.reader({ theta, rows })
    const ids = rows.flatMap((row) => row.ids)
    const read = await this.readingsOf(reader)?.logProbsAt(reader, ids, temperature)
    return read ? byRow(read, rows) : null
  }

  private reader({ theta, rows }: PolicyRows): DeviceReader {
    return { batch: this.batchOf(rows, 1), theta, lengths: rows.map(({ response }) => response.length) }
  }

  /** Where these are read on a graphics device that has room for them. */
  private readingsOf(...readers: readonly DeviceReader[]): DeviceReadings | null {
    const { passes } = this
    if (passes.kind !== 'layered' || !passes.device) return null
    const { device } = passes
    return readers.every(({ batch }) => device.fits(batch)) ? new DeviceReadings(passes, device) : null
  }

  /** Rows of R policies, as many of each, in a batch. What their prompts have in common is read once where a pass costs its arithmetic; on a graphics device it costs its operators, of which sharing has more. */
  batchOf(rows: readonly ScoreRow[], policies: number): Batch {
    const { layerTypes, maxPositions } = this.config
    const reach = Math.min(...layerTypes.map(({ window }) => window ?? maxPositions))
    const shareUpTo = this.runtime.backend === 'webgpu' ? 0 : reach
    return padBatch(rows, bucketShape(rows, { context: maxPositions, policies, shareUpTo }))
  }

  async sample(request: SampleRequest): Promise<Sample[]> {
    return (await this.sampleMany([request]))[0]!
  }

  /** `sample` for several policies in lockstep; they share the number of samples, the limits and the temperature, and all or none have a theta. */
  async sampleMany(requests: readonly SampleRequest[]): Promise<Sample[][]> {
    const { config } = this
    const { vocabulary } = config
    const {
      maxNewTokens,
      temperature,
      topP,
      rngs: { length: perPolicy },
    } = requests[0]!
    const padded = padPolicies(requests)
    const g = padded.length * perPolicy
    const room = config.maxPositions - maxNewTokens
    const longest = Math.max(...padded.map(({ prompt }) => prompt.length))
    // Rounded up for fewer shapes of the graph, as far as the window lets both.
    const p = Math.min(bucket(longest, 16), room)
    const n = Math.min(bucket(maxNewTokens, 8), config.maxPositions - p)
    if (longest > room)
      throw new Error(
        `The prompt has ${longest} tokens, and ${maxNewTokens} are kept for the answer: ${longest + maxNewTokens} together, where this model has room for ${config.maxPositions}. Shorten the problem or its feedback, or allow at most ${Math.max(0, config.maxPositions - longest)} new tokens.`,
      )

    const adapted = padded.some(({ theta }) => theta !== null)
    const decoding = await this.passes.decode({
      prompts: padded.map(({ prompt }) => prompt),
      thetas: adapted ? padded.map(({ theta }) => theta) : null,
      columns: p,
      attempts: perPolicy,
      response: n,
      temperature,
      topP,
    })
    const samples = requests.flatMap(({ rngs }) =>
      rngs.map((rng) => ({
        rng,
        tokens: [] as number[],
        logProbs: [] as number[],
        finish: 'length' as Sample['finish'],
      })),
    )
    const byRequest = () => requests.map((_, i) => samples.slice(i * perPolicy, (i + 1) * perPolicy))
    const row = (flat: Float32Array, i: number) => flat.subarray(i * vocabulary, (i + 1) * vocabulary)
    /** What each attempt that goes on draws next; of a finished one nothing is read. */
    let next = samples.map(({ rng }, i) =>
      draw(row(decoding.logits, Math.floor(i / perPolicy)), temperature, topP, rng),
    )
    try {
      for (let t = 0; ; t++) {
        samples.forEach((sample, i) => {
          if (sample.finish === 'end') return
          const { token, logProb } = next[i]!
          sample.tokens.push(token)
          sample.logProbs.push(logProb)
          if (this.tokenizer.endTokenIds.has(token)) sample.finish = 'end'
        })
        byRequest().forEach((own, i) => requests[i]!.onToken?.(own.map(({ tokens }) => tokens)))
        if (t + 1 >= maxNewTokens || samples.every((sample) => sample.finish === 'end')) break
        const ids = Array.from({ length: g }, (_, i) => samples[i]?.tokens[t] ?? 0)
        const open = ({ finish }: { finish: Sample['finish'] }) => finish !== 'end'
        switch (decoding.where) {
          case 'host': {
            const tokens = samples.flatMap((sample, attempt) => {
              const { prompt } = padded[Math.floor(attempt / perPolicy)]!
              return open(sample) ? [{ attempt, id: ids[attempt]!, position: prompt.length + t }] : []
            })
            const logits = await decoding.step(t, tokens)
            next = samples.map((sample, i) =>
              open(sample) ? draw(logits(i), temperature, topP, sample.rng) : next[i]!,
            )
            break
          }
          case 'device': {
            const uniforms = Array.from({ length: g }, (_, i) =>
              samples[i] && open(samples[i]) ? samples[i].rng.uint32() : 0,
            )
            next = await decoding.next(t, ids, uniforms)
            break
          }
          default:
            decoding satisfies never
        }
      }
    } finally {
      decoding.end()
    }
    return byRequest().map((own) =>
      own.map(({ tokens, logProbs, finish }): Sample => ({ tokens, logProbs, finish })),
    )
  }

  /** Frees every session; the model cannot be used afterwards. */
  dispose(): Promise<void> {
    return this.passes.dispose()
  }
}

/** What was made of all positions, end to end, by row. */
function byRow<T>(all: readonly T[], rows: readonly ScoreRow[]): T[][] {
  let next = 0
  return rows.map(({ response }) => all.slice(next, (next += response.length)))
}
