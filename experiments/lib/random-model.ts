/**
 * A model that has a stock model's shape and has learned nothing: random weights in blocks of 8 bits, made tensor by tensor
 * as they are asked for. Time and memory of a step do not depend on what the numbers are; what it says does, and is noise.
 */
import { type Runtime, sizeOf } from 'ort-train'
import { llamaConfigSchema } from '../../src/lm/config.ts'
import { LlamaModel } from '../../src/lm/llama-model.ts'
import { LoadedWeights, type WeightReader } from '../../src/lm/loaded-weights.ts'
import { baseParameters } from '../../src/lm/parameters.ts'
import type { Precision } from '../../src/lm/precision.ts'
import type { Tokenizer } from '../../src/lm/tokenizer.ts'
import { storedBytes } from '../../src/lm/weights/blocks.ts'
import type { TensorInfo } from '../../src/lm/weights/source.ts'

/** @param shape config.json's content. Throws where its architecture does not run here. */
export async function openRandom(
  runtime: Runtime,
  shape: unknown,
  precision: Precision,
): Promise<{ model: LlamaModel; weights: LoadedWeights }> {
  const config = llamaConfigSchema.parse(shape)
  const tensors = new Map(
    baseParameters(config).map(({ name, shape: own }): [string, TensorInfo] => {
      const type = own.length === 2 ? 'Q8_0' : 'F32'
      return [name, { name, shape: own, type, bytes: storedBytes(type, own) }]
    }),
  )
  const source: WeightReader = {
    tensors,
    read: async (name) => {
      const info = tensors.get(name)!
      return { ...info, data: info.type === 'F32' ? ones(sizeOf(info.shape)) : randomBlocks(info.bytes) }
    },
  }
  const weights = await LoadedWeights.load(runtime, config, source, precision)
  // Nothing is read or said in words.
  const tokenizer = { endTokenIds: new Set<number>() } as unknown as Tokenizer
  return {
    model: new LlamaModel(runtime, { config, tokenizer, weights, lora: { rank: 8, scale: 2 } }),
    weights,
  }
}

const ones = (count: number) => new Uint8Array(new Float32Array(count).fill(1).buffer)

/** 0.0003 as a half float: numbers of -128 to 127 become weights of about a fiftieth. */
const scale = 0x0cea

/** Blocks of a scale and 32 numbers (Q8_0). */
function randomBlocks(bytes: number): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(bytes)
  let state = 0x9e3779b9
  for (let at = 0; at < bytes; at++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    data[at] = state
  }
  const view = new DataView(data.buffer)
  for (let at = 0; at < bytes; at += 34) view.setUint16(at, scale, true)
  return data
}
