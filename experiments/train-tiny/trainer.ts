/** Pretraining on onnxruntime: initial weights, one step, held-out evaluation, checkpoints. */
import { mkdirSync, readFileSync, renameSync, writeFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { bucketShape, padBatch, type Batch } from '../../src/lm/batch.ts'
import type { LlamaConfig } from '../../src/lm/config.ts'
import type { ScoreRow } from '../../src/lm/model.ts'
import { baseParameters, flatLayout } from '../../src/lm/parameters.ts'
import {
  headerLength,
  headerStart,
  readSafetensors,
  writeSafetensors,
  type HostTensor,
} from '../../src/lm/safetensors.ts'
import { adamWFeeds, adamWState, SessionPool, type AdamWState, type Runtime } from 'ort-train'
import { sequenceFeeds } from '../../src/lm/single-graph.ts'
import { Rng } from '../../src/rng.ts'
import type { OptimiserConfig } from '../../src/sdpo/config.ts'
import { pretraining } from './graph.ts'

export class Trainer {
  private readonly programs
  private readonly layout
  private state: AdamWState

  constructor(
    runtime: Runtime,
    private readonly config: LlamaConfig,
    seed: number,
  ) {
    const pool = new SessionPool(runtime)
    const { step, score } = pretraining(config)
    this.programs = { step: step.compile(pool), score: score.compile(pool) }
    this.layout = flatLayout(baseParameters(config))
    this.state = adamWState(initialWeights(config, seed))
  }

  get step(): number {
    return this.state.steps
  }

  get parameters(): number {
    return this.layout.length
  }

  async train(batch: Batch, optimiser: OptimiserConfig): Promise<{ loss: number; gradNorm: number }> {
    const { loss, gradNorm, ...after } = await this.programs.step.run(batch.shape, {
      ...sequenceFeeds(batch),
      ...adamWFeeds(this.state, optimiser),
      targets: batch.targets,
      mask: batch.mask,
    })
    this.state = { ...after, steps: this.step + 1 }
    return { loss: loss[0]!, gradNorm: gradNorm[0]! }
  }

  /** Mean log p of whole responses, nats, over rows of any number. */
  async logProbability(rows: readonly ScoreRow[]): Promise<number> {
    const size = 32
    let total = 0
    for (let start = 0; start < rows.length; start += size) {
      const part = rows.slice(start, start + size)
      const batch = padBatch(part, {
        ...bucketShape(part, { context: this.config.maxPositions }),
        batch: size,
      })
      const { logProbs } = await this.programs.score.run(batch.shape, {
        ...sequenceFeeds(batch),
        theta: this.state.theta,
        targets: batch.targets,
      })
      logProbs.forEach((x, i) => (total += x * batch.mask[i]!))
    }
    return total / rows.length
  }

  tensors(): Map<string, HostTensor> {
    return new Map(
      this.layout.slots.map(({ name, shape, offset }) => [
        name,
        { shape, data: this.state.theta.subarray(offset, offset + shape.reduce((a, b) => a * b, 1)) },
      ]),
    )
  }

  save(folder: string, extra: unknown): void {
    mkdirSync(folder, { recursive: true })
    const vector = (data: Float32Array) => ({ shape: [data.length], data })
    const file = writeSafetensors(
      new Map([
        ['theta', vector(this.state.theta)],
        ['first', vector(this.state.firstMoment)],
        ['second', vector(this.state.secondMoment)],
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
    const tensors = readSafetensors(file)
    const header = file.subarray(headerStart, headerStart + headerLength(file, file.length))
    const { step, extra } = JSON.parse(JSON.parse(new TextDecoder().decode(header)).__metadata__.state)
    if (tensors.get('theta')!.data.length !== this.state.theta.length)
      throw new Error(`${path} is of another model size. Remove it to start anew.`)
    this.state = {
      theta: tensors.get('theta')!.data,
      firstMoment: tensors.get('first')!.data,
      secondMoment: tensors.get('second')!.data,
      steps: step,
    }
    return extra
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
