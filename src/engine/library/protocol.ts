/** What the page and the worker that keeps models say to each other. It is another worker than the engine's: a model is fetched while another one runs. */
import { z } from 'zod'

/** Where a model comes from. */
const originSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hub'), id: z.string(), revision: z.string(), file: z.string().optional() }),
  z.object({ kind: z.literal('url'), url: z.string() }),
])
export type Origin = z.infer<typeof originSchema>

const accessSchema = { hub: z.string(), token: z.string().optional() }

export const libraryCommandSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('list') }),
  /** What there is, how large, and its config.json, before anything large is fetched. */
  z.object({ type: z.literal('look'), key: z.string(), origin: originSchema, ...accessSchema }),
  z.object({ type: z.literal('fetch'), key: z.string(), origin: originSchema, ...accessSchema }),
  /** What has arrived stays. */
  z.object({ type: z.literal('cancel'), key: z.string() }),
  z.object({ type: z.literal('clear'), key: z.string() }),
])
export type LibraryCommand = z.infer<typeof libraryCommandSchema>

const storedModelSchema = z.object({
  key: z.string(),
  name: z.string(),
  origin: z.string(),
  license: z.string().nullable(),
  /** On the disk. */
  bytes: z.number(),
  /** All of it; 0 while not known. */
  totalBytes: z.number(),
  /** Else the beginning of a download. */
  whole: z.boolean(),
  /** Every file was held to a published hash; else at least one to its length alone. */
  hashed: z.boolean(),
})
export type StoredModel = z.infer<typeof storedModelSchema>

export const libraryEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('listed'),
    models: z.array(storedModelSchema),
    room: z.object({ quota: z.number(), usage: z.number() }).nullable(),
  }),
  z.object({
    type: z.literal('looked'),
    key: z.string(),
    name: z.string(),
    license: z.string().nullable(),
    totalBytes: z.number(),
    config: z.record(z.string(), z.unknown()).nullable(),
  }),
  z.object({
    type: z.literal('progress'),
    key: z.string(),
    loadedBytes: z.number(),
    totalBytes: z.number(),
    file: z.string(),
    doing: z.enum(['fetching', 'checking']),
  }),
  z.object({ type: z.literal('done'), key: z.string() }),
  z.object({ type: z.literal('cancelled'), key: z.string() }),
  z.object({
    type: z.literal('failed'),
    key: z.string().nullable(),
    message: z.string(),
    cause: z.string(),
    wayOut: z.string(),
  }),
])
export type LibraryEvent = z.infer<typeof libraryEventSchema>

export interface Library {
  send(command: LibraryCommand): void
  /** Returns the function that unsubscribes. */
  subscribe(listener: (event: LibraryEvent) => void): () => void
  dispose(): void
}
