/**
 * Fetches a model into a store: file by file, resumed from the last byte, hashed as it comes. The
 * manifest that makes it a model is written last, after every file was held to what its server says
 * of it, so nothing half-written is ever taken for one.
 */
import { messageOf } from '../../explained-error.ts'
import { createSHA1, createSHA256, type IHasher } from 'hash-wasm'
import { connectionFailed, refused } from './http-errors.ts'
import type { RemoteFile, RemoteModel } from './remote.ts'
import {
  identity,
  kept,
  putJson,
  manifestName,
  partName,
  quotaExceeded,
  type Manifest,
  type ModelStore,
  type Part,
  type StoredFile,
  type StoreWriter,
} from './store.ts'
import { WeightsError } from './weights-error.ts'

export interface DownloadProgress {
  /** Bytes that are there, from earlier tries too. */
  loadedBytes: number
  /** 0 while not known. */
  totalBytes: number
  /** The file, and what happens to it. */
  file: string
  doing: 'fetching' | 'checking'
}

export interface DownloadOptions {
  store: ModelStore
  get?: typeof fetch
  onProgress?: (progress: DownloadProgress) => void
  /** Cancels; what has arrived stays. */
  signal?: AbortSignal
  /** Waits before going on after a connection that broke; a try that brings no byte is the last. */
  pause?: (tries: number) => Promise<void>
}

const tries = 4
const readPart = 4 << 20

/** Throws `WeightsError`, or the signal's reason when cancelled. */
export async function downloadModel(
  model: RemoteModel,
  { store, get = fetch, onProgress = () => {}, signal, pause = waited }: DownloadOptions,
): Promise<Manifest> {
  const before = await kept(store, model.key)
  if (before.manifest?.version === model.version && before.manifest.version !== '') return before.manifest
  // From here on the folder holds a download, whatever it held.
  await store.remove(model.key, manifestName)
  const part: Part = {
    key: model.key,
    name: model.name,
    origin: model.origin,
    license: model.license,
    totalBytes: total(model.files.map(({ size }) => size)),
    identities: before.part?.identities ?? {},
  }
  await putJson(store, model.key, partName, part)
  await ensureRoom(model, store)
  const sizes = new Map(model.files.map((file) => [file.name, file.size]))
  const done: StoredFile[] = []
  const say = (file: string, doing: DownloadProgress['doing'], loaded: number) =>
    onProgress({
      file,
      doing,
      loadedBytes: total(done.map(({ bytes }) => bytes)) + loaded,
      totalBytes: [...sizes.values()].every((size) => size !== null) ? total([...sizes.values()]) : 0,
    })

  for (const file of model.files) {
    const fetched = await new FileDownload(model, file, {
      store,
      get,
      signal,
      pause,
      part,
      say: (doing, loaded) => say(file.name, doing, loaded),
      sized: (size) => sizes.set(file.name, size),
    }).run()
    if (fetched) done.push(fetched)
    else sizes.set(file.name, 0)
  }
  const manifest: Manifest = {
    key: model.key,
    name: model.name,
    origin: model.origin,
    version: model.version,
    license: model.license,
    bytes: total(done.map(({ bytes }) => bytes)),
    files: done,
  }
  await putJson(store, model.key, manifestName, manifest)
  await store.remove(model.key, partName)
  return manifest
}

interface FileContext {
  store: ModelStore
  get: typeof fetch
  signal: AbortSignal | undefined
  pause: (tries: number) => Promise<void>
  part: Part
  say: (doing: DownloadProgress['doing'], loaded: number) => void
  sized: (size: number) => void
}

class FileDownload {
  private readonly host: string
  private size: number | null
  private sha256!: IHasher
  private gitSha1: IHasher | null = null

  constructor(
    private readonly model: RemoteModel,
    private readonly file: RemoteFile,
    private readonly context: FileContext,
  ) {
    this.host = new URL(file.url).host
    this.size = file.size
  }

  /** Null for an optional file that is not there. */
  async run(): Promise<StoredFile | null> {
    const { store, signal, pause } = this.context
    const { key } = this.model
    const { name, optional } = this.file
    const writer = await store.writer(key, name)
    let found = true
    try {
      await this.begin(writer)
      for (let failed = 0, best = writer.size; found && (this.size === null || writer.size < this.size);) {
        signal?.throwIfAborted()
        try {
          found = await this.fetchRest(writer)
        } catch (error) {
          if (!(error instanceof Dropped)) throw error
          failed = writer.size > best ? 1 : failed + 1
          best = Math.max(best, writer.size)
          if (failed >= tries) throw error.told
          await pause(failed)
        }
      }
      if (found) return await this.check(writer)
    } finally {
      await writer.close()
    }
    await store.remove(key, name)
    return optional ? null : Promise.reject(new Error('A file that is needed was not found.'))
  }

