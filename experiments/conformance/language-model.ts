/** A stock model from its files on any runtime, as the sections on real models want it. */
import { llamaConfigSchema } from '../../src/lm/config.ts'
import { ggufTokenizerFiles } from '../../src/lm/gguf-tokenizer.ts'
import { LlamaModel } from '../../src/lm/llama-model.ts'
import { LoadedWeights } from '../../src/lm/loaded-weights.ts'
import type { Precision } from '../../src/lm/precision.ts'
import { Tokenizer } from '../../src/lm/tokenizer.ts'
import type { ByteRange } from '../../src/lm/weights/bytes.ts'
import type { GgufMetadata } from '../../src/lm/weights/gguf.ts'
import { openModelFiles } from '../../src/lm/weights/open.ts'
import type { Runtime } from 'ort-train'

export interface OpenedModel {
  model: LlamaModel
  weights: LoadedWeights
  precision: Precision
  /** The lab's own first; then the others that vectors may have been made with. */
  tokenizers: readonly Tokenizer[]
}

/** Of rank 8: what the lab's own limits are stated for. */
const lora = { rank: 8, scale: 2 }

export async function openLanguageModel(
  runtime: Runtime,
  files: readonly ByteRange[],
  precision: Precision,
): Promise<OpenedModel> {
  let metadata: GgufMetadata | undefined
  const source = await openModelFiles(files, (own) => ggufTokenizerFiles((metadata = own)))
  const config = llamaConfigSchema.parse(source.config)
  const tokenizer = new Tokenizer(await source.tokenizerFiles())
  const weights = await LoadedWeights.load(runtime, config, source, precision)
  return {
    model: new LlamaModel(runtime, { config, tokenizer, weights, lora }),
    weights,
    precision,
    tokenizers: [tokenizer, ...(metadata ? [asTransformersConverts(metadata)] : [])],
  }
}

/**
 * transformers makes a tokenizer of a GGUF file without reading `tokenizer.ggml.pre`: words are split as GPT-2 splits them. It
 * differs from llama.cpp and from the model's own tokenizer.json where white space stands before a digit.
 */
function asTransformersConverts(metadata: GgufMetadata): Tokenizer {
  return new Tokenizer(ggufTokenizerFiles({ ...metadata, 'tokenizer.ggml.pre': 'gpt-2' }))
}

/** `--precision`: q8 takes at most 8 bits a weight, fewer where the file has fewer; f16 takes 16 where the file has floats. */
export const precisions = { f32: 'f32', f16: 'f16', q8: 'packed' } as const satisfies Record<
  string,
  Precision
>
export type PrecisionName = keyof typeof precisions
