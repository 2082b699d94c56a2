/** A model's architecture as its Hugging Face `config.json` states it, old and new spellings alike. */
import { z } from 'zod'
import { architectures, modelTypes, type Architecture, type ModelType } from './architectures.ts'
import type { Rope } from './rope.ts'

/** Sizes are believed by whatever allocates: none is taken beyond what any model of these kinds has. */
const count = z
  .number()
  .int()
  .positive()
  .max(2 ** 24)
const layerCount = z.number().int().positive().max(1024, 'no model of these kinds has more than 1,024 layers')
/** A number that must be this where it is stated at all. */
const only = (value: number, words: string) =>
  z
    .number()
    .refine((stated) => stated === value, words)
    .nullish()

const ropeSchema = z.looseObject({
  rope_type: z.string().optional(),
  type: z.string().optional(),
  rope_theta: z.number().positive().optional(),
  factor: z.number().positive().optional(),
  low_freq_factor: z.number().optional(),
  high_freq_factor: z.number().optional(),
  original_max_position_embeddings: z.number().optional(),
})
type StatedRope = z.infer<typeof ropeSchema>

const layerTypes = ['full_attention', 'sliding_attention'] as const

const fileSchema = z.object({
  model_type: z.enum(modelTypes, {
    error: ({ input }) =>
      `the architecture ${JSON.stringify(input)} does not run here; ${modelTypes.map((type) => architectures[type].name).join(', ')} do`,
  }),
  hidden_size: count,
  num_hidden_layers: layerCount,
  num_attention_heads: count,
  num_key_value_heads: count.nullish(),
  head_dim: count.nullish(),
  intermediate_size: count,
  vocab_size: count,
  rms_norm_eps: z.number().positive(),
  rope_theta: z.number().positive().default(10000),
  rope_scaling: ropeSchema.nullish(),
  /** The newer spelling of both; by kind of layer where kinds differ. */
  rope_parameters: z
    .union([z.object({ full_attention: ropeSchema, sliding_attention: ropeSchema.optional() }), ropeSchema])
    .nullish(),
  rope_local_base_freq: z.number().positive().nullish(),
  max_position_embeddings: z
    .number()
    .int()
    .positive()
    .max(2 ** 31),
  tie_word_embeddings: z.boolean().nullish(),
  attention_bias: z.boolean().nullish(),
  mlp_bias: z.literal(false, 'biases in the MLP are not supported').nullish(),
  layer_types: z
    .array(
      z.enum(layerTypes, {
        error: ({ input }) => `a layer of kind ${JSON.stringify(input)} is not supported`,
      }),
    )
    .nullish(),
  sliding_window: count.nullish(),
  use_sliding_window: z.boolean().nullish(),
  /** The older spelling of Gemma 3's `layer_types`: one in so many layers sees everything. */
  sliding_window_pattern: count.nullish(),
  _sliding_window_pattern: count.nullish(),
  /** SmolLM3: 1 where a layer rotates. */
  no_rope_layers: z.array(z.number()).nullish(),
  query_pre_attn_scalar: z.number().positive().nullish(),
  attn_logit_softcapping: z.null('soft-capped attention is not supported').optional(),
  final_logit_softcapping: z.null('a soft-capped head is not supported').optional(),
  hidden_act: z.string().nullish(),
  hidden_activation: z.string().nullish(),
  partial_rotary_factor: only(1, 'heads that are rotated in part are not supported'),
  embedding_multiplier: only(1, 'an embedding_multiplier is not supported'),
  residual_multiplier: only(1, 'a residual_multiplier is not supported'),
  attention_multiplier: z.null('an attention_multiplier is not supported').optional(),
  logits_scaling: only(1, 'a logits_scaling is not supported'),
  num_local_experts: only(1, 'mixtures of experts are not supported'),
  no_rope_layer_interval: count.nullish(),
  quantization_config: z
    .null(
      'weights quantised for another runtime (GPTQ, AWQ, bitsandbytes) cannot be read: use the plain ones, or a GGUF file',
    )
    .optional(),
})
type File = z.infer<typeof fileSchema>

/** What a layer does in its own way. */
export interface LayerType {
  rope: Rope | null
  /** Keys further back than this are not seen; null sees all. */
  window: number | null
}

export interface LlamaConfig {
  modelType: ModelType
  architecture: Architecture
  hiddenSize: number
  layers: number
  heads: number
  kvHeads: number
  headDim: number
  intermediateSize: number
  vocabulary: number
  normEpsilon: number
  /** Scores are multiplied by this. */
  queryScale: number
  /** Embeddings are multiplied by this. */
  embeddingScale: number
  attentionBias: { qkv: boolean; output: boolean }
  /** One a layer. */
  layerTypes: readonly LayerType[]
  maxPositions: number
  tiedHead: boolean
}

