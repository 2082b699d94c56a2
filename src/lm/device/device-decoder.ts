/**
 * Decoding on the graphics device: one submission a token for the whole model. Weights are read where the runtime has
 * placed them, in the form they have; prompts are read once and shared by all attempts; adapters are uploaded once.
 * A token costs its id and a number a row on the way up, and five words a row on the way down.
 */
import type { Value } from 'ort-train'
import type { Batch } from '../batch.ts'
import type { Decoding, DecodingRequest } from '../executor.ts'
import type { LoraShape } from '../graph-weights.ts'
import type { LoadedWeights } from '../loaded-weights.ts'
import type { MatrixFormat } from '../matrix-inputs.ts'
import type { Draw } from '../sampling.ts'
import type { DevicePasses } from './device-passes.ts'
import { embeddingStep } from './embedding-step.ts'
import { bufferUse, type Kernels, mapRead, record, type Step } from './kernels.ts'
import { DecodingPlan } from './plan.ts'
import type { DeviceDecodingRequest } from './request.ts'
import { drawnOf, drawnWords } from './sampler.ts'

/** Storage buffers of the largest kernel. */
const storageBuffers = 9

/** Whether the kernels can run a model: rows of whole vectors of four, and enough buffers at once. */
export function decodesOnDevice(device: GPUDevice | null, { config, layers, head }: LoadedWeights): boolean {
  if (!device || device.limits.maxStorageBuffersPerShaderStage < storageBuffers) return false
  if (config.headDim % 4 !== 0) return false
  const widths = [config.hiddenSize, config.heads * config.headDim, config.intermediateSize]
  const formats = [head.format, ...layers.flatMap(({ formats }) => Object.values(formats))]
  return widths.every((width) => width % 4 === 0 && formats.every((format) => fits(format, width)))
}

const fits = (format: MatrixFormat, width: number) =>
  typeof format === 'string' || (format.block % 4 === 0 && (format.bits === 8 || width % 8 === 0))

/** Reads prompts and lets their attempts go on from there. `logits` makes logits [R, V] of hidden states [R, d]. */
export async function decodeOnDevice(
  passes: DevicePasses,
  batch: Batch,
  request: DecodingRequest,
  logits: (hidden: Value<'f32'>) => Promise<Float32Array>,
): Promise<Decoding> {
  const { runtime, weights, lora } = passes
  const { prompts, thetas } = request
  const { hidden, cache } = await passes.prefill(batch, thetas ?? prompts.map(() => null))
  const last = runtime.owned(hidden.buffer, 'f32', [prompts.length, weights.config.hiddenSize])
  const first = await logits(last)
  last.release()
  const decoder = new DeviceDecoder(passes, weights, lora, {
    ...request,
    lengths: prompts.map(({ length }) => length),
    promptKeys: cache.keys,
    promptValues: cache.values,
  })
  return {
    where: 'device',
    logits: first,
    next: (...step) => runtime.alone(() => decoder.next(...step)),
    end: () => decoder.end(),
  }
}

class DeviceDecoder {
  private readonly steps: Step[]
  private readonly owned: GPUBuffer[] = []
  private readonly x: GPUBuffer
  private readonly state: GPUBuffer
  private readonly drawn: GPUBuffer
  private readonly read: GPUBuffer

  private readonly kernels: Kernels
  /** The next token's commands, which are the same for all: recorded while the device works on this one's. */
  private recorded: GPUCommandBuffer | null = null

  /** @param passes on the device that holds the weights; their kernels are kept between decodings, so that nothing is compiled twice */
  constructor(
    passes: Pick<DevicePasses, 'kernels' | 'resident'>,
    private readonly weights: LoadedWeights,
    lora: LoraShape,
    private readonly request: DeviceDecodingRequest,
  ) {
    const { config } = weights
    const { kernels } = passes
    this.kernels = kernels
    const rows = this.rows
    const room = (count: number) => this.own(kernels.room(count * 4))
    this.x = room(rows * config.hiddenSize)
    const beforeIds = 1 + rows + request.lengths.length
    this.state = room(beforeIds + rows)
    this.drawn = room(rows * drawnWords)
    this.read = this.own(kernels.room(rows * drawnWords * 4, bufferUse.read))
    const { x, state, drawn } = this
    const own = (buffer: GPUBuffer) => this.own(buffer)
    this.steps = [
      ...(weights.rows ? [embeddingStep(kernels, weights, { ids: state, from: beforeIds, rows, x })] : []),
      ...new DecodingPlan(passes, weights, lora, request, { x, state, drawn }, own).steps(),
    ]
  }

  private get rows(): number {
    return this.request.lengths.length * this.request.attempts
  }

  /** Reads the tokens `ids` of all rows, the t-th new ones, and draws those after them; `uniforms` are numbers of 32 bits. */
  async next(t: number, ids: readonly number[], uniforms: readonly number[]): Promise<Draw[]> {
    const { device } = this.kernels
    const { lengths, temperature } = this.request
    await this.kernels.sound()
    if (!this.weights.rows)
      device.queue.writeBuffer(this.x, 0, this.weights.embed(ids) as Float32Array<ArrayBuffer>)
    device.queue.writeBuffer(this.state, 0, Uint32Array.from([t, ...uniforms, ...lengths, ...ids]))
    device.queue.submit([this.recorded ?? this.commands()])
    const bytes = this.rows * drawnWords * 4
    const mapped = this.read.mapAsync(mapRead, 0, bytes)
    this.recorded = this.commands()
    await mapped
    const words = new Uint32Array(this.read.getMappedRange(0, bytes).slice(0))
    this.read.unmap()
    return Array.from({ length: this.rows }, (_, row) => drawnOf(words, row, temperature))
  }

  private commands(): GPUCommandBuffer {
    const encoder = this.kernels.device.createCommandEncoder()
    record(encoder, this.steps)
    encoder.copyBufferToBuffer(this.drawn, 0, this.read, 0, this.rows * drawnWords * 4)
    return encoder.finish()
  }

  /** Frees the caches. */
  end(): void {
    for (const buffer of this.owned) buffer.destroy()
    for (const value of [...this.request.promptKeys, ...this.request.promptValues]) value.release()
  }

  private own(buffer: GPUBuffer): GPUBuffer {
    this.owned.push(buffer)
    return buffer
  }
}
