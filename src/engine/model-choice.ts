/** Which model to load: the one beside the page, one kept in the browser's storage, files where they lie, or one on a server. */
import { z } from 'zod'

export const modelChoiceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bundled'), id: z.string() }),
  /** By its key in the store. */
  z.object({ kind: z.literal('stored'), key: z.string(), name: z.string() }),
  /** Dropped or chosen; read in place, kept nowhere. */
  z.object({ kind: z.literal('files'), name: z.string(), files: z.array(z.instanceof(File)).min(1) }),
  /** Asked where it runs, with the tokenizer from files. The key is in memory alone: no part of the id, which runs are kept with. */
  z.object({
    kind: z.literal('server'),
    url: z.string(),
    name: z.string(),
    key: z.string().nullable(),
    files: z.array(z.instanceof(File)).min(1),
  }),
])
export type ModelChoice = z.infer<typeof modelChoiceSchema>

/** Whether an id is that of files read in place: only the person can give them again. */
export const isFiles = (id: string): boolean => id.startsWith('file:')
/** Whether an id is that of a model on a server, whose address, key and tokenizer only the person can give again. */
export const isServed = (id: string): boolean => id.startsWith('server:')

/** The model's id in what is told of it (`ModelInfo`): the same id, the same weights. */
export function choiceId(choice: ModelChoice): string {
  switch (choice.kind) {
    case 'bundled':
      return choice.id
    case 'stored':
      return choice.key
    case 'files':
      return `file:${choice.files.map(({ name, size, lastModified }) => `${name} ${size} ${lastModified}`).join(',')}`
    case 'server':
      return `server:${choice.name}@${hostOf(choice.url)}`
    default:
      return choice satisfies never
  }
}

/** Where a server is, as far as a run's file may tell. */
export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? ''
}
