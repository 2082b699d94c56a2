import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { EngineFault, faultOf } from './live-fault.ts'
import { fetchBytes, fetchModel, type Progress } from './live-files.ts'

const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const files: Record<string, Uint8Array<ArrayBuffer>> = {
  'config.json': text({ model_type: 'llama' }),
  'model.safetensors': new Uint8Array(300_000).map((_, i) => i),
  'tokenizer.json': text({ model: {} }),
  'tokenizer_config.json': text({ eos_token: '.' }),
}

function manifest(of = files) {
  return text({
    files: Object.entries(of).map(([name, bytes]) => ({
      name,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })),
  })
}

/** A server with these files and, unless told otherwise, an honest manifest. */
function server(changes: Record<string, Uint8Array<ArrayBuffer> | number> = {}): typeof fetch {
  const all: Record<string, Uint8Array<ArrayBuffer> | number> = {
    ...files,
    'manifest.json': manifest(),
    ...changes,
  }
  return async (url) => {
    const found = all[String(url).split('/').at(-1)!] ?? 404
    return typeof found === 'number' ? new Response('', { status: found }) : new Response(found)
  }
}

async function faultFrom(get: typeof fetch): Promise<EngineFault> {
  const result = await fetchModel('https://lab/models/tiny/', () => {}, get).catch((error: unknown) => error)
  if (!(result instanceof EngineFault)) throw new Error('expected a fault')
  return result
}

describe('fetchModel', () => {
  it('returns the files and counts every byte against a total known from the start', async () => {
    const seen: Progress[] = []
    const model = await fetchModel('https://lab/models/tiny/', (progress) => seen.push(progress), server())
    const total = Object.values(files).reduce((sum, bytes) => sum + bytes.length, 0)
    expect(model.config).toEqual({ model_type: 'llama' })
    expect(model.weights).toEqual(files['model.safetensors'])
    expect(model.bytes).toBe(total)
    expect(seen.every((progress) => progress.totalBytes === total)).toBe(true)
    expect(seen.map((progress) => progress.loadedBytes)).toEqual(
      seen.map((progress) => progress.loadedBytes).sort((a, b) => a - b),
    )
    expect(seen.at(-1)!.loadedBytes).toBe(total)
  })

  it('names a file that is not there', async () => {
    expect((await faultFrom(server({ 'tokenizer.json': 404 }))).message).toBe('tokenizer.json is missing.')
    const { 'tokenizer.json': _, ...without } = files
    expect((await faultFrom(server({ 'manifest.json': manifest(without) }))).message).toBe(
      'tokenizer.json is missing.',
    )
  })

  it('tells a file that was cut short, and one with a wrong byte, from a good one', async () => {
    const weights = files['model.safetensors']!
    const cut = await faultFrom(server({ 'model.safetensors': weights.slice(0, 1000) }))
    expect(cut.message).toBe('model.safetensors is damaged.')
    expect(cut.reason).toContain('1000 bytes instead of 300000')
    const flipped = weights.slice()
    flipped[12_345]! ^= 1
    expect((await faultFrom(server({ 'model.safetensors': flipped }))).reason).toContain('SHA-256')
  })

  it('does not take a page for a file', async () => {
    const page = new TextEncoder().encode('<!doctype html>')
    expect((await faultFrom(server({ 'manifest.json': page }))).reason).toContain('not JSON')
  })

  it.each([
    ['without a word', () => new Promise<Response>(() => undefined)],
    [
      'in the middle',
      async () =>
        new Response(
          new ReadableStream<Uint8Array>({
            start: (to) => to.enqueue(files['model.safetensors']!.slice(0, 9)),
          }),
        ),
    ],
  ])('gives up on a server that falls silent %s', async (_, get) => {
    const error = await fetchBytes('https://lab/x', 'x', get, undefined, 20).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(EngineFault)
    expect((error as EngineFault).reason).toBe(
      'The connection failed: the server has sent nothing for 1 second.',
    )
  })

  it('keeps the words of a failed connection and a refusing server', async () => {
    expect((await faultFrom(server({ 'config.json': 503 }))).reason).toContain('503')
    const offline = async () => Promise.reject(new TypeError('Failed to fetch'))
    expect((await faultFrom(offline)).reason).toContain('Failed to fetch')
  })
})

describe('faultOf', () => {
  it('gives any error a sentence, its cause and a way out', () => {
    const fault = faultOf(new Error('outer.', { cause: new Error('inner.') }), { during: 'run', id: 3 })
    expect(fault).toMatchObject({ type: 'fault', during: 'run', id: 3, cause: 'outer. inner.' })
    expect(fault.wayOut).not.toBe('')
    expect(faultOf(new EngineFault('a', 'b', 'c'), { during: 'load', id: null })).toEqual({
      type: 'fault',
      message: 'a',
      cause: 'b',
      wayOut: 'c',
      during: 'load',
      id: null,
    })
  })
})
