/** Where a graph's weights come from: inputs of their Hugging Face names, or slices of one flat vector; with adapters or without. */
import { type Graph, sizeOf, type Tensor } from 'ort-train'
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

/** Every base weight is a graph input of its Hugging Face name, and there is no adapter. */
export function weightsOfBase(graph: Graph, config: LlamaConfig): Weights {
  return named(config, declaredInputs(graph, baseParameters(config)))
}

/** Every base weight is a graph input of its Hugging Face name; the adapters are the flat vectors `theta` [R, n]. */
export function weightsWithAdapter(
  graph: Graph,
  config: LlamaConfig,
  lora: LoraShape,
  theta: Tensor,
): Weights {
  return named(config, declaredInputs(graph, baseParameters(config)), {
    matrices: unflatten(theta, adapterParameters(config, lora.rank)),
    scale: lora.scale,
  })
}

/** All weights are slices of the flat vector `theta` [n]. */
export function weightsFromTheta(config: LlamaConfig, theta: Tensor): Weights {
  const tensors = unflatten(theta, baseParameters(config))
  return named(config, (name) => tensors.get(name)!)
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
  return { a: matrices.get(`${module}.lora_A`)!, b: matrices.get(`${module}.lora_B`)!, scale }
}

/** One input a weight, declared when first used. */
function declaredInputs(graph: Graph, slots: readonly ParameterSlot[]): (name: string) => Tensor {
  const shapes = new Map(slots.map(({ name, shape }) => [name, shape]))
  const declared = new Map<string, Tensor>()
  return (name) => {
    const known = declared.get(name) ?? graph.input(name, 'f32', shapes.get(name)!)
    declared.set(name, known)
    return known
  }
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
