/**
 * Passes over whole sequences on the graphics device: forward to what leaves the last layer, and backward to the
 * gradients of the adapters. Tokens go up and results stay there, a pass is one submission, and adapters are uploaded
 * when they are new. Only what enters each layer is kept of a pass.
 */
import type { Runtime, Value } from 'ort-train'
import type { Batch } from '../batch.ts'
import type { LoraShape } from '../graph-weights.ts'
import type { HiddenParts } from '../hidden-parts.ts'
import type { LoadedWeights } from '../loaded-weights.ts'
import type { Theta } from '../model.ts'
import { flatLayout, layerAdapterParameters } from '../parameters.ts'
import { maskValue } from '../layer.ts'
import { isOf } from '../readings.ts'
import { record, type Kernels, type Step } from './kernels.ts'
import { ResidentVectors } from './resident.ts'
import { embeddingStep } from './embedding-step.ts'
import { SequencePlan } from './sequence-plan.ts'

/** A step's readers, a trust region's two, and one more. */
const rememberedReadings = 4

/** What left the last layer at a batch's response columns, [B * N, d], in a buffer of its own. */
export interface DeviceHidden {
  buffer: GPUBuffer
  /** B * N. */
  rows: number
}

/** A pass that can be gone through backwards; whoever asks for it ends it. */
export interface DeviceTape {
  batch: Batch
  thetas: readonly Theta[]
  inputs: readonly GPUBuffer[]
  hidden: DeviceHidden
}

/** Each layer's cache of prompts. */
export interface DeviceCache {
  keys: Value<'f32'>[]
  values: Value<'f32'>[]
}

export class DevicePasses {
  readonly resident: ResidentVectors
  readonly thetaLength: number
  private readonly readings: { batch: Batch; thetas: readonly Theta[]; hidden: DeviceHidden }[] = []

  constructor(
    readonly runtime: Runtime,
    readonly kernels: Kernels,
    readonly weights: LoadedWeights,
    readonly lora: LoraShape,
  ) {
    this.resident = new ResidentVectors(kernels)
    const { config } = weights
    this.thetaLength = flatLayout(layerAdapterParameters(config, lora.rank)).length * config.layers
  }

  /** What leaves the last layer at the response's columns. The last readings are remembered, and freed when they are forgotten. */
  async remembered(batch: Batch, thetas: readonly Theta[]): Promise<DeviceHidden> {
    const known = this.readings.find((reading) => isOf(reading, batch, thetas))
    if (known) return known.hidden
    const { hidden } = await this.forward(batch, thetas, {})
    this.readings.unshift({ batch, thetas, hidden })
    for (const { hidden: old } of this.readings.splice(rememberedReadings)) old.buffer.destroy()
    return hidden
  }

  /** `remembered`, by rows; null where the batch does not fit the device. */
  async parts(batch: Batch, thetas: readonly Theta[]): Promise<HiddenParts | null> {
    if (!this.fits(batch)) return null
    const hidden = await this.remembered(batch, thetas)
    return (from, to) => this.part(hidden, from, to)
  }

  /** `hidden`, with the keys and values of every layer as decoding reads them. */
  async prefill(
    batch: Batch,
    thetas: readonly Theta[],
  ): Promise<{ hidden: DeviceHidden; cache: DeviceCache }> {
    const { config } = this.weights
    const { batch: b } = batch.shape
    const shape = (keys: boolean) =>
      keys
        ? [b, config.kvHeads, config.headDim, batch.length]
        : [b, config.kvHeads, batch.length, config.headDim]
    const make = (keys: boolean) =>
      Array.from({ length: config.layers }, () =>
        this.runtime.owned(
          this.kernels.room(b * config.kvHeads * config.headDim * batch.length * 4),
          'f32',
          shape(keys),
        ),
      )
    const cache = { keys: make(true), values: make(false) }
    const { hidden } = await this.forward(batch, thetas, { cache })
    return { hidden, cache }
  }

  /** `hidden`, with what `backward` needs. */
  async record(batch: Batch, thetas: readonly Theta[]): Promise<DeviceTape> {
    const { inputs, hidden } = await this.forward(batch, thetas, { keep: true })
    return { batch, thetas, inputs, hidden }
  }

  /** Gradients of the adapters [policies, n] given that of `hidden`, in a buffer that its caller destroys. */
  async backward({ batch, thetas, inputs }: DeviceTape, dHidden: GPUBuffer): Promise<GPUBuffer> {
    const { layers, hiddenSize: d } = this.weights.config
    const gradient = this.kernels.room(thetas.length * this.thetaLength * 4)
    await this.within(batch, thetas, async (plan, own) => {
      const rows = batch.shape.batch * batch.length
      const dx = own(this.kernels.room(rows * d * 4))
      const steps: Step[] = []
      for (let layer = layers - 1; layer >= 0; layer--)
        steps.push(...plan.backward(layer, inputs[layer]!, dx, gradient))
      await this.kernels.sound()
      const { device } = this.kernels
      const encoder = device.createCommandEncoder()
      for (const { whole, part, bytes } of this.responses(batch))
        encoder.copyBufferToBuffer(dHidden, part, dx, whole, bytes)
      record(encoder, steps)
      device.queue.submit([encoder.finish()])
    })
    return gradient
  }

