/**
 * Runs that have ended, one line each, under .cache/experiments: experiments that ask for the same run (the same weights,
 * problem, settings and seed) share it, and one that was stopped goes on where it was. Lines are only ever added, whole,
 * so that commands running side by side may write the same file. After a change of the method itself, remove the folder.
 */
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Twelve hexadecimal digits of what a thing is. */
export const printOf = (thing: unknown): string =>
  createHash('sha256').update(JSON.stringify(thing)).digest('hex').slice(0, 12)

export class RunLog<T> {
  private readonly known = new Map<string, T>()

  constructor(private readonly path: string) {
    mkdirSync(dirname(path), { recursive: true })
    if (!existsSync(path)) return
    for (const line of readFileSync(path, 'utf8').split('\n').filter(Boolean)) {
      const [key, value] = JSON.parse(line) as [string, T]
      this.known.set(key, value)
    }
  }

  get(key: string): T | undefined {
    return this.known.get(key)
  }

  add(key: string, value: T): void {
    this.known.set(key, value)
    appendFileSync(this.path, JSON.stringify([key, value]) + '\n')
  }
}

/** Where the runs of these weights are kept. */
export function runLogOf<T>(weights: string, kind = 'runs'): RunLog<T> {
  return new RunLog<T>(`.cache/experiments/${weights.slice(0, 12)}/${kind}.jsonl`)
}
