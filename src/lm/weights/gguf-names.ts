/**
 * What a GGUF file says of its model, in Hugging Face's words: tensor names, and the keys of config.json.
 * llama.cpp's converters change three things, which are undone: the rows of q and k of the architecture
 * `llama` are interleaved for its rotary, Gemma's norms carry their +1, and Llama 3's scaling of the
 * rotary frequencies is stored as a tensor of factors.
 */
import type { GgufMetadata } from './gguf.ts'
import { unreadable, unsupported } from './weights-error.ts'

const ggufArchitectures = ['llama', 'qwen2', 'qwen3', 'gemma3'] as const
export type GgufArchitecture = (typeof ggufArchitectures)[number]

/** The architecture that a GGUF file names. Throws `WeightsError` where the lab does not run it. */
export function architectureOf(file: string, metadata: GgufMetadata): GgufArchitecture {
  const name = metadata['general.architecture']
  const known = ggufArchitectures.find((architecture) => architecture === name)
  if (!known)
    throw unsupported(
      `${file} is of an architecture that the lab does not run.`,
      `It says "${String(name)}".`,
    )
  return known
}

const outside: Readonly<Record<string, string>> = {
  'token_embd.weight': 'model.embed_tokens.weight',
  'output_norm.weight': 'model.norm.weight',
  'output.weight': 'lm_head.weight',
}
const inLayer: Readonly<Record<string, string>> = {
  attn_norm: 'input_layernorm',
  attn_q: 'self_attn.q_proj',
  attn_k: 'self_attn.k_proj',
  attn_v: 'self_attn.v_proj',
  attn_output: 'self_attn.o_proj',
  attn_q_norm: 'self_attn.q_norm',
  attn_k_norm: 'self_attn.k_norm',
  ffn_norm: 'post_attention_layernorm',
  ffn_gate: 'mlp.gate_proj',
  ffn_up: 'mlp.up_proj',
  ffn_down: 'mlp.down_proj',
}
/** Gemma has four norms a layer, and `ffn_norm` is another one there. */
const inGemmaLayer: Readonly<Record<string, string>> = {
  ...inLayer,
  post_attention_norm: 'post_attention_layernorm',
  ffn_norm: 'pre_feedforward_layernorm',
  post_ffw_norm: 'post_feedforward_layernorm',
}

/** Hugging Face's name; null for a tensor that its checkpoints do not have. */
export function hubName(file: string, architecture: GgufArchitecture, name: string): string | null {
  if (name === 'rope_freqs.weight') return null
  const known = outside[name]
  if (known) return known
  const [, layer, part, kind] = /^blk\.(\d+)\.(\w+)\.(weight|bias)$/.exec(name) ?? []
  const module = part === undefined ? undefined : (architecture === 'gemma3' ? inGemmaLayer : inLayer)[part]
  if (module === undefined)
    throw unsupported(
      `${file} has a tensor that a ${architecture} model of the lab has not.`,
      `It is called ${name}; perhaps the model is a mixture of experts, or a later variant.`,
    )
  return `model.layers.${layer}.${module}.${kind}`
}

/** The number of heads whose rows are interleaved in the tensor; null where none are. */
export function interleavedHeads(
  architecture: GgufArchitecture,
  config: Record<string, unknown>,
  name: string,
): number | null {
  if (architecture !== 'llama') return null
  if (name.includes('.q_proj.')) return config['num_attention_heads'] as number
  if (name.includes('.k_proj.')) return config['num_key_value_heads'] as number
  return null
}

/** Rows of `rowBytes` of interleaved heads (x0 y0 x1 y1 ...) back in halves (x0 x1 ... y0 y1 ...), as Hugging Face has them. Whole rows move, so quantised blocks stay as they are. */
export function unpermuteRows(data: Uint8Array, heads: number, rowBytes: number): Uint8Array<ArrayBuffer> {
  const headRows = data.length / rowBytes / heads
  const half = headRows / 2
  const out = new Uint8Array(data.length)
  for (let head = 0; head < heads; head++) {
    for (let i = 0; i < headRows; i++) {
      const from = (head * headRows + i) * rowBytes
      const to = (head * headRows + (i >> 1) + (i & 1) * half) * rowBytes
      out.set(data.subarray(from, from + rowBytes), to)
    }
  }
  return out
}

export interface GgufFacts {
  /** [vocabulary, hidden]. */
  embedding: readonly number[]
  tiedHead: boolean
  attentionBias: boolean
  /** Factors by which the rotary frequencies are divided; null without `rope_freqs.weight`. */
  ropeFactors: Float32Array | null
}

