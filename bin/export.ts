/** `sdpo-lab export`: a run of the lab as other programs read it. */
import { readFileSync, writeFileSync } from 'node:fs'
import { csvOf } from '../src/interchange/csv.ts'
import { playerFile } from '../src/interchange/player-file.ts'
import { trlZip } from '../src/interchange/trl/project.ts'
import { runOf } from '../src/interchange/trl/run.ts'
import { verlZip } from '../src/interchange/verl-export/project.ts'
import { traceLinesOf } from '../src/interchange/write-own.ts'
import { readRecording, writeRecording } from '../src/lab/run/recording.ts'
import { openPeft, peftContents, type NamedFile } from '../src/lm/peft.ts'
import { exitCodes, jsonOption, type Arguments, type Command } from './command.ts'
import { given } from './files-given.ts'
import { builtPage, trainingScripts } from './package-files.ts'
import { print, printJson, progress } from './say.ts'

const formats = ['lines', 'csv', 'html', 'trl', 'verl'] as const

export const exportCommand: Command = {
  name: 'export',
  summary: 'writes a run as other programs read it',
  synopsis: 'export RUN [--to lines|csv|html|trl|verl] [--out FILE]',
  description: [
    'Reads a run of the lab. `lines`: an attempt a line, with the log-probabilities of student and self-teacher at every token (docs/INTERCHANGE.md). `csv`: a row a token. `html`: one page that plays the run, by itself and without a network. All three on standard output or to a file.',
    '`trl`: a zip with what TRL needs to train on the same problem with the same settings, its judge and a README with two commands among it. `verl`: the same for lasgroup/SDPO, with its dataset, a reward function that gives feedback, and its settings. Both need --out.',
  ],
  options: {
    to: { value: 'FORMAT', default: 'lines', words: formats, about: `One of ${formats.join(', ')}.` },
    adapter: { value: 'FILE', about: 'trl: an adapter (the zip that the page gives) to start from.' },
    out: { value: 'FILE', short: 'o', about: 'Where it is written; else on standard output.' },
    force: { about: 'Overwrite what stands there.' },
    json: jsonOption,
  },
  exits: { 0: 'Written.', 1: 'The run cannot be read, or a file stands there.', 2: 'Called wrongly.' },
  examples: [
    'sdpo-lab export run.json > run.jsonl',
    'sdpo-lab export run.json --to html --out run.html',
    'sdpo-lab export run.json --to trl --out trl.zip',
  ],
  async run(args) {
    const path = given.one(args, 'run')
    const { recording, notice } = await readRecording(readFileSync(path, 'utf8'))
    if (notice) progress(notice)
    const out = given.out(args)
    const to = args.oneOf('to', formats)!
    if ((to === 'trl' || to === 'verl') && out === undefined)
      throw args.wrong(`--to ${to} needs --out: a zip is nothing to print.`)
    if (to !== 'trl' && args.text('adapter') !== undefined)
      throw args.wrong('--adapter goes with --to trl alone.')
    const written = await contentOf(to, recording.events, args)
    if (out === undefined) {
      process.stdout.write(written.content)
      return exitCodes.done
    }
    writeFileSync(out, written.content)
    if (args.switch('json')) printJson({ out, ...written.about })
    else print(written.told(out))
    return exitCodes.done
  },
}

interface Written {
  content: string | Uint8Array
  about: Readonly<Record<string, unknown>>
  told(out: string): string
}

type Events = Parameters<typeof runOf>[0]

async function contentOf(to: (typeof formats)[number], events: Events, args: Arguments): Promise<Written> {
  const zip = (content: Uint8Array): Written => ({
    content,
    about: {},
    told: (out) => `${out}: unpack it, its README.md says how to begin.`,
  })
  switch (to) {
    case 'lines': {
      const lines = traceLinesOf(events)
      return {
        content: lines.map((line) => `${line}\n`).join(''),
        about: { attempts: lines.length },
        told: (out) => `${lines.length} attempts. ${out}`,
      }
    }
    case 'csv':
      return { content: csvOf(events), about: {}, told: (out) => `A row a token. ${out}` }
    case 'html':
      return {
        content: playerFile(readFileSync(`${builtPage()}/player.html`, 'utf8'), writeRecording(events)),
        about: {},
        told: (out) => `${out} plays in any browser.`,
      }
    case 'trl':
      return zip(trlZip(runOf(events), trainingScripts('trl'), await adapterFiles(args.text('adapter'))))
    case 'verl':
      return zip(verlZip(runOf(events), trainingScripts('verl')))
    default:
      return to satisfies never
  }
}

/** The files of an adapter's zip; none where none is named. Throws where it is no adapter that can be used. */
async function adapterFiles(path: string | undefined): Promise<NamedFile[]> {
  if (path === undefined) return []
  const zip = { name: path, bytes: new Uint8Array(readFileSync(given.file(path, 'adapter\u2019s zip'))) }
  await openPeft([zip])
  return peftContents(zip).map(({ name, bytes }) => ({ name: name.split('/').at(-1)!, bytes }))
}
