/**
 * The architectures that run here, as a table: each is the same stack of attention and gated MLP blocks with
 * a few traits of its own. A family is a row, never an `if` in the forward pass.
 */

export interface Architecture {
  /** In words, for messages. */
  name: string
  /** Biases on the query, key and value projections; 'stated': where config.json's `attention_bias` says so, on the output too. */
  attentionBias: 'none' | 'qkv' | 'stated'
  /** An RMS norm of every query and key head before rotation. */
  queryKeyNorm: boolean
  /** Norms around attention and MLP on both sides, not only before them. */
  sandwichNorms: boolean
  /** Norm weights are stored less one. */
  normsLessOne: boolean
  /** Embeddings are multiplied by the root of the hidden size. */
  scaledEmbeddings: boolean
  activation: 'silu' | 'gelu-tanh'
  /** Whether the head is the embedding where config.json is silent. */
  tiedByDefault: boolean
  /** Width of a head where config.json is silent; undefined: hidden size over heads. */
  headDim?: number
}

const llama: Architecture = {
  name: 'Llama',
  attentionBias: 'stated',
  queryKeyNorm: false,
  sandwichNorms: false,
  normsLessOne: false,
  scaledEmbeddings: false,
  activation: 'silu',
  tiedByDefault: false,
}

/** By config.json's `model_type`. */
export const architectures = {
  llama,
  smollm3: { ...llama, name: 'SmolLM3', tiedByDefault: true },
  qwen2: { ...llama, name: 'Qwen2', attentionBias: 'qkv' },
  qwen3: { ...llama, name: 'Qwen3', queryKeyNorm: true, headDim: 128 },
  gemma3_text: {
    ...llama,
    name: 'Gemma 3',
    queryKeyNorm: true,
    sandwichNorms: true,
    normsLessOne: true,
    scaledEmbeddings: true,
    activation: 'gelu-tanh',
    tiedByDefault: true,
    headDim: 256,
  },
} satisfies Record<string, Architecture>

export type ModelType = keyof typeof architectures
export const modelTypes = Object.keys(architectures) as ModelType[]