  /** What is on the disk already is kept where it is the beginning of this very file, and hashed. */
  private async begin(writer: StoreWriter): Promise<void> {
    const { store, part, say, signal } = this.context
    const { name } = this.file
    const known = part.identities[name]
    const same =
      known !== undefined &&
      (this.file.hash
        ? known === identity(this.model, this.file, null)
        : known.startsWith(`${this.model.version} ${this.file.url} `))
    if (writer.size > 0 && (!same || (this.size !== null && writer.size > this.size)))
      await writer.truncate(0)
    if (this.file.hash) await this.remember(null)
    await this.resetHashes()
    if (writer.size === 0) return
    const there = await store.open(this.model.key, name)
    for (let at = 0; at < writer.size; at += readPart) {
      signal?.throwIfAborted()
      this.hash(await there.read(at, Math.min(at + readPart, writer.size)))
      say('checking', at)
    }
  }

  private async remember(etag: string | null): Promise<void> {
    const { store, part } = this.context
    part.identities[this.file.name] = identity(this.model, this.file, etag)
    await putJson(store, this.model.key, partName, part)
  }

  private async resetHashes(): Promise<void> {
    this.sha256 = (await createSHA256()).init()
    this.gitSha1 =
      this.file.hash?.kind === 'git-sha1'
        ? (await createSHA1()).init().update(new TextEncoder().encode(`blob ${this.file.size}\0`))
        : null
  }

  private hash(bytes: Uint8Array): void {
    this.sha256.update(bytes)
    this.gitSha1?.update(bytes)
  }

  private async startOver(writer: StoreWriter): Promise<void> {
    await writer.truncate(0)
    await this.resetHashes()
  }

  /** From the writer's end to the file's. False where an optional file is not there. Throws `Dropped` where the connection broke, and another try may help. */
  private async fetchRest(writer: StoreWriter): Promise<boolean> {
    const { get, signal, say, part } = this.context
    const { name, url } = this.file
    const { authorization } = this.model
    const headers: Record<string, string> = {
      ...(authorization && { authorization }),
      ...(writer.size > 0 && { range: `bytes=${writer.size}-` }),
    }
    let response: Response
    try {
      response = await get(url, { headers, ...(signal && { signal }), cache: 'no-store' })
    } catch (error) {
      throw dropped(connectionFailed(name, this.host, error, signal))
    }
    if (response.status === 404 && this.file.optional) return false
    // The file there ends before the one that was begun here.
    if (response.status === 416 && writer.size > 0) {
      const at = writer.size
      await this.startOver(writer)
      throw this.wrongLength('short', at)
    }
    if (response.status >= 500) throw dropped(refused(this.asked, response))
    if (!response.ok || !response.body) throw refused(this.asked, response)
    if (/^text\/html\b/.test(response.headers.get('content-type') ?? '')) throw this.notAFile()
    await this.align(writer, response)
    const etag = response.headers.get('etag')
    if (
      writer.size === 0 &&
      !this.file.hash &&
      part.identities[name] !== identity(this.model, this.file, etag)
    )
      await this.remember(etag)
    this.learnSize(writer.size, response)

    const reader = response.body.getReader()
    try {
      for (;;) {
        const { done, value } = await reader
          .read()
          .catch((error: unknown) => Promise.reject(dropped(this.brokeOff(writer.size, error))))
        if (done) break
        if (this.size !== null && writer.size + value.length > this.size) throw this.wrongLength('long', null)
        await writer.append(value)
        this.hash(value)
        say('fetching', writer.size)
      }
    } finally {
      // Whatever ended it, the connection is not left open.
      await reader.cancel().catch(() => {})
    }
    if (this.size === null) this.size = writer.size
    this.context.sized(this.size)
    if (writer.size < this.size) throw dropped(this.brokeOff(writer.size, null))
    return true
  }

  private get asked() {
    return {
      what: `${this.file.name} of ${this.model.name}`,
      from: this.host,
      token: this.model.authorization !== null,
    }
  }

