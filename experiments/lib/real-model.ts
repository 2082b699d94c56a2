/** A stock language model without a page: a GGUF file, or a folder of safetensors, on onnxruntime-node or Dawn. */
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readFileSync, readSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { llamaConfigSchema } from '../../src/lm/config.ts'
import { ggufTokenizerFiles } from '../../src/lm/gguf-tokenizer.ts'
import { LlamaModel } from '../../src/lm/llama-model.ts'
import { LoadedWeights } from '../../src/lm/loaded-weights.ts'
import { adapterParameters, baseParameters, flatLayout } from '../../src/lm/parameters.ts'
import type { Precision } from '../../src/lm/precision.ts'
import { Tokenizer } from '../../src/lm/tokenizer.ts'
import { ensureWithin, type ByteRange } from '../../src/lm/weights/bytes.ts'
import { openModelFiles } from '../../src/lm/weights/open.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import type { ModelInfo } from '../../src/sdpo/events.ts'
import { headlessRuntime } from './backend.ts'
import { rememberingJudge, type Headless } from './headless.ts'

/** A file's or folder's contents, and its configuration; of so many layers, where they are limited. */
export async function readReal(path: string, layers?: number) {
  const files = path.endsWith('.gguf') ? [path] : readdirSync(path).map((name) => join(path, name))
  const ranges = files.map(fileRange)
  const source = await openModelFiles(ranges, ggufTokenizerFiles)
  const config = llamaConfigSchema.parse({
    ...(source.config as object),
    ...(layers !== undefined && { num_hidden_layers: layers }),
  })
  return { files, ranges, source, config }
}

/** `precision` as LoadedWeights has it. */
export async function openReal({
  path,
  threads,
  adapter,
  precision = 'f32',
  layers,
}: {
  path: string
  threads: number
  adapter: RunConfig['adapter']
  precision?: Precision
  /** Of a model whose layers are all alike: the first so many. */
  layers?: number
}): Promise<Headless> {
  const { files, ranges, source, config } = await readReal(path, layers)
  const tokenizer = new Tokenizer(await source.tokenizerFiles())
  const runtime = headlessRuntime({ threads })
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
  return { weights: hash.digest('hex'), source: { info }, runtime, model, judge: rememberingJudge() }
}

/** A file on the disk, read part by part. */
function fileRange(path: string): ByteRange {
  const file = openSync(path, 'r')
  const { size } = fstatSync(file)
  process.once('exit', () => closeSync(file))
  return {
    name: basename(path),
    size,
    read: async (start, end) => {
      ensureWithin(basename(path), size, start, end)
      const bytes = new Uint8Array(end - start)
      readSync(file, bytes, 0, bytes.length, start)
      return bytes
    },
  }
}
