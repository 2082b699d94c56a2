/** A model on a server with its tokenizer from a file: attempts are made there, and judged here. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ExplainedError } from '../explained-error.ts'
import { ggufTokenizerFiles } from '../lm/gguf-tokenizer.ts'
import { Tokenizer, type TokenizerFiles } from '../lm/tokenizer.ts'
import { openModelFiles } from '../lm/weights/open.ts'
import { Endpoint, type EndpointAddress } from '../lm/wire/endpoint.ts'
import { RemoteModel } from '../lm/wire/remote-model.ts'
import type { ModelInfo } from '../sdpo/events.ts'
import { fileRange } from './file-range.ts'

/** Where the server does not say how much its model reads. */
const usualPositions = 4096

export interface Remote {
  model: RemoteModel
  info: ModelInfo
}

/** Throws an EndpointError where the server has no such model, and an ExplainedError where the tokenizer cannot be read. */
export async function openRemote(
  address: EndpointAddress,
  tokenizerPath: string,
  fetches: typeof fetch = fetch,
): Promise<Remote> {
  const endpoint = new Endpoint(address, fetches)
  const tokenizer = new Tokenizer(await tokenizerFiles(tokenizerPath))
  const maxPositions = (await endpoint.open()) ?? usualPositions
  const { vocabulary } = tokenizer
  return {
    model: new RemoteModel(endpoint, tokenizer, { vocabulary, maxPositions }),
    info: {
      id: address.model,
      name: address.model,
      // Nobody says how many there are.
      parameters: 0,
      adapterParameters: 0,
      vocabulary,
      contextLength: maxPositions,
      bytes: 0,
      readsAll: tokenizer.readsAll,
      mayThink: tokenizer.mayThink,
    },
  }
}

/** Of a GGUF file, or of a folder that needs no weights. */
async function tokenizerFiles(path: string): Promise<TokenizerFiles> {
  if (path.endsWith('.gguf') && existsSync(path))
    return (await openModelFiles([fileRange(path)], ggufTokenizerFiles)).tokenizerFiles()
  const json = (name: string) => JSON.parse(readFileSync(join(path, name), 'utf8')) as Record<string, unknown>
  const missing = ['tokenizer.json', 'tokenizer_config.json'].filter((name) => !existsSync(join(path, name)))
  if (missing.length > 0)
    throw new ExplainedError(
      `There is no tokenizer in ${path}.`,
      `It lacks ${missing.join(' and ')}.`,
      'Name a folder with both, or a GGUF file of the same model.',
    )
  const config = json('tokenizer_config.json')
  const template = join(path, 'chat_template.jinja')
  return {
    tokenizer: json('tokenizer.json'),
    config: existsSync(template) ? { ...config, chat_template: readFileSync(template, 'utf8') } : config,
    ...(existsSync(join(path, 'generation_config.json')) && { generation: json('generation_config.json') }),
  }
}
