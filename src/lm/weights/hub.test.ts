/** Models of a hub and of a plain address, each fetched whole and opened. */
import { describe, expect, it } from 'vitest'
import { downloadModel, type DownloadProgress } from './download.ts'
import { findHubModel, parseHubModel } from './hub.ts'
import { openModelFiles } from './open.ts'
import { modelAtUrl } from './remote.ts'
import { kept, openKept } from './store.ts'
import { errorOf, fetchTiny, find, key, quick, server, small, store, weights } from './tiny-hub.testing.ts'
import { WeightsError } from './weights-error.ts'

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
