/**
 * Fetches a model into a store, file by file. The manifest that makes it a model is written last, after
 * every file was held to what its server says of it, so nothing half-written is ever taken for one.
 */
import { FileDownload, type FileDoing } from './file-download.ts'
import type { RemoteModel } from './remote.ts'
import { silentMs } from './silence.ts'
import {
  kept,
  putJson,
  manifestName,
  partName,
  quotaExceeded,
  type Manifest,
  type ModelStore,
  type Part,
  type StoredFile,
} from './store.ts'

export interface DownloadProgress {
  /** Bytes that are there, from earlier tries too. */
  loadedBytes: number
  /** 0 while not known. */
  totalBytes: number
  /** The file, and what happens to it. */
  file: string
  doing: FileDoing
}

export interface DownloadOptions {
  store: ModelStore
  get?: typeof fetch
  onProgress?: (progress: DownloadProgress) => void
  /** Cancels; what has arrived stays. */
  signal?: AbortSignal
  /** Waits before going on after a connection that broke; a try that brings no byte is the last. */
  pause?: (tries: number) => Promise<void>
  /** Milliseconds without a byte after which a try is given up. */
  silence?: number
}

/** Throws `WeightsError`, or the signal's reason when cancelled. */
export async function downloadModel(
  model: RemoteModel,
  { store, get = fetch, onProgress = () => {}, signal, pause = waited, silence = silentMs }: DownloadOptions,
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
  const say = (file: string, doing: FileDoing, loaded: number) =>
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
      silence,
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