/** config.json's keys. Throws `WeightsError` where a needed value is missing, or says what the lab cannot do. */
export function configFromGguf(
  file: string,
  architecture: GgufArchitecture,
  metadata: GgufMetadata,
  facts: GgufFacts,
): Record<string, unknown> {
  const own = (key: string) => metadata[`${architecture}.${key}`]
  const optional = (key: string) => {
    const value = own(key)
    if (typeof value !== 'number') return undefined
    // Fractions are float32 in the file: seven digits give back the decimal that was meant (1e-5).
    return Number.isInteger(value) ? value : Number(value.toPrecision(7))
  }
  const number = (key: string): number => {
    const value = optional(key)
    if (value === undefined) throw unreadable(file, `Its metadata have no number ${architecture}.${key}`)
    return value
  }
  const heads = number('attention.head_count')
  const config: Record<string, unknown> = {
    model_type: architecture === 'gemma3' ? 'gemma3_text' : architecture,
    hidden_size: number('embedding_length'),
    num_hidden_layers: number('block_count'),
    num_attention_heads: heads,
    num_key_value_heads: optional('attention.head_count_kv') ?? heads,
    head_dim: optional('attention.key_length') ?? number('embedding_length') / heads,
    intermediate_size: number('feed_forward_length'),
    vocab_size: facts.embedding[0],
    rms_norm_eps: number('attention.layer_norm_rms_epsilon'),
    rope_theta: optional('rope.freq_base') ?? 10000,
    max_position_embeddings: number('context_length'),
    tie_word_embeddings: facts.tiedHead,
    attention_bias: facts.attentionBias,
    hidden_act: architecture === 'gemma3' ? 'gelu_pytorch_tanh' : 'silu',
  }
  const scaling = ropeScaling(file, architecture, metadata, config, facts.ropeFactors)
  if (scaling) config['rope_scaling'] = scaling
  for (const [key, from] of [
    ['bos_token_id', 'bos_token_id'],
    ['eos_token_id', 'eos_token_id'],
    ['pad_token_id', 'padding_token_id'],
  ] as const) {
    const id = metadata[`tokenizer.ggml.${from}`]
    if (typeof id === 'number') config[key] = id
  }
  if (architecture !== 'gemma3') return config
  return {
    ...config,
    hidden_activation: 'gelu_pytorch_tanh',
    sliding_window: number('attention.sliding_window'),
    // The metadata leave these two out; they are the same for every Gemma 3.
    sliding_window_pattern: 6,
    rope_local_base_freq: 10000,
    query_pre_attn_scalar: config['head_dim'],
    final_logit_softcapping: optional('final_logit_softcapping') ?? null,
    attn_logit_softcapping: optional('attn_logit_softcapping') ?? null,
  }
}

function ropeScaling(
  file: string,
  architecture: GgufArchitecture,
  metadata: GgufMetadata,
  config: Record<string, unknown>,
  factors: Float32Array | null,
): Record<string, unknown> | null {
  const type = metadata[`${architecture}.rope.scaling.type`]
  if (factors) return llama3Scaling(file, config, factors)
  if (type === undefined || type === 'none') return null
  if (type === 'linear')
    return { rope_type: 'linear', factor: metadata[`${architecture}.rope.scaling.factor`] }
  throw unsupported(
    `${file} scales its positions in a way that the lab does not know.`,
    `Its scaling is "${String(type)}".`,
  )
}

/**
 * Llama 3's scaling (meta-llama/llama-models, `apply_scaling`) from its factors: the largest is the
 * factor of the low frequencies; the other parameters are those of every Llama 3, and are only believed
 * when they give the very factors that the file has.
 */
function llama3Scaling(
  file: string,
  config: Record<string, unknown>,
  factors: Float32Array,
): Record<string, unknown> {
  const [low, high, original, factor] = [1, 4, 8192, Math.max(...factors)]
  const [theta, dimension] = [config['rope_theta'] as number, config['head_dim'] as number]
  const believed = factors.every((given, i) => {
    const wavelength = 2 * Math.PI * theta ** ((2 * i) / dimension)
    const smooth = (original / wavelength - low) / (high - low)
    const expected =
      wavelength < original / high
        ? 1
        : wavelength > original / low
          ? factor
          : 1 / ((1 - smooth) / factor + smooth)
    return Math.abs(given / expected - 1) < 1e-4
  })
  if (factors.length * 2 !== dimension || !believed)
    throw unsupported(
      `${file} scales its positions in a way that the lab does not know.`,
      'Its rope_freqs are not those of a Llama 3 model.',
    )
  return {
    rope_type: 'llama3',
    factor,
    low_freq_factor: low,
    high_freq_factor: high,
    original_max_position_embeddings: original,
  }
}
