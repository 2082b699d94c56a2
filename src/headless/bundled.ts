/** A model from a folder as the lab bundles one: its weights in one file, read whole. */
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Runtime } from 'ort-train'
import { identityOf, ReadModel } from '../engine/live-model.ts'
import type { RunConfig } from '../sdpo/config.ts'
import type { Headless } from './headless.ts'

const files = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors']

/** Throws where a file is missing, and a WeightsError where one cannot be read. */
export function openBundled({
  folder,
  adapter,
  runtime,
}: {
  folder: string
  adapter: RunConfig['adapter']
  runtime: Runtime
}): Headless {
  const json = (name: string) =>
    JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>
  const weights = readFileSync(join(folder, 'model.safetensors'))
  const source = ReadModel.read(identityOf(basename(folder)), {
    config: json('config.json'),
    tokenizer: json('tokenizer.json'),
    tokenizerConfig: json('tokenizer_config.json'),
    weights: new Uint8Array(weights),
    bytes: files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0),
  })
  return {
    weights: createHash('sha256').update(weights).digest('hex'),
    source,
    runtime,
    model: source.open(runtime, adapter),
  }
}
