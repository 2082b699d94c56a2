/** Writes GGUF files, for tests: as llama.cpp's converter would make them of a Llama, rows of q and k interleaved. */
import type { HostTensor } from '../safetensors.ts'
import type { GgufNumbers } from './gguf-values.ts'

type Scalar = string | number | boolean
/** Plain arrays of numbers are written as whole numbers of 32 bits, typed ones as what they are. */
export type GgufMeta = Record<string, Scalar | string[] | number[] | GgufNumbers>

/** By GGUF's number of their type. */
const kinds = [Uint8Array, Int8Array, Uint16Array, Int16Array, Uint32Array, Int32Array, Float32Array] as const
const float64 = 12

export interface GgufTensorOut {
  name: string
  /** Row-major. */
  shape: readonly number[]
  /** ggml's number. */
  type: number
  data: Uint8Array
}

export function writeGguf(
  metadata: GgufMeta,
  tensors: readonly GgufTensorOut[],
  version = 3,
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = []
  let at = 0
  const push = (bytes: Uint8Array) => {
    parts.push(bytes)
    at += bytes.length
  }
  const number = (bytes: number, set: (view: DataView) => void) => {
    const view = new DataView(new ArrayBuffer(bytes))
    set(view)
    push(new Uint8Array(view.buffer))
  }
  const u32 = (value: number) => number(4, (view) => view.setUint32(0, value, true))
  const u64 = (value: number) => number(8, (view) => view.setBigUint64(0, BigInt(value), true))
  const f32 = (value: number) => number(4, (view) => view.setFloat32(0, value, true))
  const string = (text: string) => {
    const bytes = new TextEncoder().encode(text)
    u64(bytes.length)
    push(bytes)
  }
  const given = metadata['general.alignment']
  const alignment = typeof given === 'number' ? given : 32
  const pad = () => push(new Uint8Array((alignment - (at % alignment)) % alignment))
  const scalar = (value: Scalar, tagged: boolean) => {
    const type =
      typeof value === 'string' ? 8 : typeof value === 'boolean' ? 7 : Number.isInteger(value) ? 4 : 6
    if (tagged) u32(type)
    if (type === 8) string(value as string)
    else if (type === 7) push(Uint8Array.of(Number(value)))
    else if (type === 4) u32(value as number)
    else f32(value as number)
    return type
  }
  push(new TextEncoder().encode('GGUF'))
  u32(version)
  u64(tensors.length)
  u64(Object.keys(metadata).length)
  for (const [key, value] of Object.entries(metadata)) {
    string(key)
    if (ArrayBuffer.isView(value)) {
      const kind = kinds.findIndex((kind) => value instanceof kind)
      u32(9)
      u32(kind < 0 ? float64 : kind)
      u64(value.length)
      push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
      continue
    }
    if (!Array.isArray(value)) {
      scalar(value, true)
      continue
    }
    u32(9)
    u32(typeof value[0] === 'string' ? 8 : 4)
    u64(value.length)
    for (const item of value) scalar(item, false)
  }
  let offset = 0
  for (const { name, shape, type, data } of tensors) {
    string(name)
    u32(shape.length)
    for (const size of [...shape].reverse()) u64(size)
    u32(type)
    u64(offset)
    offset += Math.ceil(data.length / alignment) * alignment
  }
  for (const { data } of tensors) {
    pad()
    push(data)
  }
  const file = new Uint8Array(at)
  let end = 0
  for (const part of parts) {
    file.set(part, end)
    end += part.length
  }
  return file
}

/** What llama.cpp calls a Llama's tensors. */
function ggufName(name: string): string {
  const known: Record<string, string> = {
    'model.embed_tokens.weight': 'token_embd.weight',
    'model.norm.weight': 'output_norm.weight',
    'lm_head.weight': 'output.weight',
  }
  return (
    known[name] ??
    name
      .replace('model.layers.', 'blk.')
      .replace('self_attn.o_proj', 'attn_output')
      .replace(/self_attn\.(.)_proj/, 'attn_$1')
      .replace(/mlp\.(\w+)_proj/, 'ffn_$1')
      .replace('input_layernorm', 'attn_norm')
      .replace('post_attention_layernorm', 'ffn_norm')
  )
}

/** Rows [head, 2, half] -> [head, half, 2], value by value: the converter's own order, written another way than the code that undoes it. */
function interleave(data: Float32Array, heads: number, columns: number): Float32Array {
  const rows = data.length / columns
  const half = rows / heads / 2
  return Float32Array.from(data, (_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns]
    const [head, inHead] = [Math.floor(row / (2 * half)), row % (2 * half)]
    return data[(head * 2 * half + (inHead % 2) * half + Math.floor(inHead / 2)) * columns + column]!
  })
}

/** A Llama in float32 with the keys of its config.json, as GGUF. */
export function llamaAsGguf(
  config: Record<string, unknown>,
  tensors: ReadonlyMap<string, HostTensor>,
  tokenizer: GgufMeta = {},
): Uint8Array<ArrayBuffer> {
  const number = (key: string, otherwise?: number) => (config[key] as number | undefined) ?? otherwise!
  const heads = number('num_attention_heads')
  const kvHeads = number('num_key_value_heads', heads)
  return writeGguf(
    {
      'general.architecture': 'llama',
      'llama.embedding_length': number('hidden_size'),
      'llama.block_count': number('num_hidden_layers'),
      'llama.attention.head_count': heads,
      'llama.attention.head_count_kv': kvHeads,
      'llama.feed_forward_length': number('intermediate_size'),
      'llama.attention.layer_norm_rms_epsilon': number('rms_norm_eps'),
      'llama.rope.freq_base': number('rope_theta', 10000),
      'llama.context_length': number('max_position_embeddings'),
      ...tokenizer,
    },
    [...tensors].map(([name, { shape, data }]) => {
      const applyRope = /\.q_proj\./.test(name)
        ? interleave(data, heads, shape[1]!)
        : /\.k_proj\./.test(name)
          ? interleave(data, kvHeads, shape[1]!)
          : data
      return { name: ggufName(name), shape, type: 0, data: new Uint8Array(applyRope.slice().buffer) }
    }),
  )
}
