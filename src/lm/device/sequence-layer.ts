/** The parts of a layer over whole sequences as steps: each kernel with what it is bound to. */
import type { Value } from 'ort-train'
import type { LoraShape } from '../graph-weights.ts'
import type { LoadedWeights } from '../loaded-weights.ts'
import { biasName, hasBias, type Projection } from '../parameters.ts'
import type { ProjectionGroup } from '../parameters.ts'
import { layerGroups } from './adapter-groups.ts'
import type { KernelCode } from './kernel-code.ts'
import { uniformStride, type Bound, type Kernels, type Step } from './kernels.ts'
import { lowProduct, projected, type Into } from './sequence-products.ts'
import { SequenceRooms } from './sequence-rooms.ts'

export interface SequenceShape {
  /** Sequences of all policies, policy by policy, and columns of each. */
  batch: number
  length: number
  policies: number
}

/** Buffers that are there before a plan. */
export interface SequenceInputs {
  /** Columns before each sequence begins, [batch] words. */
  pads: GPUBuffer
  /** Adapters [policies, n]; null reads the base alone. */
  theta: GPUBuffer | null
}

export type Bindings = Readonly<Record<string, Bound>>

export class SequenceLayer {
  protected readonly rows
  private readonly rooms: SequenceRooms
  private readonly numbers: GPUBuffer
  protected readonly geometry

  /** @param own takes every buffer that the plan makes, for its caller to free */
  constructor(
    private readonly kernels: Kernels,
    protected readonly weights: LoadedWeights,
    lora: LoraShape,
    private readonly shape: SequenceShape,
    private readonly inputs: SequenceInputs,
    own: (buffer: GPUBuffer) => GPUBuffer,
  ) {
    const { batch, length, policies } = shape
    this.rows = { rows: batch * length, perPolicy: (batch * length) / policies }
    this.geometry = layerGroups(weights.config, lora)
    this.rooms = new SequenceRooms(kernels, weights.config, lora.rank, shape, own)
    this.numbers = own(kernels.layerNumbers(weights.config.layers))
  }

  protected low(layer: number, name: ProjectionGroup, x: string): Step[] {
    if (!this.inputs.theta) return []
    const { adapters, groups } = this.geometry
    return [this.step(layer, lowProduct(this.rows, adapters, groups[name], x), this.lowOf(name))]
  }

  protected project(
    layer: number,
    name: ProjectionGroup,
    slot: number,
    x: string,
    into: Into,
    extra: Bindings = {},
  ): Step {
    const { config, layers } = this.weights
    const { adapters, groups } = this.geometry
    const projection = groups[name].projections[slot]!
    const bias = hasBias(config, projection)
    return this.step(
      layer,
      projected(this.rows, this.inputs.theta && adapters, groups[name], slot, {
        x,
        format: layers[layer]!.formats[projection],
        bias,
        into,
      }),
      {
        ...this.matrix(layer, projection),
        ...this.lowOf(name),
        ...(bias && { bias: this.vector(layer, biasName(projection), '') }),
        ...extra,
      },
    )
  }

  /** Each group has its own low-rank products, which its gradients read. */
  protected lowOf(name: ProjectionGroup): Bindings {
    return { low: this.room(`low ${name}`), dlow: this.room('dlow') }
  }

  protected step(layer: number, { code, bindings, groups }: KernelCode, extra: Bindings = {}): Step {
    const { pads, theta } = this.inputs
    return this.kernels.step(
      code,
      bindings.map((name): Bound => {
        const given = extra[name]
        if (given) return given
        if (name === 'layer') return { buffer: this.numbers, offset: layer * uniformStride, size: 16 }
        if (name === 'pads') return pads
        if (name === 'theta' && theta) return theta
        if (name === 'rotation') return this.rooms.rotation(this.weights.config.layerTypes[layer]!.rope)
        return this.room(name)
      }),
      groups,
    )
  }

  protected room(name: string): GPUBuffer {
    return this.rooms.of(name)
  }

  protected get width(): number {
    return this.weights.config.hiddenSize
  }

  protected get norm() {
    return { rows: this.rows.rows, inputs: this.width, epsilon: this.weights.config.normEpsilon }
  }

  protected attention(layer: number) {
    const { config } = this.weights
    const { batch, length } = this.shape
    return {
      config,
      normed: config.architecture.queryKeyNorm,
      batch,
      length,
      window: config.layerTypes[layer]!.window,
    }
  }

  protected headNorms(layer: number): Bindings {
    return this.weights.config.architecture.queryKeyNorm
      ? {
          queryNorm: this.vector(layer, 'self_attn.q_norm'),
          keyNorm: this.vector(layer, 'self_attn.k_norm'),
        }
      : {}
  }

  protected vector(layer: number, name: string, ending = '.weight'): GPUBuffer {
    const known = this.weights.layers[layer]!.feeds('decode').vectors[name + ending]
    if (!known) throw new Error(`Layer ${layer} has no ${name}.`)
    return known.buffer
  }

  /** A matrix's parts by the names of `weightReader`. */
  protected matrix(layer: number, projection: Projection): Bindings {
    return matrixBindings(this.weights.layers[layer]!.feeds('decode').matrices[projection])
  }
}

/** A placed matrix's parts by the names of `weightReader`. */
export const matrixBindings = (feeds: Readonly<Record<string, Value>>): Bindings =>
  Object.fromEntries(Object.entries(feeds).map(([name, value]) => [name === 'q' ? 'w' : name, value.buffer]))
