/** The reference vectors as the tests read them (reference/README.md has their schema). */
import { readFileSync } from 'node:fs'

/** A section of reference/sdpo-vectors.json, typed by its reader. */
export function referenceSection<T>(section: string): T {
  const file = new URL('../../reference/sdpo-vectors.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as Record<string, T>)[section]!
}
