/** A Llama-family architecture as its Hugging Face `config.json` states it. */
import { z } from 'zod'

export const llamaConfigSchema = z
  .object({
    model_type: z.literal('llama', 'Only model_type "llama" is supported.'),
    hidden_size: z.number().int().positive(),
    num_hidden_layers: z.number().int().positive(),
    num_attention_heads: z.number().int().positive(),
    num_key_value_heads: z.number().int().positive().optional(),
    head_dim: z.number().int().positive().optional(),
    intermediate_size: z.number().int().positive(),
    vocab_size: z.number().int().positive(),
    rms_norm_eps: z.number().positive(),
    rope_theta: z.number().positive().default(10000),
    max_position_embeddings: z.number().int().positive(),
    tie_word_embeddings: z.boolean().default(false),
  })
  .transform((c) => ({
    hiddenSize: c.hidden_size,
    layers: c.num_hidden_layers,
    heads: c.num_attention_heads,
    kvHeads: c.num_key_value_heads ?? c.num_attention_heads,
    headDim: c.head_dim ?? c.hidden_size / c.num_attention_heads,
    intermediateSize: c.intermediate_size,
    vocabulary: c.vocab_size,
    normEpsilon: c.rms_norm_eps,
    ropeTheta: c.rope_theta,
    maxPositions: c.max_position_embeddings,
    tiedHead: c.tie_word_embeddings,
  }))
export type LlamaConfig = z.infer<typeof llamaConfigSchema>
