/** Names, shapes and order of a model's weights and of its LoRA adapter, as Hugging Face and peft name them. */
import { type Shape, sizeOf } from 'ort-train'
import type { LlamaConfig } from './config.ts'

export interface ParameterSlot {
  name: string
  shape: Shape
}
/** A slot inside a flat vector. */
export interface FlatSlot extends ParameterSlot {
  offset: number
}

export const projections = [
  'self_attn.q_proj',
  'self_attn.k_proj',
  'self_attn.v_proj',
  'self_attn.o_proj',
  'mlp.gate_proj',
  'mlp.up_proj',
  'mlp.down_proj',
] as const
export type Projection = (typeof projections)[number]

/** The projections that read one input, which products join. */
export const projectionGroups = {
  attention: ['self_attn.q_proj', 'self_attn.k_proj', 'self_attn.v_proj'],
  output: ['self_attn.o_proj'],
  mlp: ['mlp.gate_proj', 'mlp.up_proj'],
  down: ['mlp.down_proj'],
} as const satisfies Record<string, readonly Projection[]>
export type ProjectionGroup = keyof typeof projectionGroups

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

/** The name of a projection's bias. */
export const biasName = (module: string) => `${module}.bias`

/** Whether a projection has a bias. */
export function hasBias({ attentionBias }: LlamaConfig, projection: Projection): boolean {
  switch (projection) {
    case 'self_attn.q_proj':
    case 'self_attn.k_proj':
    case 'self_attn.v_proj':
      return attentionBias.qkv
    case 'self_attn.o_proj':
      return attentionBias.output
    default:
      return false
  }
}

/** The norms of a layer in the order of the forward pass, and how wide each is. */
function layerNorms({ architecture, hiddenSize: d, headDim }: LlamaConfig): ParameterSlot[] {
  const heads = architecture.queryKeyNorm ? ['self_attn.q_norm', 'self_attn.k_norm'] : []
  const around = architecture.sandwichNorms
    ? ['post_attention_layernorm', 'pre_feedforward_layernorm', 'post_feedforward_layernorm']
    : ['post_attention_layernorm']
  return [
    { name: 'input_layernorm.weight', shape: [d] },
    ...heads.map((name) => ({ name: `${name}.weight`, shape: [headDim] })),
    ...around.map((name) => ({ name: `${name}.weight`, shape: [d] })),
  ]
}

/** Every weight of one layer; names lack the layer's own prefix. */
export function layerParameters(config: LlamaConfig): ParameterSlot[] {
  const [first, ...others] = layerNorms(config)
  return [
    first!,
    ...projections.flatMap((projection): ParameterSlot[] => {
      const shape = projectionShape(config, projection)
      return [
        { name: `${projection}.weight`, shape },
        ...(hasBias(config, projection) ? [{ name: biasName(projection), shape: [shape[0]] }] : []),
      ]
    }),
    ...others,
  ]
}

/** What the names of a layer's weights begin with; layers count from 0. */
export const layerPrefix = (layer: number) => `model.layers.${layer}.`
/** Of any norm's scale, by its full name or its name within a layer. */
export const isNorm = (name: string) => name.endsWith('norm.weight')

export const embeddingName = 'model.embed_tokens.weight'
export const finalNormName = 'model.norm.weight'
/** The weight that makes logits: the embedding where the two are tied. */
export const headName = ({ tiedHead }: LlamaConfig) => (tiedHead ? embeddingName : 'lm_head.weight')

/** Every weight of the model. */
export function baseParameters(config: LlamaConfig): ParameterSlot[] {
  const { hiddenSize: d, vocabulary } = config
  const layers = Array.from({ length: config.layers }, (_, layer) =>
    layerParameters(config).map(({ name, shape }) => ({ name: layerPrefix(layer) + name, shape })),
  )
  return [
    { name: embeddingName, shape: [vocabulary, d] },
    ...layers.flat(),
    { name: finalNormName, shape: [d] },
    ...(config.tiedHead ? [] : [{ name: headName(config), shape: [vocabulary, d] }]),
  ]
}

/** LoRA pairs on every projection: layer by layer, A [r, in] then B [out, r] (Hu et al. 2021). */
export function adapterParameters(config: LlamaConfig, rank: number): ParameterSlot[] {
  return Array.from({ length: config.layers }, (_, layer) =>
    layerAdapterParameters(config, rank).map(({ name, shape }) => ({
      name: layerPrefix(layer) + name,
      shape,
    })),
  ).flat()
}

/** The pairs of one layer; names lack the layer's own prefix. */
export function layerAdapterParameters(config: LlamaConfig, rank: number): ParameterSlot[] {
  return projections.flatMap((projection): ParameterSlot[] => {
    const [out, inputs] = projectionShape(config, projection)
    return [
      { name: `${projection}.lora_A`, shape: [rank, inputs] },
      { name: `${projection}.lora_B`, shape: [out, rank] },
    ]
  })
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
