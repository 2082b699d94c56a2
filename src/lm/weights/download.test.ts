/** Downloads that go wrong: each is said, and no half of a model is taken for one. */
import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { downloadModel, type DownloadProgress } from './download.ts'
import { kept, openKept, type ModelStore } from './store.ts'
import {
  errorOf,
  fetchTiny,
  find,
  folder,
  isThere,
  key,
  ranges,
  server,
  store,
  weights,
} from './tiny-hub.testing.ts'
import { WeightsError } from './weights-error.ts'

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

  it('goes on by itself from the last byte when the server falls silent, and says so when it stays so', async () => {
    server.misbehave('model.safetensors', { times: 1, silentAfter: 300_000 })
    await fetchTiny({ silence: 150 })
    expect(ranges()).toEqual([0, 300_000])
    expect(await isThere()).toBe(true)
    await store.remove(key, 'model.safetensors')
    server.misbehave('model.safetensors', { times: 9, silentAfter: 0 })
    const error = await errorOf(fetchTiny({ silence: 50, pause: async () => undefined }))
    expect(error.reason).toContain('the server has sent nothing for')
    expect(await isThere()).toBe(false)
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
