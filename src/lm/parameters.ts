/** Names, shapes and order of a Llama's weights and of its LoRA adapter, as Hugging Face and peft name them. */
import type { Shape } from '../graph/graph.ts'
import { sizeOf } from '../graph/graph.ts'
import type { LlamaConfig } from './config.ts'

export interface ParameterSlot {
  name: string
  shape: Shape
}
/** A slot inside a flat vector. */
export interface FlatSlot extends ParameterSlot {
  offset: number
}

export const projections = ['self_attn.q_proj', 'self_attn.k_proj', 'self_attn.v_proj', 'self_attn.o_proj', 'mlp.gate_proj', 'mlp.up_proj', 'mlp.down_proj'] as const
export type Projection = (typeof projections)[number]

export const moduleName = (layer: number, projection: Projection) => `model.layers.${layer}.${projection}`

/** [out, in] of a projection. */
export function projectionShape(config: LlamaConfig, projection: Projection): [number, number] {
  const { hiddenSize: d, intermediateSize: f } = config
  const [q, kv] = [config.heads * config.headDim, config.kvHeads * config.headDim]
  switch (projection) {
    case 'self_attn.q_proj':
      return [q, d]
    case 'self_attn.k_proj':
    case 'self_attn.v_proj':
      return [kv, d]
    case 'self_attn.o_proj':
      return [d, q]
    case 'mlp.gate_proj':
    case 'mlp.up_proj':
      return [f, d]
    case 'mlp.down_proj':
      return [d, f]
    default:
      return projection satisfies never
  }
}

/** Every weight of the model. */
export function baseParameters(config: LlamaConfig): ParameterSlot[] {
  const { hiddenSize: d, vocabulary } = config
  const layers = Array.from({ length: config.layers }, (_, layer): ParameterSlot[] => [
    { name: `model.layers.${layer}.input_layernorm.weight`, shape: [d] },
    ...projections.map((projection) => ({ name: `${moduleName(layer, projection)}.weight`, shape: projectionShape(config, projection) })),
    { name: `model.layers.${layer}.post_attention_layernorm.weight`, shape: [d] },
  ])
  return [
    { name: 'model.embed_tokens.weight', shape: [vocabulary, d] },
    ...layers.flat(),
    { name: 'model.norm.weight', shape: [d] },
    ...(config.tiedHead ? [] : [{ name: 'lm_head.weight', shape: [vocabulary, d] }]),
  ]
}

/** LoRA pairs on every projection: layer by layer, A [r, in] then B [out, r] (Hu et al. 2021). */
export function adapterParameters(config: LlamaConfig, rank: number): ParameterSlot[] {
  return Array.from({ length: config.layers }, (_, layer) =>
    projections.flatMap((projection): ParameterSlot[] => {
      const [out, inputs] = projectionShape(config, projection)
      const name = moduleName(layer, projection)
      return [
        { name: `${name}.lora_A`, shape: [rank, inputs] },
        { name: `${name}.lora_B`, shape: [out, rank] },
      ]
    }),
  ).flat()
}

/** The slots laid end to end in one vector. */
export function flatLayout(slots: readonly ParameterSlot[]): { slots: FlatSlot[]; length: number } {
  let length = 0
  const placed = slots.map((slot) => {
    const offset = length
    length += sizeOf(slot.shape)
    return { ...slot, offset }
  })
  return { slots: placed, length }
}