  /** The answer goes on where the file ends, or the file begins anew: some servers know no ranges, and some files have changed since. */
  private async align(writer: StoreWriter, response: Response): Promise<void> {
    if (writer.size === 0) return
    const range = response.headers.get('content-range')
    const from = range === null ? null : Number(/^bytes (\d+)-/.exec(range)?.[1] ?? NaN)
    const { hash, name } = this.file
    const etag = response.headers.get('etag')
    const changed = !hash && this.context.part.identities[name] !== identity(this.model, this.file, etag)
    if (response.status === 206 && !changed && (from === null || from === writer.size)) return
    await this.startOver(writer)
    // A part that is not the wanted one cannot be used for the beginning.
    if (response.status === 206)
      throw dropped(
        new WeightsError(
          `${name} could not be gone on with.`,
          changed
            ? 'The file has changed on the server since.'
            : `${this.host} sent another part than the one that was asked for.`,
          'Try again: it is fetched from its beginning.',
        ),
      )
  }

  /** The length that the server says must be the one that is known. */
  private learnSize(at: number, response: Response): void {
    const coded = response.headers.get('content-encoding')
    const length = response.headers.get('content-length')
    // Of a compressed answer the length is another one.
    if (length === null || (coded !== null && coded !== 'identity')) return
    const said = at + Number(length)
    if (this.size === null) {
      this.size = said
      this.context.sized(said)
    } else if (said !== this.size) throw this.wrongLength(said > this.size ? 'long' : 'short', said)
  }

  private async check(writer: StoreWriter): Promise<StoredFile> {
    const { name, hash } = this.file
    this.context.say('checking', writer.size)
    const sha256 = this.sha256.digest('hex')
    const got = hash === null ? null : hash.kind === 'sha256' ? sha256 : this.gitSha1!.digest('hex')
    if (hash && got !== hash.hex) {
      await writer.truncate(0)
      throw new WeightsError(
        `${name} is damaged.`,
        `It arrived whole, but its bytes are not those that were published (${hash.kind === 'sha256' ? 'SHA-256' : 'git\u2019s SHA-1'} differs).`,
        'It has been thrown away; try again to fetch it anew. If it stays so, something between here and the server changes files.',
      )
    }
    return { name, bytes: writer.size, sha256, checked: hash?.kind ?? 'length' }
  }

  private brokeOff(at: number, error: unknown): Error {
    const { signal } = this.context
    if (signal?.aborted) return signal.reason as Error
    const why =
      error === null ? 'The server ended its answer early' : `The connection broke (${messageOf(error)})`
    return new WeightsError(
      `${this.file.name} is not whole.`,
      `${why}, after ${at}${this.size === null ? '' : ` of ${this.size}`} bytes.`,
      'Resume: it goes on from the last byte that arrived.',
    )
  }

  private wrongLength(how: 'long' | 'short', said: number | null): WeightsError {
    return new WeightsError(
      `${this.file.name} is ${how}er than it should be.`,
      `${this.host} ${said === null ? 'sends more' : `has ${said} bytes`}, and the file has ${this.size ?? 'more'}.`,
      'Try again; if it stays so, the server is wrong about its own file, and another source is needed.',
    )
  }

  private notAFile(): WeightsError {
    return new WeightsError(
      `${this.file.name} is a page, not a file.`,
      `${this.host} answers with HTML: a sign-in, a notice, or an error that does not call itself one.`,
      'Open the address in a tab to see what it wants, sign in where your network asks for it, then try again.',
    )
  }
}

/** Another try may bring what is missing; else this is what to tell. */
class Dropped extends Error {
  constructor(readonly told: Error) {
    super(told.message)
  }
}

/** A cancelled request is no broken one. */
function dropped(told: Error): Error {
  return told instanceof WeightsError ? new Dropped(told) : told
}

async function ensureRoom(model: RemoteModel, store: ModelStore): Promise<void> {
  const room = await store.room()
  if (!room) return
  const sizes = await store.sizes(model.key)
  const missing = total(
    model.files.map(({ name, size }) => Math.max(0, (size ?? 0) - (sizes.get(name) ?? 0))),
  )
  if (missing > room.quota - room.usage) throw quotaExceeded(model.name, missing, room)
}

function total(numbers: readonly (number | null)[]): number {
  return numbers.reduce<number>((sum, n) => sum + (n ?? 0), 0)
}

const waited = (failed: number) => new Promise<void>((resolve) => setTimeout(resolve, 500 * 2 ** failed))
