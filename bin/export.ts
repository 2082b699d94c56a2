/** `sdpo-lab export`: a run of the lab as other programs read it. */
import { readFileSync, writeFileSync, existsSync } from 'node:fs'
import { ExplainedError } from '../src/explained-error.ts'
import { trlZip } from '../src/interchange/trl/project.ts'
import { runOf } from '../src/interchange/trl/run.ts'
import { traceLinesOf } from '../src/interchange/write-own.ts'
import { openPeft, peftContents, type NamedFile } from '../src/lm/peft.ts'
import { readRecording } from '../src/lab/run/recording.ts'
import { exitCodes, jsonOption, type Command } from './command.ts'
import { trlScripts } from './package-files.ts'
import { print, printJson, progress } from './say.ts'

export const exportCommand: Command = {
  name: 'export',
  summary: 'writes a run as other programs read it',
  synopsis: 'export RUN [--to lines|trl] [--out FILE]',
  description: [
    'Reads a run of the lab. `lines`: an attempt a line, with the log-probabilities of student and self-teacher at every token (docs/INTERCHANGE.md), on standard output or to a file. `trl`: a zip with what TRL needs to train on the same problem with the same settings, its judge and a README with two commands among it; it needs --out.',
  ],
  options: {
    to: { value: 'FORMAT', default: 'lines', about: 'lines or trl.' },
    adapter: { value: 'FILE', about: 'trl: an adapter (the zip that the page gives) to start from.' },
    out: { value: 'FILE', short: 'o', about: 'Where the lines are written; else on standard output.' },
    force: { about: 'Overwrite what stands there.' },
    json: jsonOption,
  },
  exits: { 0: 'Written.', 1: 'The run cannot be read, or a file stands there.', 2: 'Called wrongly.' },
  examples: [
    'sdpo-lab export run.json > run.jsonl',
    'sdpo-lab export run.json --out run.jsonl',
    'sdpo-lab export run.json --to trl --out trl.zip',
  ],
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
    const out = given.text('out')
    if (out !== undefined && existsSync(out) && !given.switch('force'))
      throw new ExplainedError(
        `${out} is there already.`,
        'A file that somebody made is not overwritten.',
        'Name another file with --out, or say --force.',
      )
    if (given.oneOf('to', ['lines', 'trl']) === 'trl') {
      if (out === undefined) throw given.wrong('--to trl needs --out: a zip is nothing to print.')
      writeFileSync(
        out,
        trlZip(runOf(recording.events), trlScripts(), await adapterFiles(given.text('adapter'))),
      )
      if (given.switch('json')) printJson({ out })
      else print(`${out}: unpack it, its README.md has two commands.`)
      return exitCodes.done
    }
    const lines = traceLinesOf(recording.events)
    if (out === undefined) {
      for (const line of lines) print(line)
      return exitCodes.done
    }
    writeFileSync(out, lines.map((line) => `${line}\n`).join(''))
    if (given.switch('json')) printJson({ out, attempts: lines.length })
    else print(`${lines.length} attempts. ${out}`)
    return exitCodes.done
  },
}

/** The files of an adapter's zip; none where none is named. Throws where it is no adapter that can be used. */
async function adapterFiles(path: string | undefined): Promise<NamedFile[]> {
  if (path === undefined) return []
  if (!existsSync(path))
    throw new ExplainedError(
      `There is no file ${path}.`,
      '--adapter is the path of an adapter\u2019s zip.',
      'Name it from the folder that you are in.',
    )
  const zip = { name: path, bytes: new Uint8Array(readFileSync(path)) }
  await openPeft([zip])
  return peftContents(zip).map(({ name, bytes }) => ({ name: name.split('/').at(-1)!, bytes }))
}
