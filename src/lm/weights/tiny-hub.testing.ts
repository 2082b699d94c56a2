/** What tests of downloads share: a hub on this machine with a tiny model, a store in a temporary folder, and what is asked of both. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { downloadModel, type DownloadOptions } from './download.ts'
import { findHubModel, parseHubModel, type HubAccess } from './hub.ts'
import { startHub, type HubServer } from './hub-server.testing.ts'
import { nodeStore } from './node-store.testing.ts'
import { kept, type ModelStore } from './store.ts'
import { WeightsError } from './weights-error.ts'

const at = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../models/tiny/${name}`, import.meta.url)))
export const weights = at('model.safetensors')
export const small = {
  'config.json': at('config.json'),
  'tokenizer.json': at('tokenizer.json'),
  'tokenizer_config.json': at('tokenizer_config.json'),
}
const tiny = { ...small, 'README.md': new TextEncoder().encode('# card'), 'model.safetensors': weights }

export let server: HubServer
export let folder: string
export let store: ModelStore
beforeAll(async () => {
  server = await startHub({
    'lab/tiny': { files: tiny, license: 'apache-2.0' },
    'lab/gated': { files: tiny, token: 'hf_good' },
    'lab/ggufs': { files: { 'a-Q8_0.gguf': weights.slice(0, 1000), 'a-Q4_0.gguf': weights.slice(0, 500) } },
    'lab/none': { files: { 'pytorch_model.bin': weights.slice(0, 10) } },
  })
})
afterAll(() => server.close())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'models-'))
  store = nodeStore(folder)
  server.requests.length = 0
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

export const find = (id = 'lab/tiny', access: HubAccess = {}) =>
  findHubModel(parseHubModel(id)!, { base: server.base, ...access })
export const quick = { pause: async () => {} }
export const fetchTiny = async (options: Partial<DownloadOptions> = {}) =>
  downloadModel(await find(), { store, ...quick, ...options })

export async function errorOf(doing: Promise<unknown>): Promise<WeightsError> {
  const error = await doing.then(
    () => new Error('nothing was thrown'),
    (e: unknown) => e,
  )
  if (!(error instanceof WeightsError)) throw error
  expect(
    [error.message, error.reason, error.wayOut].every((text) => text.endsWith('.') && text.length > 10),
  ).toBe(true)
  return error
}

export const key = 'lab/tiny@main'
export const isThere = async () => (await kept(store, key)).manifest !== null
/** Bytes asked for of the weights: 0 where from the start. */
export const ranges = () =>
  server.requests
    .filter((request) => request.includes('signature') && request.includes('model.safetensors'))
    .map((request) => Number(/bytes=(\d+)-/.exec(request)?.[1] ?? 0))
