/**
 * Measurements that several experiments share, each in its own file under .cache/experiments, so that commands running
 * side by side never write the same one.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** The value measured before for the same `depends`, or measured now. */
export async function kept<T>(
  name: string,
  depends: readonly unknown[],
  measure: () => Promise<T>,
  folder = '.cache/experiments',
): Promise<T> {
  const path = `${folder}/${name}.json`
  const print = createHash('sha256').update(JSON.stringify(depends)).digest('hex')
  if (existsSync(path)) {
    const found = JSON.parse(readFileSync(path, 'utf8')) as { depends: string; value: T }
    if (found.depends === print) return found.value
  }
  const value = await measure()
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify({ depends: print, value }))
  return value
}
