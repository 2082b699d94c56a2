/** Fetches and keeps models in a store, and says how it goes: the body of the worker that does so. Tests run it in Node. */
import { parseObject } from '../../lm/weights/bytes.ts'
import { downloadModel } from '../../lm/weights/download.ts'
import { findHubModel } from '../../lm/weights/hub.ts'
import { modelAtUrl, type RemoteModel } from '../../lm/weights/remote.ts'
import { kept, type ModelStore } from '../../lm/weights/store.ts'
import { faultOf } from '../live-fault.ts'
import type { LibraryCommand, LibraryEvent, StoredModel } from './protocol.ts'

type CommandOf<T extends LibraryCommand['type']> = Extract<LibraryCommand, { type: T }>

export interface KeeperOptions {
  /** Asked for once, with the first command. */
  store: () => Promise<ModelStore>
  onEvent: (event: LibraryEvent) => void
  /** Milliseconds, for how often progress is told. */
  clock?: () => number
  get?: typeof fetch
}

const sayEveryMs = 100

export class StoredModels {
  private opened: Promise<ModelStore> | null = null
  private readonly downloads = new Map<string, AbortController>()

  constructor(private readonly options: KeeperOptions) {}

  send(command: LibraryCommand): void {
    void this.answer(command).catch((error: unknown) =>
      this.fail('key' in command ? command.key : null, error),
    )
  }

  private async answer(command: LibraryCommand): Promise<void> {
    switch (command.type) {
      case 'list':
        return this.list()
      case 'look':
        return this.look(command)
      case 'fetch':
        return this.fetch(command)
      case 'cancel':
        this.downloads.get(command.key)?.abort(new Cancelled())
        return
      case 'clear':
        await (await this.store()).remove(command.key)
        return this.list()
      default:
        command satisfies never
    }
  }

  private store(): Promise<ModelStore> {
    return (this.opened ??= this.options.store().catch((error: unknown) => {
      this.opened = null
      throw error
    }))
  }

  private async list(): Promise<void> {
    const store = await this.store()
    const models = await Promise.all((await store.keys()).map((key) => storedModelOf(store, key)))
    this.options.onEvent({
      type: 'listed',
      models: models.filter((model) => model !== null).sort((a, b) => a.name.localeCompare(b.name)),
      room: await store.room(),
    })
  }

  private find(
    { origin, hub, token }: CommandOf<'look' | 'fetch'>,
    signal?: AbortSignal,
  ): Promise<RemoteModel> | RemoteModel {
    return origin.kind === 'url'
      ? modelAtUrl(origin.url)
      : findHubModel(origin, { base: hub, token, signal, ...this.network })
  }

  private get network(): { get?: typeof fetch } {
    return this.options.get ? { get: this.options.get } : {}
  }

  private async look(command: CommandOf<'look'>): Promise<void> {
    const model = await this.find(command)
    const config = model.files.find(({ name }) => name === 'config.json')
    const headers = model.authorization === null ? {} : { headers: { authorization: model.authorization } }
    const response = config ? await (this.options.get ?? fetch)(config.url, headers).catch(() => null) : null
    this.options.onEvent({
      type: 'looked',
      key: command.key,
      name: model.name,
      license: model.license,
      totalBytes: model.files.every(({ size }) => size !== null)
        ? model.files.reduce((sum, { size }) => sum + size!, 0)
        : 0,
      // What it needs can then not be told; whether it can be fetched is for the fetching to say.
      config: response?.ok ? parseObject('config.json', new Uint8Array(await response.arrayBuffer())) : null,
    })
  }

  private async fetch(command: CommandOf<'fetch'>): Promise<void> {
    const { key } = command
    if (this.downloads.has(key)) return
    const { onEvent: say, clock = () => performance.now() } = this.options
    const cancel = new AbortController()
    this.downloads.set(key, cancel)
    let told = -Infinity
    try {
      const store = await this.store()
      const model = await this.find(command, cancel.signal)
      await downloadModel(
        { ...model, key },
        {
          store,
          signal: cancel.signal,
          ...this.network,
          onProgress: (progress) => {
            if (clock() - told < sayEveryMs) return
            told = clock()
            say({ type: 'progress', key, ...progress })
          },
        },
      )
      say({ type: 'done', key })
    } catch (error) {
      if (error instanceof Cancelled) say({ type: 'cancelled', key })
      else this.fail(key, error)
    } finally {
      this.downloads.delete(key)
    }
    await this.list()
  }

  private fail(key: string | null, error: unknown): void {
    const { message, cause, wayOut } = faultOf(error, { during: 'load', id: null })
    this.options.onEvent({ type: 'failed', key, message, cause, wayOut })
  }
}

class Cancelled extends Error {
  constructor() {
    super('The download was cancelled.')
  }
}

/** Null for a folder in which nothing can be made out. */
async function storedModelOf(store: ModelStore, key: string): Promise<StoredModel | null> {
  const { manifest, part, bytes } = await kept(store, key)
  if (manifest) {
    const { name, origin, license, files } = manifest
    return {
      key,
      name,
      origin,
      license,
      bytes,
      totalBytes: manifest.bytes,
      whole: true,
      hashed: files.every(({ checked }) => checked !== 'length'),
    }
  }
  return part
    ? {
        key,
        name: part.name,
        origin: part.origin,
        license: part.license,
        bytes,
        totalBytes: part.totalBytes,
        whole: false,
        hashed: false,
      }
    : null
}