  end({ inputs, hidden }: DeviceTape): void {
    for (const buffer of [...inputs, hidden.buffer]) buffer.destroy()
  }

  /** Rows from .. to - 1 of hidden states as a value of its own, its caller's to release. */
  part({ buffer }: DeviceHidden, from: number, to: number): Value<'f32'> {
    const d = this.weights.config.hiddenSize
    const size = (to - from) * d * 4
    const own = this.kernels.room(size)
    const { device } = this.kernels
    const encoder = device.createCommandEncoder()
    encoder.copyBufferToBuffer(buffer, from * d * 4, own, 0, size)
    device.queue.submit([encoder.finish()])
    return this.runtime.owned(own, 'f32', [to - from, d])
  }

  /** Whether what a layer makes of a batch fits the device's buffers. */
  fits(batch: Batch): boolean {
    const { heads, kvHeads, headDim, intermediateSize } = this.weights.config
    const rows = batch.shape.batch * batch.length
    const widest = Math.max(2 * intermediateSize, (heads + 2 * kvHeads) * headDim)
    const { limits } = this.kernels.device
    return (
      !batch.shape.shared &&
      rows <= limits.maxComputeWorkgroupsPerDimension &&
      rows * widest * 4 <= Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize)
    )
  }

  dispose(): void {
    for (const { hidden } of this.readings.splice(0)) hidden.buffer.destroy()
    this.resident.release()
  }

  private async forward(
    batch: Batch,
    thetas: readonly Theta[],
    { keep = false, cache }: { keep?: boolean; cache?: DeviceCache },
  ): Promise<{ inputs: GPUBuffer[]; hidden: DeviceHidden }> {
    const { config } = this.weights
    const { layers, hiddenSize: d } = config
    const rows = batch.shape.batch * batch.length
    const responses = batch.shape.batch * batch.shape.response
    const hidden = this.kernels.room(responses * d * 4)
    const kept: GPUBuffer[] = []
    await this.within(batch, thetas, async (plan, own) => {
      const room = () => this.kernels.room(rows * d * 4)
      const two = keep ? [] : [own(room()), own(room())]
      const entering = (layer: number) => {
        if (!keep) return two[layer % 2]!
        const made = layer < layers ? room() : own(room())
        if (layer < layers) kept.push(made)
        return made
      }
      let x = entering(0)
      const steps: Step[] = this.embed(batch, x, own)
      for (let layer = 0; layer < layers; layer++) {
        const y = entering(layer + 1)
        steps.push(...plan.forward(layer, x, y))
        if (cache) steps.push(plan.cache(layer, cache.keys[layer]!.buffer, cache.values[layer]!.buffer))
        x = y
      }
      await this.kernels.sound()
      const { device } = this.kernels
      const encoder = device.createCommandEncoder()
      record(encoder, steps)
      for (const { whole, part, bytes } of this.responses(batch))
        encoder.copyBufferToBuffer(x, whole, hidden, part, bytes)
      device.queue.submit([encoder.finish()])
    })
    return { inputs: kept, hidden: { buffer: hidden, rows: responses } }
  }

  /** Rows of the embedding into x: read on the device where it holds them, else uploaded. */
  private embed({ ids }: Batch, x: GPUBuffer, own: (buffer: GPUBuffer) => GPUBuffer): Step[] {
    const { kernels, weights } = this
    if (weights.rows)
      return [
        embeddingStep(kernels, weights, {
          ids: own(kernels.filled(Uint32Array.from(ids))),
          rows: ids.length,
          x,
        }),
      ]
    kernels.device.queue.writeBuffer(x, 0, weights.embed(ids) as Float32Array<ArrayBuffer>)
    return []
  }

  /** Runs work with a plan; what the plan makes is freed after it. */
  private async within(
    batch: Batch,
    thetas: readonly Theta[],
    work: (plan: SequencePlan, own: (buffer: GPUBuffer) => GPUBuffer) => Promise<void>,
  ): Promise<void> {
    const owned: GPUBuffer[] = []
    const own = (buffer: GPUBuffer) => (owned.push(buffer), buffer)
    await this.runtime.alone(async () => {
      try {
        const adapted = thetas.some((theta) => theta !== null)
        const plan = new SequencePlan(
          this.kernels,
          this.weights,
          this.lora,
          { batch: batch.shape.batch, length: batch.length, policies: thetas.length },
          {
            pads: own(this.kernels.filled(pads(batch))),
            theta: adapted ? own(this.resident.endToEnd(thetas, this.thetaLength)) : null,
          },
          own,
        )
        await work(plan, own)
      } finally {
        for (const buffer of owned) buffer.destroy()
      }
    })
  }

  /** Where the columns that predict a sequence's response lie among all, and among those alone, in bytes. */
  private responses({ shape: { batch, prompt, response }, length }: Batch) {
    const width = this.weights.config.hiddenSize * 4
    return Array.from({ length: batch }, (_, row) => ({
      whole: (row * length + prompt - 1) * width,
      part: row * response * width,
      bytes: response * width,
    }))
  }
}

/** Columns before each sequence begins. */
function pads({ shape: { batch }, length, keyBias }: Batch): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: batch }, (_, row) => {
    let pad = 0
    while (pad < length && keyBias[row * length + pad] === maskValue) pad++
    return pad
  })
}
