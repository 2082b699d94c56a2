/** `sdpo-lab inspect`: what a file is, before anyone loads it; in a process of its own, held to its time and memory. */
import { existsSync, statSync } from 'node:fs'
import type { Refusal } from '../src/headless/inspect-file.ts'
import type { Said } from '../src/headless/inspect-process.ts'
import { startProcess } from '../src/start-process.ts'
import { exitCodes, jsonOption, type Command } from './command.ts'
import { printJson } from './say.ts'

const limitMs = 10_000
const extraMb = 200

export const inspectCommand: Command = {
  name: 'inspect',
  summary: 'says what a file is, or why it is refused',
  synopsis: 'inspect FILE',
  description: [
    'Reads a model (.gguf, .safetensors), a tokenizer.json, an adapter (.zip), a problem, a run or one of another program as the lab would, runs none of it, and prints what it is, always as JSON; or a refusal {code, message, data}.',
    'Takes at most ten seconds, and the file\u2019s size and 200 MB of memory.',
  ],
  options: { json: jsonOption },
  exits: { 0: 'It is what was printed.', 1: 'It was refused.', 2: 'Called wrongly.' },
  examples: ['sdpo-lab inspect run.json', 'sdpo-lab inspect model.gguf'],
  async run(given) {
    const [path, ...more] = given.positionals
    if (path === undefined || more.length > 0) throw given.wrong('One file is needed.')
    const said = await inspected(path)
    printJson(
      'description' in said ? said.description : 'refusal' in said ? said.refusal : unread(said.fault),
    )
    return 'description' in said ? exitCodes.done : exitCodes.failed
  },
}

const unread = (fault: string) =>
  refuse('unreadable', 'The file could not be read.', fault.split('\n')[0]!, 'Get it from its maker again.')

function refuse(code: Refusal['code'], message: string, cause: string, wayOut: string): Refusal {
  return { code, message, data: { cause, wayOut } }
}

async function inspected(path: string): Promise<Said> {
  if (!existsSync(path) || !statSync(path).isFile())
    return {
      refusal: refuse(
        'no-file',
        `There is no file ${path}.`,
        'The one argument is the path of a file.',
        'sdpo-lab inspect FILE',
      ),
    }
  const { size } = statSync(path)
  const most = size + extraMb * 2 ** 20
  const reader = startProcess(
    new URL('../src/headless/inspect-process.ts', import.meta.url),
    [path, String(most)],
    [`--max-old-space-size=${Math.ceil(most / 2 ** 20)}`],
  )
  return new Promise<Said>((resolve) => {
    const late = setTimeout(() => {
      resolve({
        refusal: refuse(
          'too-slow',
          `${path} was not read in ten seconds.`,
          'It is very large, or made to be slow to read.',
          'Give a smaller file, or get it from its maker again.',
        ),
      })
      reader.kill('SIGKILL')
    }, limitMs - performance.now())
    reader.on('message', (message) => {
      clearTimeout(late)
      resolve(message as Said)
    })
    reader.on('error', (error) => resolve({ fault: String(error) }))
    // Without a word: it has ended itself, or Node has for want of memory.
    reader.on('exit', () => {
      clearTimeout(late)
      resolve({
        refusal: refuse(
          'too-large',
          `${path} wants more memory than a file of its size may.`,
          `It has ${Math.ceil(size / 2 ** 20)} MB, and reading it took more than ${extraMb} MB beside that.`,
          'Get it from its maker again.',
        ),
      })
    })
  })
}
