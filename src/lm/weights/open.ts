/** The files of one model, whatever they are and wherever they lie, as a source. */
import { ggufTokenizerFiles } from '../gguf-tokenizer.ts'
import type { TokenizerFiles } from '../tokenizer.ts'
import { readJson, type ByteRange } from './bytes.ts'
import { openGguf } from './gguf-source.ts'
import { openSafetensors } from './safetensors-source.ts'
import type { ModelSource } from './source.ts'
import { WeightsError } from './weights-error.ts'

export const indexName = 'model.safetensors.index.json'
/** What is read beside the weights. */
export const besideWeights = [
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'chat_template.jinja',
  'generation_config.json',
] as const
export const mayBeAbsent: readonly string[] = ['chat_template.jinja', 'generation_config.json']

/**
 * One GGUF file; or config.json, safetensors (the index's shards, where there is an index) and the tokenizer's files.
 * Throws `WeightsError`, naming what is missing.
 */
export async function openModelFiles(
  files: readonly ByteRange[],
  ggufTokenizer = ggufTokenizerFiles,
): Promise<ModelSource> {
  const byName = new Map(files.map((file) => [file.name, file]))
  const gguf = files.filter((file) => file.name.endsWith('.gguf'))
  if (gguf.length > 1)
    throw new WeightsError(
      'There are several GGUF files.',
      `They are ${gguf.map((file) => file.name).join(', ')}.`,
      'Choose one of them.',
    )
  if (gguf[0]) return openGguf(gguf[0], ggufTokenizer)
  const need = (name: string) => {
    const file = byName.get(name)
    if (!file) throw missing(name, files)
    return file
  }
  const weights = await weightFiles(byName, need)
  return openSafetensors({
    config: await readJson(need('config.json')),
    weights,
    tokenizer: () => tokenizerFiles(byName, need),
  })
}

async function weightFiles(
  byName: ReadonlyMap<string, ByteRange>,
  need: (name: string) => ByteRange,
): Promise<ByteRange[]> {
  const index = byName.get(indexName)
  if (index) return shardNames(await readJson(index)).map(need)
  const all = [...byName.values()].filter((file) => file.name.endsWith('.safetensors'))
  return all.length > 0 ? all : [need('model.safetensors')]
}

/** The shards of `model.safetensors.index.json`, each once. */
function shardNames(index: Record<string, unknown>): string[] {
  return [...new Set(Object.values((index['weight_map'] ?? {}) as Record<string, unknown>).map(String))]
}

/**
 * The tokenizer alone, of a GGUF file or of the files that lie beside a model's weights; config.json may be absent.
 * Throws `WeightsError`, naming what is missing.
 */
export async function openTokenizer(
  files: readonly ByteRange[],
  ggufTokenizer = ggufTokenizerFiles,
): Promise<TokenizerFiles> {
  const gguf = files.filter((file) => file.name.endsWith('.gguf'))
  if (gguf.length > 0) return (await openModelFiles(gguf, ggufTokenizer)).tokenizerFiles()
  const byName = new Map(files.map((file) => [file.name, file]))
  return tokenizerFiles(byName, (name) => {
    const file = byName.get(name)
    if (file) return file
    throw new WeightsError(
      `${name} is missing.`,
      `A tokenizer is tokenizer.json and tokenizer_config.json, with chat_template.jinja where the model has one; here is ${namesOf(files)}.`,
      'Choose them together, or a GGUF file of the same model, which has everything in it.',
    )
  })
}

async function tokenizerFiles(
  byName: ReadonlyMap<string, ByteRange>,
  need: (name: string) => ByteRange,
): Promise<TokenizerFiles> {
  const [tokenizer, config] = [
    await readJson(need('tokenizer.json')),
    await readJson(need('tokenizer_config.json')),
  ]
  const template = byName.get('chat_template.jinja')
  const generation = byName.get('generation_config.json')
  const model = byName.get('config.json')
  return {
    tokenizer,
    config: template
      ? { ...config, chat_template: new TextDecoder().decode(await template.read(0, template.size)) }
      : config,
    ...(model && { model: await readJson(model) }),
    ...(generation && { generation: await readJson(generation) }),
  }
}

function missing(name: string, files: readonly ByteRange[]): WeightsError {
  return new WeightsError(
    `${name} is missing.`,
    `A model in safetensors is config.json, its weights, tokenizer.json and tokenizer_config.json; here is ${namesOf(files)}.`,
    'Choose all files of the model together, or one GGUF file, which has everything in it.',
  )
}

function namesOf(files: readonly ByteRange[]): string {
  return files.length === 0 ? 'no file at all' : files.map((file) => file.name).join(', ')
}
