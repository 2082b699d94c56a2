/** `sdpo-lab import`: a run of another program as trace lines, which the page opens and other programs can read. */
import { openAsBlob, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { formats } from '../src/interchange/formats.ts'
import { foreignLine } from '../src/interchange/own-format.ts'
import { pieceReader } from '../src/interchange/piece-reader.ts'
import { TraceFile, type Progress } from '../src/interchange/trace-file.ts'
import { lacksOf } from '../src/interchange/words.ts'
import { exitCodes, jsonOption, type Command } from './command.ts'
import { given } from './files-given.ts'
import { print, printJson, progress } from './say.ts'

export const importCommand: Command = {
  name: 'import',
  summary: 'reads a run of another program, as trace lines',
  synopsis: 'import FILE [--teacher FILE] [--tokenizer FILE] [--out FILE]',
  description: [
    'Reads what verifiers, prime-rl, TRL, verl, opd-viz or a server with log-probabilities wrote (docs/INTERCHANGE.md) and writes an attempt a line, with every number as it stands in the file. What the file does not have is said on standard error, and left out.',
  ],
  options: {
    teacher: { value: 'FILE', about: 'A server\u2019s answer of another model to the same tokens.' },
    tokenizer: { value: 'FILE', about: 'tokenizer.json, for formats whose tokens are ids alone.' },
    out: { value: 'FILE', short: 'o', about: 'Where the lines are written; else on standard output.' },
    force: { about: 'Overwrite what stands there.' },
    json: jsonOption,
  },
  exits: { 0: 'Written.', 1: 'It is nothing that is read here.', 2: 'Called wrongly.' },
  examples: [
    'sdpo-lab import traces.jsonl --tokenizer tokenizer.json --out run.jsonl',
    'sdpo-lab import completions_00001.parquet > run.jsonl',
  ],
  async run(args) {
    const file = given.one(args, 'file')
    const named = (option: string) => {
      const at = args.text(option)
      return at === undefined ? null : given.file(at, option)
    }
    const [teacher, tokenizer] = [named('teacher'), named('tokenizer')]
    const out = given.out(args)
    const traces = new TraceFile(
      Object.assign(await openAsBlob(file), { name: path.basename(file) }),
      tokenizer === null ? null : pieceReader(readFileSync(tokenizer, 'utf8')),
      teacher === null ? null : await openAsBlob(teacher),
    )
    let attempts = 0
    let last: Progress | null = null
    await traces.list((told) => {
      attempts += told.rows.length
      last = told
    })
    const lines: string[] = []
    for (let n = 0; n < attempts; n++) {
      const attempt = await traces.read(n)
      if (attempt) lines.push(`${foreignLine(attempt)}\n`)
    }
    const { format, has, skipped } = last! as Progress
    const lacks = lacksOf(format, has)
    for (const lack of lacks) progress(lack)
    if (skipped > 0) progress(`${skipped} records could not be read.`)
    if (out === undefined) {
      process.stdout.write(lines.join(''))
      return exitCodes.done
    }
    writeFileSync(out, lines.join(''))
    const name = formats.find(({ id }) => id === format)!.name
    if (args.switch('json')) printJson({ out, format: name, attempts: lines.length, skipped, lacks })
    else print(`${name}, ${lines.length} attempts. ${out}`)
    return exitCodes.done
  },
}
