/** Where a graph's weights come from: a group of inputs of their Hugging Face names, or slices of one flat vector; with adapters or without. */
import { f32, sizeOf, type Input, type Tensor } from 'ort-train'
import * as ops from 'ort-train/ops'
import type { LlamaConfig } from './config.ts'
import {
  adapterParameters,
  baseParameters,
  embeddingName,
  finalNormName,
  flatLayout,
  headName,
  layerPrefix,
  type ParameterSlot,
  type Projection,
} from './parameters.ts'

export interface LoraShape {
  rank: number
  /** lora_alpha / rank. */
  scale: number
}

/** The adapters of one projection, one matrix a policy: A [R, r, in] and B [R, out, r]. */
export interface Lora {
  a: Tensor
  b: Tensor
  scale: number
}

export interface LayerWeights {
  /** A norm's scale or a bias, by its name within the layer. */
  vector(name: string): Tensor
  /** x [rows, in] times the transpose of a projection's matrix: [rows, out]. */
  product(x: Tensor, projection: Projection): Tensor
  adapter?(projection: Projection): Lora
}

export interface Weights {
  layer(layer: number): LayerWeights
  /** Rows of the embedding at ids: [...ids, d]. */
  embed(ids: Tensor): Tensor
  finalNorm(): Tensor
  /** x [rows, d] -> logits [rows, V]. */
  head(x: Tensor): Tensor
}

/** Every weight of the base by its Hugging Face name: a group of inputs. */
export const baseInputs = (config: LlamaConfig): Readonly<Record<string, Input<'f32'>>> =>
  Object.fromEntries(baseParameters(config).map(({ name, shape }) => [name, f32(shape)]))

/** The weights as `baseInputs` declares them, with the adapters of the flat vectors `theta` [R, n] where it is there. */
export function weightsOf(
  config: LlamaConfig,
  lora: LoraShape,
  base: Readonly<Record<string, Tensor>>,
  theta: Tensor | undefined,
): Weights {
  return named(
    config,
    (name) => base[name] ?? missing(name),
    theta && { matrices: unflatten(theta, adapterParameters(config, lora.rank)), scale: lora.scale },
  )
}

/** All weights are slices of the flat vector `theta` [n]. */
export function weightsFromTheta(config: LlamaConfig, theta: Tensor): Weights {
  const tensors = unflatten(theta, baseParameters(config))
  return named(config, (name) => tensors.get(name) ?? missing(name))
}

/** The adapters of a flat vector [R, n] by slot, and their scale. */
export interface FlatAdapter {
  matrices: ReadonlyMap<string, Tensor>
  scale: number
}

function named(config: LlamaConfig, base: (name: string) => Tensor, adapter?: FlatAdapter): Weights {
  return {
    layer: (layer) =>
      layerOf(
        (name) => base(layerPrefix(layer) + name),
        adapter && { ...adapter, prefix: layerPrefix(layer) },
      ),
    embed: (ids) => ops.gather(base(embeddingName), ids),
    finalNorm: () => base(finalNormName),
    head: (x) => ops.gemm(x, base(headName(config)), false, true),
  }
}

function layerOf(base: (name: string) => Tensor, adapter?: FlatAdapter & { prefix: string }): LayerWeights {
  return {
    vector: base,
    product: (x, projection) => ops.gemm(x, base(`${projection}.weight`), false, true),
    ...(adapter && { adapter: (projection) => loraOf(adapter, adapter.prefix + projection) }),
  }
}

/** The two LoRA matrices of a module and their scale; the module must be one that the adapter covers. */
export function loraOf({ matrices, scale }: FlatAdapter, module: string): Lora {
  const of = (name: string) => matrices.get(name) ?? missing(name)
  return { a: of(`${module}.lora_A`), b: of(`${module}.lora_B`), scale }
}

/** @throws Error always: a model asks for a weight that its configuration does not have. */
export function missing(name: string): never {
  throw new Error(`The model has no tensor ${name}.`)
}

/** The slots of flat vectors [..., n], each [..., ...shape]. */
export function unflatten(theta: Tensor, slots: readonly ParameterSlot[]): Map<string, Tensor> {
  const layout = flatLayout(slots)
  const parts = ops.split(
    theta,
    -1,
    layout.slots.map(({ shape }) => sizeOf(shape)),
  )
  return new Map(
    layout.slots.map(({ name, shape }, i) => [
      name,
      ops.reshape(parts[i]!, [...theta.shape.slice(0, -1), ...shape]),
    ]),
  )
}
