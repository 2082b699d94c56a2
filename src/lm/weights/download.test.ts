import { mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { downloadModel, type DownloadOptions, type DownloadProgress } from './download.ts'
import { findHubModel, parseHubModel, type HubAccess } from './hub.ts'
import { startHub, type HubServer } from './hub-server.testing.ts'
import { nodeStore } from './node-store.testing.ts'
import { openModelFiles } from './open.ts'
import { modelAtUrl } from './remote.ts'
import { kept, openKept, type ModelStore } from './store.ts'
import { WeightsError } from './weights-error.ts'

const at = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../models/tiny/${name}`, import.meta.url)))
const weights = at('model.safetensors')
const small = {
  'config.json': at('config.json'),
  'tokenizer.json': at('tokenizer.json'),
  'tokenizer_config.json': at('tokenizer_config.json'),
}
const tiny = { ...small, 'README.md': new TextEncoder().encode('# card'), 'model.safetensors': weights }

let server: HubServer
let folder: string
let store: ModelStore
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

const find = (id = 'lab/tiny', access: HubAccess = {}) =>
  findHubModel(parseHubModel(id)!, { base: server.base, ...access })
const quick = { pause: async () => {} }
const fetchTiny = async (options: Partial<DownloadOptions> = {}) =>
  downloadModel(await find(), { store, ...quick, ...options })

async function errorOf(doing: Promise<unknown>): Promise<WeightsError> {
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

const key = 'lab/tiny@main'
const isThere = async () => (await kept(store, key)).manifest !== null
/** Bytes asked for of the weights: 0 where from the start. */
const ranges = () =>
  server.requests
    .filter((request) => request.includes('signature') && request.includes('model.safetensors'))
    .map((request) => Number(/bytes=(\d+)-/.exec(request)?.[1] ?? 0))

describe('a model of the hub', () => {
  it('is fetched, held to its hashes, and opens as what it was', async () => {
    const seen: DownloadProgress[] = []
    const manifest = await fetchTiny({ onProgress: (progress) => seen.push(progress) })
    expect(manifest).toMatchObject({
      key,
      license: 'apache-2.0',
      bytes: Object.values(small).reduce((sum, bytes) => sum + bytes.length, weights.length),
    })
    expect(Object.fromEntries(manifest.files.map(({ name, checked }) => [name, checked]))).toEqual({
      'config.json': 'git-sha1',
      'tokenizer.json': 'git-sha1',
      'tokenizer_config.json': 'git-sha1',
      'model.safetensors': 'sha256',
    })
    expect(seen.every(({ totalBytes }) => totalBytes === manifest.bytes)).toBe(true)
    expect(seen.map(({ loadedBytes }) => loadedBytes)).toEqual(
      seen.map(({ loadedBytes }) => loadedBytes).sort((a, b) => a - b),
    )
    expect(seen.at(-1)!.loadedBytes).toBe(manifest.bytes)
    const { files } = await openKept(store, key)
    const source = await openModelFiles(files)
    expect(source.config).toMatchObject({ model_type: 'llama' })
    expect((await source.tokenizerFiles()).tokenizer).toHaveProperty('model')
    expect(source.tensors.size).toBeGreaterThan(10)
    for (const [name, { bytes }] of source.tensors) expect((await source.read(name)).data.length).toBe(bytes)
  })

  it('is not fetched twice', async () => {
    await fetchTiny()
    server.requests.length = 0
    await fetchTiny()
    expect(server.requests).toHaveLength(1)
  })

  it('is understood as people write it', () => {
    expect(parseHubModel(' Qwen/Qwen3-0.6B ')).toEqual({ id: 'Qwen/Qwen3-0.6B', revision: 'main' })
    expect(parseHubModel('a/b@refs/pr/1')).toEqual({ id: 'a/b', revision: 'refs/pr/1' })
    expect(parseHubModel('https://huggingface.co/a/b')).toEqual({ id: 'a/b', revision: 'main' })
    expect(parseHubModel('https://huggingface.co/a/b/blob/v1/x/y-Q8_0.gguf')).toEqual({
      id: 'a/b',
      revision: 'v1',
      file: 'x/y-Q8_0.gguf',
    })
    expect(parseHubModel('https://example.org/a/b')).toBeNull()
    expect(parseHubModel('just words')).toBeNull()
  })

  it('is chosen by file where there are several', async () => {
    expect((await errorOf(find('lab/ggufs'))).reason).toContain('a-Q8_0.gguf, a-Q4_0.gguf')
    const one = await findHubModel(
      { id: 'lab/ggufs', revision: 'main', file: 'a-Q4_0.gguf' },
      { base: server.base },
    )
    expect(one.files.map(({ name, size }) => [name, size])).toEqual([['a-Q4_0.gguf', 500]])
    expect(
      (
        await errorOf(
          findHubModel({ id: 'lab/ggufs', revision: 'main', file: 'b.gguf' }, { base: server.base }),
        )
      ).message,
    ).toContain('no file b.gguf')
    expect((await errorOf(find('lab/none'))).message).toContain('no weights')
  })

  it('that may not be read says why, and opens with the right token', async () => {
    expect((await errorOf(find('lab/gated'))).reason).toMatch(
      /401 \(GatedRepo\): its licence has to be accepted/,
    )
    expect((await errorOf(find('lab/gated', { token: 'hf_bad' }))).message).toContain('refused')
    expect((await errorOf(find('lab/absent'))).wayOut).toContain('spelling')
    expect((await errorOf(find('lab/absent', { token: 'hf_good' }))).message).toContain('token does not open')
    expect((await errorOf(find('lab/tiny@v9'))).reason).toContain('no such revision')
    const model = await find('lab/gated', { token: 'hf_good' })
    await downloadModel(model, { store, ...quick })
    expect((await kept(store, model.key)).manifest).not.toBeNull()
  })

  it('whose hub is none, in trouble, or away, says so', async () => {
    server.misbehave('api', { times: 1, html: true })
    expect((await errorOf(find())).message).toContain('did not answer as a model hub')
    server.misbehave('api', { times: 1, status: 503 })
    expect((await errorOf(find())).reason).toContain('503')
    server.misbehave('api', { times: 1, status: 429 })
    expect((await errorOf(find())).message).toContain('asks to wait')
    expect((await errorOf(find('lab/tiny', { base: 'http://127.0.0.1:9' }))).reason).toContain(
      'no connection',
    )
  })
})

describe('a download that goes wrong', () => {
  it('goes on by itself from the last byte when the connection drops', async () => {
    server.misbehave('model.safetensors', { times: 1, dropAfter: 300_000 })
    await fetchTiny()
    expect(ranges()).toEqual([0, 300_000])
    expect(await isThere()).toBe(true)
  })

  it('gives up in words when every try drops at once, keeps what came, and resumes there', async () => {
    server.misbehave('model.safetensors', { times: 1, dropAfter: 300_000 })
    const first = new AbortController()
    const error = await errorOf(
      fetchTiny({
        pause: async () => server.misbehave('model.safetensors', { times: 9, dropAfter: 0 }),
        signal: first.signal,
      }),
    )
    expect(error.message).toBe('model.safetensors is not whole.')
    expect(error.reason).toContain(`300000 of ${weights.length}`)
    expect(await isThere()).toBe(false)
    expect((await kept(store, key)).part).toMatchObject({ key })
    server.misbehave('model.safetensors', { times: 0 })
    server.requests.length = 0
    await fetchTiny()
    expect(ranges()).toEqual([300_000])
    expect(await isThere()).toBe(true)
  })

  it('can be cancelled and gone on with', async () => {
    const cancel = new AbortController()
    const stop = ({ file, loadedBytes }: DownloadProgress) =>
      file === 'model.safetensors' &&
      loadedBytes > 200_000 &&
      cancel.abort(new DOMException('Cancelled.', 'AbortError'))
    server.misbehave('model.safetensors', { times: 1, slow: 2000 })
    await expect(fetchTiny({ signal: cancel.signal, onProgress: stop })).rejects.toThrow('Cancelled.')
    expect(await isThere()).toBe(false)
    server.requests.length = 0
    await fetchTiny()
    expect(ranges()[0]).toBeGreaterThan(100_000)
    expect(await isThere()).toBe(true)
  })

  it.each([
    ['a wrong byte', { flip: true }, 'model.safetensors is damaged.', 'SHA-256'],
    [
      'a file cut short that says so',
      { short: 1000 },
      'model.safetensors is shorter than it should be.',
      `${weights.length - 1000} bytes`,
    ],
    [
      'more than there should be',
      { long: 1000 },
      'model.safetensors is longer than it should be.',
      String(weights.length + 1000),
    ],
    ['a page in place of a file', { html: true }, 'model.safetensors is a page, not a file.', 'HTML'],
    ['403', { status: 403 }, 'Access to model.safetensors of tiny is refused.', '403'],
    ['404', { status: 404 }, 'model.safetensors of tiny is not there.', '404'],
    ['500', { status: 500 }, 'model.safetensors of tiny could not be fetched.', '500'],
  ])('%s: said, no model until a retry brings it', async (_, how, message, reason) => {
    server.misbehave('model.safetensors', { times: 9, ...how })
    const error = await errorOf(fetchTiny())
    expect(error.message).toBe(message)
    expect(error.reason).toContain(reason)
    expect(await isThere()).toBe(false)
    await expect(openKept(store, key)).rejects.toThrow('not in the browser')
    server.misbehave('model.safetensors', { times: 0 })
    await fetchTiny()
    expect(await isThere()).toBe(true)
  })

  it('a small file with a wrong byte is found by git\u2019s hash', async () => {
    server.misbehave('config.json', { times: 1, flip: true })
    expect((await errorOf(fetchTiny())).reason).toContain('SHA-1')
  })

  it('is begun anew where the server knows no ranges', async () => {
    server.misbehave('model.safetensors', { times: 1, dropAfter: 300_000 })
    await fetchTiny({
      pause: async () => server.misbehave('model.safetensors', { times: 1, ignoreRange: true }),
    })
    expect(ranges()).toEqual([0, 300_000])
    expect(await isThere()).toBe(true)
  })

  it('what lies there of another version is not gone on with', async () => {
    const model = await find()
    const other = {
      ...model,
      version: 'old',
      files: model.files.map((file) =>
        file.name === 'model.safetensors'
          ? { ...file, hash: { kind: 'sha256' as const, hex: 'other' } }
          : file,
      ),
    }
    server.misbehave('model.safetensors', { times: 1, dropAfter: 300_000 })
    await errorOf(
      downloadModel(other, {
        store,
        pause: async () => server.misbehave('model.safetensors', { times: 9, status: 404 }),
      }),
    )
    server.misbehave('model.safetensors', { times: 0 })
    server.requests.length = 0
    await fetchTiny()
    expect(ranges()).toEqual([0])
  })

  it('a full disk is said, with what there is', async () => {
    const full: ModelStore = { ...store, room: async () => ({ quota: 3e6, usage: 2e6 }) }
    const error = await errorOf(fetchTiny({ store: full }))
    expect(error.message).toBe('There is no room for this model.')
    expect(error.reason).toMatch(/needs 0\.\d+ GB more; this page may use 0\.00 GB/)
  })

  it('a whole model whose file was cut on the disk is none any more', async () => {
    await fetchTiny()
    truncateSync(join(folder, encodeURIComponent(key), 'model.safetensors'), 1000)
    expect(await isThere()).toBe(false)
    await expect(openKept(store, key)).rejects.toThrow(WeightsError)
  })
})

describe('a model at a plain URL', () => {
  it('is fetched by the usual names, held to the lengths that the server says', async () => {
    const model = modelAtUrl(`${server.plain}/lab/tiny/`)
    const manifest = await downloadModel(model, { store, ...quick })
    expect(manifest.files.map(({ name, checked }) => [name, checked])).toEqual([
      ['config.json', 'length'],
      ['tokenizer.json', 'length'],
      ['tokenizer_config.json', 'length'],
      ['model.safetensors', 'length'],
    ])
    expect(modelAtUrl(`${server.plain}/lab/tiny/model.safetensors`).key).toBe(model.key)
  })

  it('resumes by its ETag', async () => {
    server.misbehave('a-Q8_0.gguf', { times: 1, dropAfter: 400 })
    await downloadModel(modelAtUrl(`${server.plain}/lab/ggufs/a-Q8_0.gguf`), { store, ...quick })
    expect(server.requests.filter((request) => request.includes('a-Q8_0'))).toEqual([
      'GET /files/lab/ggufs/a-Q8_0.gguf',
      'GET /files/lab/ggufs/a-Q8_0.gguf bytes=400-',
    ])
  })

  it('that is none, or lacks a file, says so', async () => {
    expect(() => modelAtUrl('ftp://x/y')).toThrow(WeightsError)
    expect(
      (await errorOf(downloadModel(modelAtUrl(`${server.plain}/lab/none/`), { store, ...quick }))).message,
    ).toContain('config.json')
  })
})
