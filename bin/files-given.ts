/** Files that a call names: read where they are there, written where nothing stands. */
import { existsSync, statSync } from 'node:fs'
import { ExplainedError } from '../src/explained-error.ts'
import type { Arguments } from './command.ts'

export const given = {
  /** The path itself. Throws where there is no such file. */
  file(path: string, what: string): string {
    if (existsSync(path) && statSync(path).isFile()) return path
    throw new ExplainedError(
      `There is no file ${path}.`,
      `It was named as the path of a ${what}.`,
      'Name it from the folder that you are in.',
    )
  },
  /** The one argument, the path of a file. */
  one(args: Arguments, what: string): string {
    const [path, ...more] = args.positionals
    if (path === undefined || more.length > 0) throw args.wrong(`One ${what} is needed.`)
    return given.file(path, what)
  },
  /** --out, where nothing stands or --force is said. */
  out(args: Arguments): string | undefined {
    const out = args.text('out')
    if (out === undefined || !existsSync(out) || args.switch('force')) return out
    throw new ExplainedError(
      `${out} is there already.`,
      'A file that somebody made is not overwritten.',
      'Name another file with --out, or say --force.',
    )
  },
}
