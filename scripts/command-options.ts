/**
 * Options of this repository's commands. The file of each begins with a comment that says what it does and how it is
 * asked: `--help` prints that, and an option that is unknown or lacks its value is refused in one line.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { messageOf } from '../src/explained-error.ts'

/**
 * `parseArgs` for the command of a file, which is its `import.meta.url`. Ends the process at `--help` (exit status 0) and at
 * options that cannot be read (2).
 */
export function optionsOf<const T extends ParseArgsConfig>(
  file: string,
  config: T,
): ReturnType<typeof parseArgs<T>> {
  if ((config.args ?? process.argv.slice(2)).includes('--help')) {
    console.log(headerOf(readFileSync(fileURLToPath(file), 'utf8')))
    process.exit(0)
  }
  try {
    return parseArgs(config)
  } catch (error) {
    // Its first sentence: what Node advises beyond it is told by --help.
    console.error(`${messageOf(error).split(/\.\s/)[0]}. With --help it says what it takes.`)
    process.exit(2)
  }
}

/** The words of the comment that a source file begins with. */
export function headerOf(source: string): string {
  const comment = /^\/\*\*\s*\n([\s\S]*?)\n? \*\//.exec(source)?.[1]
  if (comment === undefined) throw new Error('A command begins with a comment that says how it is asked.')
  return comment.replace(/^ \* ?/gm, '')
}
