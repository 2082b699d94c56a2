/** Pretraining on onnxruntime: initial weights, one step, held-out evaluation, checkpoints. */
import { mkdirSync, readFileSync, renameSync, writeFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { bucketShape, layOut, type Batch, type BatchShape } from '../../src/lm/batch.ts'
import type { LlamaConfig } from '../../src/lm/config.ts'
import type { ScoreRow } from '../../src/lm/model.ts'
import { baseParameters, flatLayout } from '../../src/lm/parameters.ts'
import { readSafetensors, writeSafetensors, type HostTensor } from '../../src/lm/safetensors.ts'
import { floats, type Runtime, SessionCache, type Value } from 'ort-train'
import { Rng } from '../../src/rng.ts'
import type { OptimiserConfig } from '../../src/sdpo/config.ts'
import { hyperValues } from '../../src/sdpo/graphs/optimiser.ts'
import { pretrainingGraph } from './graph.ts'

export class Trainer {
  step = 0
  private readonly sessions: SessionCache
  private readonly layout
  private theta: Float32Array
  private firstMoment: Float32Array
  private secondMoment: Float32Array

  constructor(
    private readonly runtime: Runtime,
    private readonly config: LlamaConfig,
    seed: number,
  ) {
    this.sessions = new SessionCache(runtime)
    this.layout = flatLayout(baseParameters(config))
    this.theta = initialWeights(config, seed)
    this.firstMoment = new Float32Array(this.theta.length)
    this.secondMoment = new Float32Array(this.theta.length)
  }

  get parameters(): number {
    return this.layout.length
  }

  async train(batch: Batch, optimiser: OptimiserConfig): Promise<{ loss: number; gradNorm: number }> {
    const { runtime } = this
    const session = await this.session(batch.shape, true)
    const vector = (data: Float32Array) => runtime.f32([data.length], data)
    const outputs = await session.run({
      ...this.feeds(batch),
      first_moment: vector(this.firstMoment),
      second_moment: vector(this.secondMoment),
      hyper: runtime.f32([8], hyperValues(optimiser, this.step + 1)),
      mask: runtime.f32([batch.shape.batch, batch.shape.response], batch.mask),
    })
    this.theta = await floats(outputs['theta_after']!)
    this.firstMoment = await floats(outputs['first_moment_after']!)
    this.secondMoment = await floats(outputs['second_moment_after']!)
    this.step++
    return { loss: (await floats(outputs['loss']!))[0]!, gradNorm: (await floats(outputs['grad_norm']!))[0]! }
  }

  /** Mean log p of whole responses, nats, over rows of any number. */
  async logProbability(rows: readonly ScoreRow[]): Promise<number> {
    const size = 32
    let total = 0
    for (let start = 0; start < rows.length; start += size) {
      const part = rows.slice(start, start + size)
      const batch = layOut(part, { ...bucketShape(part, this.config.maxPositions), batch: size })
      const outputs = await (await this.session(batch.shape, false)).run(this.feeds(batch))
      const logProbs = await floats(outputs['log_probs']!)
      logProbs.forEach((x, i) => (total += x * batch.mask[i]!))
    }
    return total / rows.length
  }

  tensors(): Map<string, HostTensor> {
    return new Map(
      this.layout.slots.map(({ name, shape, offset }) => [
        name,
        { shape, data: this.theta.subarray(offset, offset + shape.reduce((a, b) => a * b, 1)) },
      ]),
    )
  }

  save(folder: string, extra: unknown): void {
    mkdirSync(folder, { recursive: true })
    const vector = (data: Float32Array) => ({ shape: [data.length], data })
    const file = writeSafetensors(
      new Map([
        ['theta', vector(this.theta)],
        ['first', vector(this.firstMoment)],
        ['second', vector(this.secondMoment)],
      ]),
      { state: JSON.stringify({ step: this.step, extra }) },
    )
    writeFileSync(join(folder, 'checkpoint.part'), file)
    renameSync(join(folder, 'checkpoint.part'), join(folder, 'checkpoint.safetensors'))
  }

  /** The extra data saved beside the weights, or undefined without a checkpoint. */
  restore(folder: string): unknown {
    const path = join(folder, 'checkpoint.safetensors')
    if (!existsSync(path)) return undefined
    const file = readFileSync(path)
    const buffer = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength)
    const tensors = readSafetensors(buffer)
    const headerLength = Number(new DataView(buffer).getBigUint64(0, true))
    const { step, extra } = JSON.parse(
      JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, headerLength))).__metadata__.state,
    )
    if (tensors.get('theta')!.data.length !== this.theta.length)
      throw new Error(`${path} is of another model size. Remove it to start anew.`)
    this.theta = tensors.get('theta')!.data
    this.firstMoment = tensors.get('first')!.data
    this.secondMoment = tensors.get('second')!.data
    this.step = step
    return extra
  }

  private session(shape: BatchShape, train: boolean) {
    return this.sessions.get([train, ...Object.values(shape)].join(), () =>
      pretrainingGraph(this.config, this.theta.length, shape, train),
    )
  }

  private feeds(batch: Batch): Record<string, Value> {
    const { runtime } = this
    const {
      shape: { batch: b, response: n },
      length,
    } = batch
    return {
      theta: runtime.f32([this.theta.length], this.theta),
      ids: runtime.i64([b, length], batch.ids),
      positions: runtime.i64([b, length], batch.positions),
      key_bias: runtime.f32([b, 1, 1, length], batch.keyBias),
      targets: runtime.i64([b * n, 1], batch.targets),
    }
  }
}

/** Normal with deviation 1 / sqrt(in), halved toward the residual stream by depth; norms 1. */
function initialWeights(config: LlamaConfig, seed: number): Float32Array {
  const { slots, length } = flatLayout(baseParameters(config))
  const theta = new Float32Array(length)
  for (const { name, shape, offset } of slots) {
    const rng = Rng.of(seed, 'initial', name)
    const residual = /o_proj|down_proj/.test(name) ? 1 / Math.sqrt(2 * config.layers) : 1
    const deviation = name.includes('embed') ? 0.05 : residual / Math.sqrt(shape.at(-1)!)
    for (let i = 0; i < shape.reduce((a, b) => a * b, 1); i++)
      theta[offset + i] = shape.length === 1 ? 1 : rng.normal() * deviation
  }
  return theta
}
