/**
 * The files of a model, over HTTP: sizes first (from the manifest beside them, so that progress has
 * a total from the start), then all bytes, then their integrity. Every way that this fails is a fault
 * that names the file.
 */
import { messageOf } from '../explained-error.ts'
import { z } from 'zod'
import { parseObject } from '../lm/weights/bytes.ts'
import { answerOf, withinSilence, silentMs } from '../lm/weights/silence.ts'
import { EngineFault } from './live-fault.ts'

const manifestSchema = z.object({
  files: z.array(z.object({ name: z.string(), bytes: z.number().int().nonnegative(), sha256: z.string() })),
})

const required = ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'] as const
type FileName = (typeof required)[number]

export interface ModelFiles {
  config: unknown
  weights: Uint8Array<ArrayBuffer>
  tokenizer: Record<string, unknown>
  tokenizerConfig: Record<string, unknown>
  /** All files together. */
  bytes: number
}

export interface Progress {
  loadedBytes: number
  totalBytes: number
  what: string
}

/** @param base folder of the model, with its final slash. Throws `EngineFault`. */
export async function fetchModel(
  base: string,
  onProgress: (progress: Progress) => void,
  get: typeof fetch = fetch,
): Promise<ModelFiles> {
  const manifest = await readManifest(base, get)
  const sizes = new Map(manifest.files.map((file) => [file.name, file]))
  const totalBytes = required.reduce((sum, name) => sum + (sizes.get(name)?.bytes ?? 0), 0)
  const loaded = new Map<FileName, Uint8Array<ArrayBuffer>>()
  let before = 0
  for (const name of required) {
    const expected = sizes.get(name)
    if (!expected) throw missing(name)
    const bytes = await fetchBytes(base + name, name, get, (received) =>
      onProgress({ loadedBytes: before + received, totalBytes, what: name }),
    )
    await check(name, bytes, expected)
    before += bytes.length
    loaded.set(name, bytes)
  }
  return {
    config: parse('config.json', loaded.get('config.json')!),
    weights: loaded.get('model.safetensors')!,
    tokenizer: parse('tokenizer.json', loaded.get('tokenizer.json')!),
    tokenizerConfig: parse('tokenizer_config.json', loaded.get('tokenizer_config.json')!),
    bytes: totalBytes,
  }
}

async function readManifest(base: string, get: typeof fetch): Promise<z.infer<typeof manifestSchema>> {
  const bytes = await fetchBytes(`${base}manifest.json`, 'manifest.json', get)
  const checked = manifestSchema.safeParse(parse('manifest.json', bytes))
  if (!checked.success) throw damaged('manifest.json', 'it does not list the files of a model')
  return checked.data
}

/** The body of one response, with `onReceived(bytes so far)`. */
export async function fetchBytes(
  url: string,
  name: string,
  get: typeof fetch = fetch,
  onReceived?: (bytes: number) => void,
  silence: number = silentMs,
): Promise<Uint8Array<ArrayBuffer>> {
  let response: Response
  try {
    response = await answerOf(get, url, {}, silence)
  } catch (error) {
    throw unreachable(name, error)
  }
  if (response.status === 404) throw missing(name)
  if (!response.ok || !response.body) {
    throw new EngineFault(
      `${name} could not be downloaded.`,
      `The server answered ${response.status} ${response.statusText}.`.replace(' .', '.'),
      'Try again in a moment. Recorded runs work without it.',
    )
  }
  const chunks: Uint8Array[] = []
  let received = 0
  try {
    const reader = response.body.getReader()
    const next = () => withinSilence(reader.read(), silence)
    try {
      for (let part = await next(); !part.done; part = await next()) {
        chunks.push(part.value)
        received += part.value.length
        onReceived?.(received)
      }
    } finally {
      // Whatever ended it, the connection is not left open.
      void reader.cancel().catch(() => undefined)
    }
  } catch (error) {
    throw unreachable(name, error)
  }
  const bytes = new Uint8Array(received)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

async function check(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  expected: { bytes: number; sha256: string },
): Promise<void> {
  if (bytes.length !== expected.bytes)
    throw damaged(name, `it has ${bytes.length} bytes instead of ${expected.bytes}`)
  // Absent on plain http to another machine: there the size and the parser are the only check.
  if (!globalThis.crypto?.subtle) return
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
  if (sha256 !== expected.sha256)
    throw damaged(name, 'its bytes are not those that were published (SHA-256 differs)')
}

function parse(name: string, bytes: Uint8Array): Record<string, unknown> {
  return parseObject(name, bytes, (_, what) => damaged(name, `it is ${what}`))
}

function missing(name: string): EngineFault {
  const reason =
    name === 'manifest.json'
      ? 'This copy of the lab has no folder for that model.'
      : `The model's folder has no ${name}, and a model cannot be read without it.`
  return new EngineFault(
    `${name} is missing.`,
    reason,
    'Put the file beside the others and load again, or choose another model. Recorded runs work without it.',
  )
}

function damaged(name: string, how: string): EngineFault {
  return new EngineFault(
    `${name} is damaged.`,
    `The file arrived, but ${how}.`,
    'Reload the page without its cache to fetch it again. The model in use, if any, is kept.',
  )
}

function unreachable(name: string, error: unknown): EngineFault {
  return new EngineFault(
    `${name} could not be downloaded.`,
    `The connection failed: ${messageOf(error)}.`,
    'Check the connection and load again. Recorded runs work without it.',
  )
}
