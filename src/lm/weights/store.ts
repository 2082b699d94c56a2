/**
 * Where fetched models lie: one folder a model, whatever the disk (the browser's own in opfs-store.ts,
 * a folder in node-store.ts). A model is there when its manifest is, which is written last; everything
 * else in a folder is a download that was not finished.
 */
import { z } from 'zod'
import { parseObject, type ByteRange } from './bytes.ts'
import type { RemoteModel } from './remote.ts'
import { WeightsError } from './weights-error.ts'

export interface ModelStore {
  /** Keys of all folders. */
  keys(): Promise<string[]>
  /** Files of a model with their lengths; empty where there is none. */
  sizes(key: string): Promise<Map<string, number>>
  /** Throws where the file is not there. */
  open(key: string, name: string): Promise<ByteRange>
  /** Made where it is not there. Until it is closed, nobody else may write the file. */
  writer(key: string, name: string): Promise<StoreWriter>
  /** A small file, whole or not at all. */
  put(key: string, name: string, bytes: Uint8Array): Promise<void>
  remove(key: string, name?: string): Promise<void>
  /** Bytes that may be used and are; null where the disk does not say. */
  room(): Promise<{ quota: number; usage: number } | null>
}

export interface StoreWriter {
  /** Length of the file. */
  readonly size: number
  /** At its end. Throws `WeightsError` where the disk is full. */
  append(bytes: Uint8Array): Promise<void>
  truncate(size: number): Promise<void>
  close(): Promise<void>
}

export const manifestName = 'manifest.json'
/** What an unfinished download was of. */
export const partName = 'part.json'

const fileSchema = z.object({
  name: z.string(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string(),
  checked: z.enum(['sha256', 'git-sha1', 'length']),
})
const manifestSchema = z.object({
  key: z.string(),
  name: z.string(),
  origin: z.string(),
  version: z.string(),
  license: z.string().nullable(),
  bytes: z.number().int(),
  files: z.array(fileSchema),
})
/** A model that is whole. `checked` says by what each file was held to its origin; the SHA-256 is of what was stored. */
export type Manifest = z.infer<typeof manifestSchema>
export type StoredFile = z.infer<typeof fileSchema>

const partSchema = z.object({
  key: z.string(),
  name: z.string(),
  origin: z.string(),
  license: z.string().nullable(),
  totalBytes: z.number(),
  identities: z.record(z.string(), z.string()),
})
export type Part = z.infer<typeof partSchema>

/** What is in the storage under a key: a whole model, or the beginning of one. */
export interface Kept {
  manifest: Manifest | null
  part: Part | null
  /** Of all its files. */
  bytes: number
}

/** What the store has of a model: its manifest where every file is whole, else the part that a download can go on from. */
export async function kept(store: ModelStore, key: string): Promise<Kept> {
  const sizes = await store.sizes(key)
  const read = async <T>(name: string, schema: z.ZodType<T>): Promise<T | null> => {
    if (!sizes.has(name)) return null
    const file = await store.open(key, name)
    try {
      return schema.safeParse(parseObject(name, await file.read(0, file.size))).data ?? null
    } catch {
      // A damaged note is as good as none: the model counts as not there.
      return null
    }
  }
  const manifest = await read(manifestName, manifestSchema)
  const whole = manifest?.files.every((file) => sizes.get(file.name) === file.bytes) ? manifest : null
  return {
    manifest: whole,
    part: whole ? null : await read(partName, partSchema),
    bytes: [...sizes.values()].reduce((a, b) => a + b, 0),
  }
}

/** The files of a whole model. Throws `WeightsError` where it is not whole. */
export async function openKept(
  store: ModelStore,
  key: string,
): Promise<{ manifest: Manifest; files: ByteRange[] }> {
  const { manifest } = await kept(store, key)
  if (!manifest)
    throw new WeightsError(
      'This model is not in the browser\u2019s storage.',
      'It was never fetched whole, or the browser has cleared it.',
      'Fetch it again; what is there of it is gone on with.',
    )
  return { manifest, files: await Promise.all(manifest.files.map(({ name }) => store.open(key, name))) }
}

/** Writes a note beside a model's files. */
export async function putJson(
  store: ModelStore,
  key: string,
  name: string,
  value: Manifest | Part,
): Promise<void> {
  await store.put(key, name, new TextEncoder().encode(JSON.stringify(value, null, 2)))
}

/** What tells whether stored bytes are the beginning of the file as it is now. */
export function identity(
  model: RemoteModel,
  file: RemoteModel['files'][number],
  etag: string | null,
): string {
  return file.hash ? `${file.hash.kind}:${file.hash.hex}` : `${model.version} ${file.url} ${etag ?? ''}`
}

/** The error for a full disk: what is needed, what there is (null: not known), in bytes. */
export function quotaExceeded(
  name: string,
  needed: number | null,
  room: { quota: number; usage: number } | null,
): WeightsError {
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(bytes < 1e9 ? 2 : 1)} GB`
  const wants = needed === null ? `${name} does not fit` : `${name} needs ${gigabytes(needed)} more`
  return new WeightsError(
    'There is no room for this model.',
    room
      ? `${wants}; this page may use ${gigabytes(room.quota)} and uses ${gigabytes(room.usage)}.`
      : `${wants}, and the disk is full.`,
    'Clear a model that is not needed, free disk space, or choose a smaller one; then resume. A private window has little room.',
  )
}
