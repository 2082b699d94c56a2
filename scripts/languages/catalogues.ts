/**
 * The catalogues of the page's languages: `src/languages/de/ui.attempt.json` has the texts of `src/ui/attempt`, file
 * by file, each English text with its German one. `src/languages/plain/` names, by the same rooms, what looks like a text and is none.
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** What the page shows besides a model's own words, and what its programs ask for by name. */
const rooms = /^src\/(ui|lab|results|diagnosis|outlook|authoring|App\.tsx$|open\.tsx$)/

/** A module of the page that is built once for each language. */
export const isTranslated = (file: string): boolean =>
  rooms.test(file) && /\.tsx?$/.test(file) && !/\.test(ing)?\.tsx?$/.test(file)

/** The catalogue's name for a file: its folder, two below `src` at most. */
export function roomOf(file: string): string {
  const folders = path.posix.dirname(file).split('/').slice(1, 3)
  return folders.join('.') || 'page'
}

export type Catalogue = Readonly<Record<string, string>>

const read = <T>(file: string, none: T): T =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : none

/** The texts of one file in a language. */
export function catalogueOf(root: string, language: string, file: string): Catalogue {
  const place = path.join(root, 'src/languages', language, `${roomOf(file)}.json`)
  return read<Record<string, Catalogue>>(place, {})[file.slice('src/'.length)] ?? {}
}
