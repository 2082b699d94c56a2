/**
 * Fetches one file of a model into the store: from the last byte that is there, hashed as it comes, and
 * tried again where the connection breaks.
 */
import { damaged, brokenOff, notAFile, wrongLength } from './file-errors.ts'
import { FileHash } from './file-hash.ts'
import { connectionFailed, refused } from './http-errors.ts'
import type { RemoteFile, RemoteModel } from './remote.ts'
import { answerOf, withinSilence } from './silence.ts'
import {
  identity,
  partName,
  putJson,
  type ModelStore,
  type Part,
  type StoredFile,
  type StoreWriter,
} from './store.ts'
import { WeightsError } from './weights-error.ts'

const tries = 4
const readPart = 4 << 20

/** What happens to a file: it is fetched, or what is there of it is checked. */
export type FileDoing = 'fetching' | 'checking'

export interface FileContext {
  store: ModelStore
  get: typeof fetch
  signal: AbortSignal | undefined
  pause: (tries: number) => Promise<void>
  /** Milliseconds without a byte after which a try is given up. */
  silence: number
  part: Part
  say: (doing: FileDoing, loaded: number) => void
  sized: (size: number) => void
}

/** One file of a model on its way into the store. */
export class FileDownload {
  private readonly host: string
  private size: number | null
  private readonly hash: FileHash

  constructor(
    private readonly model: RemoteModel,
    private readonly file: RemoteFile,
    private readonly context: FileContext,
  ) {
    this.host = new URL(file.url).host
    this.size = file.size
    this.hash = new FileHash(file)
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
    await this.hash.begin()
    if (writer.size === 0) return
    const there = await store.open(this.model.key, name)
    for (let at = 0; at < writer.size; at += readPart) {
      signal?.throwIfAborted()
      this.hash.update(await there.read(at, Math.min(at + readPart, writer.size)))
      say('checking', at)
    }
  }

  private async remember(etag: string | null): Promise<void> {
    const { store, part } = this.context
    part.identities[this.file.name] = identity(this.model, this.file, etag)
    await putJson(store, this.model.key, partName, part)
  }

  private async startOver(writer: StoreWriter): Promise<void> {
    await writer.truncate(0)
    await this.hash.begin()
  }

  /** From the writer's end to the file's. False where an optional file is not there. Throws `Dropped` where the connection broke, and another try may help. */
  private async fetchRest(writer: StoreWriter): Promise<boolean> {
    const { get, signal, say, part, silence } = this.context
    const { name, url } = this.file
    const { authorization } = this.model
    const headers: Record<string, string> = {
      ...(authorization && { authorization }),
      ...(writer.size > 0 && { range: `bytes=${writer.size}-` }),
    }
    let response: Response
    try {
      response = await answerOf(get, url, { headers, ...(signal && { signal }), cache: 'no-store' }, silence)
    } catch (error) {
      throw dropped(connectionFailed(name, this.host, error, signal))
    }
    if (response.status === 404 && this.file.optional) return false
    // The file there ends before the one that was begun here.
    if (response.status === 416 && writer.size > 0) {
      const at = writer.size
      await this.startOver(writer)
      throw wrongLength(this.sized, 'short', at)
    }
    if (response.status >= 500) throw dropped(refused(this.asked, response))
    if (!response.ok || !response.body) throw refused(this.asked, response)
    if (/^text\/html\b/.test(response.headers.get('content-type') ?? '')) throw notAFile(name, this.host)
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
        const { done, value } = await withinSilence(reader.read(), silence).catch((error: unknown) =>
          Promise.reject(dropped(this.brokeOff(writer.size, error))),
        )
        if (done) break
        if (this.size !== null && writer.size + value.length > this.size)
          throw wrongLength(this.sized, 'long', null)
        await writer.append(value)
        this.hash.update(value)
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

  private get sized() {
    return { name: this.file.name, host: this.host, size: this.size }
  }

  /** What to tell when an answer ends before the file; `error` null where it ended without one. */
  private brokeOff(at: number, error: unknown): Error {
    const { signal } = this.context
    return signal?.aborted ? (signal.reason as Error) : brokenOff(this.sized, at, error)
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
    } else if (said !== this.size) throw wrongLength(this.sized, said > this.size ? 'long' : 'short', said)
  }

  private async check(writer: StoreWriter): Promise<StoredFile> {
    const { name, hash } = this.file
    this.context.say('checking', writer.size)
    const { sha256, matches } = this.hash.end()
    if (hash && !matches) {
      await writer.truncate(0)
      throw damaged(name, hash.kind)
    }
    return { name, bytes: writer.size, sha256, checked: hash?.kind ?? 'length' }
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
