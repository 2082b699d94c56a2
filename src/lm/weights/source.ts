/**
 * A model as it lies somewhere (safetensors or GGUF; in a browser's storage, on a disk, dropped on the
 * page): its configuration, the list of its tensors, and each tensor's bytes when they are asked for,
 * so that a model is never in memory twice. Names and shapes are those of Hugging Face whatever the file is.
 */
import type { TokenizerFiles } from '../tokenizer.ts'

export const tensorTypes = [
  'F32',
  'F16',
  'BF16',
  'Q8_0',
  'Q4_0',
  'Q4_1',
  'Q5_0',
  'Q5_1',
  'Q4_K',
  'Q5_K',
  'Q6_K',
] as const
/** How values are stored: plain floats, or llama.cpp's blocks (blocks.ts). */
export type TensorType = (typeof tensorTypes)[number]

export interface TensorInfo {
  /** As in Hugging Face's checkpoints: `model.layers.0.self_attn.q_proj.weight`. */
  name: string
  /** Row-major, [out, in] of a projection. */
  shape: readonly number[]
  type: TensorType
  /** Of the stored form. */
  bytes: number
}

export interface StoredTensor extends TensorInfo {
  /** Little-endian values or blocks; a row of quantised blocks is `bytes / shape[0]` bytes. */
  data: Uint8Array<ArrayBuffer>
}

export interface ModelSource {
  /** config.json, or the same keys made from GGUF metadata. */
  config: Record<string, unknown>
  /** By name. A tied head has no `lm_head.weight`. */
  tensors: ReadonlyMap<string, TensorInfo>
  /** One tensor; the caller holds the only copy. Throws `WeightsError`. */
  read(name: string): Promise<StoredTensor>
  /** tokenizer.json and tokenizer_config.json (with chat_template.jinja), or what GGUF metadata say of them. */
  tokenizerFiles(): Promise<TokenizerFiles>
}