/** Reads config.json; what does not run here is an issue in words. */
export const llamaConfigSchema = fileSchema.transform((file, context): LlamaConfig => {
  const architecture: Architecture = architectures[file.model_type]
  const headDim = file.head_dim ?? architecture.headDim ?? file.hidden_size / file.num_attention_heads
  const kvHeads = file.num_key_value_heads ?? file.num_attention_heads
  const issue = (path: string, message: string) =>
    context.issues.push({ code: 'custom', path: [path], message, input: file })
  if (!Number.isInteger(headDim) || headDim % 2)
    issue('head_dim', `heads of ${headDim} values cannot be rotated in pairs`)
  if (file.num_attention_heads % kvHeads)
    issue('num_key_value_heads', `${file.num_attention_heads} heads cannot share ${kvHeads} keys`)
  if (file.use_sliding_window && !file.layer_types)
    issue('use_sliding_window', 'layers that slide must be listed in layer_types')
  const layerTypes = layerTypesOf(file, issue)
  const stated = architecture.attentionBias === 'stated' && (file.attention_bias ?? false)
  const act = file.hidden_activation ?? file.hidden_act
  if (act && !activations[architecture.activation].includes(act))
    issue(
      'hidden_act',
      `the activation ${JSON.stringify(act)} is not the one of ${architecture.name} (${activations[architecture.activation][0]}), the only one that runs here`,
    )
  return {
    modelType: file.model_type,
    architecture,
    hiddenSize: file.hidden_size,
    layers: file.num_hidden_layers,
    heads: file.num_attention_heads,
    kvHeads,
    headDim,
    intermediateSize: file.intermediate_size,
    vocabulary: file.vocab_size,
    normEpsilon: file.rms_norm_eps,
    queryScale: (file.query_pre_attn_scalar ?? headDim) ** -0.5,
    embeddingScale: architecture.scaledEmbeddings ? Math.sqrt(file.hidden_size) : 1,
    attentionBias: { qkv: stated || architecture.attentionBias === 'qkv', output: stated },
    layerTypes,
    maxPositions: file.max_position_embeddings,
    tiedHead: file.tie_word_embeddings ?? architecture.tiedByDefault,
  }
})

/** Names of each activation in config.json. Gemma 3's `gelu` files mean the tanh form, as transformers does. */
const activations: Record<Architecture['activation'], readonly string[]> = {
  silu: ['silu', 'swish'],
  'gelu-tanh': ['gelu_pytorch_tanh', 'gelu_new', 'gelu'],
}

type Issue = (path: string, message: string) => void

function layerTypesOf(file: File, issue: Issue): LayerType[] {
  const parameters = file.rope_parameters
  const [full, sliding] =
    parameters && 'full_attention' in parameters
      ? [parameters.full_attention as StatedRope, parameters.sliding_attention as StatedRope | undefined]
      : [parameters ?? file.rope_scaling, undefined]
  const ropes = {
    full_attention: ropeOf(full ?? {}, file.rope_theta, issue),
    // Local layers have a base of their own, and no scaling, where config.json gives them one.
    sliding_attention:
      (sliding ?? file.rope_local_base_freq)
        ? ropeOf(sliding ?? {}, file.rope_local_base_freq ?? file.rope_theta, issue)
        : null,
  }
  if (file.layer_types && file.layer_types.length !== file.num_hidden_layers)
    issue('layer_types', `${file.layer_types.length} kinds for ${file.num_hidden_layers} layers`)
  return Array.from({ length: file.num_hidden_layers }, (_, layer): LayerType => {
    const type = typeOf(file, layer)
    if (type === 'sliding_attention' && !file.sliding_window)
      issue('sliding_window', 'layers that slide have no window')
    // SmolLM3: every so-manyth layer is left unrotated, listed or by its interval.
    const interval = file.model_type === 'smollm3' ? (file.no_rope_layer_interval ?? 4) : null
    const byInterval = interval !== null && (layer + 1) % interval === 0 ? 0 : 1
    const rotates = (file.no_rope_layers?.[layer] ?? byInterval) !== 0
    return {
      rope: rotates ? (ropes[type] ?? ropes.full_attention) : null,
      window: type === 'sliding_attention' ? (file.sliding_window ?? null) : null,
    }
  })
}

function typeOf(file: File, layer: number): (typeof layerTypes)[number] {
  const stated = file.layer_types?.[layer]
  if (stated) return stated
  const pattern =
    file.sliding_window_pattern ??
    file._sliding_window_pattern ??
    (file.model_type === 'gemma3_text' ? 6 : null)
  return file.sliding_window && pattern && (layer + 1) % pattern !== 0
    ? 'sliding_attention'
    : 'full_attention'
}

function ropeOf(stated: StatedRope, theta: number, issue: Issue): Rope {
  const type = stated.rope_type ?? stated.type ?? 'default'
  const base = stated.rope_theta ?? theta
  switch (type) {
    case 'default':
      return { theta: base, scaling: { kind: 'none' } }
    case 'linear':
      if (!stated.factor) issue('rope_scaling', 'a linear scaling without its factor')
      return { theta: base, scaling: { kind: 'linear', factor: stated.factor ?? 1 } }
    case 'llama3': {
      const {
        factor,
        low_freq_factor: low,
        high_freq_factor: high,
        original_max_position_embeddings: original,
      } = stated
      if (!factor || low === undefined || high === undefined || !original)
        issue('rope_scaling', 'a llama3 scaling without all of its numbers')
      return {
        theta: base,
        scaling: {
          kind: 'llama3',
          factor: factor ?? 1,
          lowFrequencyFactor: low ?? 1,
          highFrequencyFactor: high ?? 4,
          originalPositions: original ?? 1,
        },
      }
    }
    default:
      issue(
        'rope_scaling',
        `a scaling of kind ${JSON.stringify(type)} is not supported; linear and llama3 are`,
      )
      return { theta: base, scaling: { kind: 'none' } }
  }
}
