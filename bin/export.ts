/** `sdpo-lab export`: a run of the lab as other programs read it. */
import { readFileSync, writeFileSync, existsSync } from 'node:fs'
import { ExplainedError } from '../src/explained-error.ts'
import { traceLinesOf } from '../src/interchange/write-own.ts'
import { readRecording } from '../src/lab/run/recording.ts'
import { exitCodes, jsonOption, type Command } from './command.ts'
import { print, printJson, progress } from './say.ts'

export const exportCommand: Command = {
  name: 'export',
  summary: 'writes a run as lines that other programs read',
  synopsis: 'export RUN [--out FILE]',
  description: [
    'Reads a run of the lab and writes an attempt a line, with the log-probabilities of student and self-teacher at every token (docs/INTERCHANGE.md), on standard output or to a file.',
  ],
  options: {
    out: { value: 'FILE', short: 'o', about: 'Where the lines are written; else on standard output.' },
    force: { about: 'Overwrite what stands there.' },
    json: jsonOption,
  },
  exits: { 0: 'Written.', 1: 'The run cannot be read, or a file stands there.', 2: 'Called wrongly.' },
  examples: ['sdpo-lab export run.json > run.jsonl', 'sdpo-lab export run.json --out run.jsonl'],
  async run(given) {
    const [path, ...more] = given.positionals
    if (path === undefined || more.length > 0) throw given.wrong('One run is needed.')
    if (!existsSync(path))
      throw new ExplainedError(
        `There is no file ${path}.`,
        'The one argument is the path of a run.',
        'Name it from the folder that you are in.',
      )
    const { recording, notice } = await readRecording(readFileSync(path, 'utf8'))
    if (notice) progress(notice)
    const lines = traceLinesOf(recording.events)
    const out = given.text('out')
    if (out === undefined) {
      for (const line of lines) print(line)
      return exitCodes.done
    }
    if (existsSync(out) && !given.switch('force'))
      throw new ExplainedError(
        `${out} is there already.`,
        'A file that somebody made is not overwritten.',
        'Name another file with --out, or say --force.',
      )
    writeFileSync(out, lines.map((line) => `${line}\n`).join(''))
    if (given.switch('json')) printJson({ out, attempts: lines.length })
    else print(`${lines.length} attempts. ${out}`)
    return exitCodes.done
  },
}
