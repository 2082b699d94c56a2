/** A stock language model in Node: a GGUF file, or a folder of safetensors. */
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Runtime } from 'ort-train'
import { llamaConfigSchema } from '../lm/config.ts'
import { ggufTokenizerFiles } from '../lm/gguf-tokenizer.ts'
import { LlamaModel } from '../lm/llama-model.ts'
import { LoadedWeights } from '../lm/loaded-weights.ts'
import { adapterParameters, baseParameters, flatLayout } from '../lm/parameters.ts'
import type { Precision } from '../lm/precision.ts'
import { Tokenizer } from '../lm/tokenizer.ts'
import { openModelFiles } from '../lm/weights/open.ts'
import type { RunConfig } from '../sdpo/config.ts'
import type { ModelInfo } from '../sdpo/events.ts'
import { fileRange } from './file-range.ts'
import type { Headless } from './headless.ts'

/** A file's or folder's contents, and its configuration; of so many layers, where they are limited. */
export async function readStock(path: string, layers?: number) {
  const files = path.endsWith('.gguf') ? [path] : readdirSync(path).map((name) => join(path, name))
  const ranges = files.map(fileRange)
  const source = await openModelFiles(ranges, ggufTokenizerFiles)
  const config = llamaConfigSchema.parse({
    ...(source.config as object),
    ...(layers !== undefined && { num_hidden_layers: layers }),
  })
  return { files, ranges, source, config }
}

/** `precision` as LoadedWeights has it. Throws a WeightsError where the files are no model that the lab runs. */
export async function openStock({
  path,
  runtime,
  adapter,
  precision = 'f32',
  layers,
}: {
  path: string
  runtime: Runtime
  adapter: RunConfig['adapter']
  precision?: Precision
  /** Of a model whose layers are all alike: the first so many. */
  layers?: number
}): Promise<Headless> {
  const { files, ranges, source, config } = await readStock(path, layers)
  const tokenizer = new Tokenizer(await source.tokenizerFiles())
  const weights = await LoadedWeights.load(runtime, config, source, precision)
  const name = basename(path).replace(/\.gguf$/, '')
  const info = ({ rank }: RunConfig['adapter']): ModelInfo => ({
    id: name,
    name,
    parameters: flatLayout(baseParameters(config)).length,
    adapterParameters: flatLayout(adapterParameters(config, rank)).length,
    vocabulary: config.vocabulary,
    contextLength: config.maxPositions,
    bytes: ranges.reduce((sum, { size }) => sum + size, 0),
  })
  const model = new LlamaModel(runtime, {
    config,
    tokenizer,
    weights,
    lora: { rank: adapter.rank, scale: adapter.alpha / adapter.rank },
  })
  const hash = createHash('sha256')
  for (const file of files.filter((name) => /\.(gguf|safetensors)$/.test(name)))
    hash.update(readFileSync(file))
  return { weights: hash.digest('hex'), source: { info }, runtime, model }
}
