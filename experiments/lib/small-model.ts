/** The small models of reference/architectures, opened as large ones are: their weights placed, run layer by layer. */
import { readFileSync } from 'node:fs'
import type { Runtime } from 'ort-train'
import { llamaConfigSchema } from '../../src/lm/config.ts'
import type { LoraShape } from '../../src/lm/graph-weights.ts'
import { hostSource } from '../../src/lm/host-source.ts'
import { LlamaModel } from '../../src/lm/llama-model.ts'
import { LoadedWeights } from '../../src/lm/loaded-weights.ts'
import { readSafetensors, type HostTensor } from '../../src/lm/safetensors.ts'
import type { Tokenizer } from '../../src/lm/tokenizer.ts'

const architectures = new URL('../../reference/architectures/', import.meta.url)

export interface SmallModel {
  model: LlamaModel
  /** Ids of a text. */
  prompt: number[]
  /** As the file has them. */
  tensors: ReadonlyMap<string, HostTensor>
}

/** Opens one by its name, of reference/architectures or of a folder that has the same files. No token ends an attempt, so that every one is as long as it may be. */
export async function openSmallModel(
  runtime: Runtime,
  name: string,
  precision: 'f32' | 'packed',
  lora: LoraShape,
  folder = architectures,
): Promise<SmallModel> {
  const reference = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as {
    config: unknown
    input_ids: [number[], ...number[][]]
  }
  const bytes = readFileSync(new URL(`${name}.safetensors`, folder))
  const tensors = readSafetensors(bytes)
  const config = llamaConfigSchema.parse(reference.config)
  const model = new LlamaModel(runtime, {
    config,
    tokenizer: { endTokenIds: new Set<number>() as ReadonlySet<number> } as Tokenizer,
    weights: await LoadedWeights.load(runtime, config, hostSource(tensors), precision),
    lora,
  })
  return { model, prompt: reference.input_ids[0], tensors }
}
