/** A model on a server with its tokenizer from a file: attempts are made there, and judged here. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { openServed, type Served } from '../engine/served-model.ts'
import { Tokenizer } from '../lm/tokenizer.ts'
import { besideWeights, openTokenizer } from '../lm/weights/open.ts'
import type { EndpointAddress } from '../lm/wire/endpoint.ts'
import { fileRange } from './file-range.ts'

/**
 * @param tokenizerPath a GGUF file, or a folder that needs no weights
 * @throws {EndpointError} where the server has no such model
 * @throws {WeightsError} where the tokenizer cannot be read
 */
export async function openRemote(
  address: EndpointAddress,
  tokenizerPath: string,
  fetches: typeof fetch = fetch,
): Promise<Served> {
  const files = await openTokenizer(pathsOf(tokenizerPath).map((path) => fileRange(path)))
  return openServed(address, { tokenizer: new Tokenizer(files), fetches })
}

function pathsOf(path: string): string[] {
  if (path.endsWith('.gguf')) return [path]
  if (!existsSync(path)) return []
  const names: readonly string[] = besideWeights
  return readdirSync(path)
    .filter((name) => names.includes(name))
    .map((name) => join(path, name))
}
