/**
 * The catalogues of the page's languages: `src/languages/de/ui.attempt.json` has the texts of `src/ui/attempt`, file
 * by file, each English text with its German one. `src/languages/plain/` names, by the same rooms, what looks like a text and is none.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** What the page shows besides a model's own words, and what its programs ask for by name. */
const rooms = /^src\/(ui|lab|results|diagnosis|outlook|authoring|App\.tsx$|open\.tsx$)/

/** A module of the page that is built once for each language. */
export const isTranslated = (file: string): boolean =>
  rooms.test(file) && /\.tsx?$/.test(file) && !/\.test(ing)?\.tsx?$/.test(file)

/** The catalogue's name for a file: its folder, two below `src` at most. */
function roomOf(file: string): string {
  const folders = path.posix.dirname(file).split('/').slice(1, 3)
  return folders.join('.') || 'page'
}

/** The texts of a file in a language, by the English ones. */
export type Catalogue = Readonly<Record<string, string>>

/** A file's texts that are none, `'*'` for all of them. */
export type Plain = Readonly<Record<string, readonly string[] | '*'>>

/** All files' catalogues of a language. An entry that stands in another room's file than its own is an error. */
export const cataloguesOf = (root: string, language: string): Map<string, Catalogue> =>
  byFile<Catalogue>(path.join(root, 'src/languages', language))

/** What looks like text and is none, of every language. */
export const plainOf = (root: string): Plain =>
  Object.fromEntries(byFile<readonly string[] | '*'>(path.join(root, 'src/languages/plain')))

function byFile<T>(folder: string): Map<string, T> {
  const all = new Map<string, T>()
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
    const room = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Record<string, T>
    for (const [file, entries] of Object.entries(room)) {
      const right = `${roomOf(`src/${file}`)}.json`
      if (right !== name) throw new Error(`${folder}/${name} has ${file}, which belongs into ${right}.`)
      all.set(file, entries)
    }
  }
  return all
}
