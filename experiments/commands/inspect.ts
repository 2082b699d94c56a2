/**
 * What a file is, before anyone loads it: `npm run -s inspect -- FILE`. Prints a model, tokenizer, adapter, problem or run as
 * JSON and exits with 0; or a refusal `{code, message, data}` and exits with 1. Takes at most ten seconds, and the file's size
 * and 200 MB of memory.
 */
import { existsSync, statSync } from 'node:fs'
import type { Refusal } from '../lib/inspect-file.ts'
import type { Said } from '../lib/inspect-thread.ts'
import { startThread } from '../lib/ts-thread.ts'

const limitMs = 10_000
const extraMb = 200

function refuse(code: Refusal['code'], message: string, cause: string, wayOut: string): Refusal {
  return { code, message, data: { cause, wayOut } }
}

async function inspect(path: string | undefined): Promise<Said> {
  if (path === undefined || !existsSync(path) || !statSync(path).isFile())
    return {
      refusal: refuse(
        'no-file',
        path === undefined ? 'No file was named.' : `There is no file ${path}.`,
        'The one argument is the path of a file.',
        'npm run -s inspect -- FILE',
      ),
    }
  const mb = Math.ceil(statSync(path).size / 2 ** 20)
  const thread = startThread(
    new URL('../lib/inspect-thread.ts', import.meta.url),
    { path },
    { maxOldGenerationSizeMb: mb + extraMb, stackSizeMb: 4 },
  )
  const said = await new Promise<Said>((resolve) => {
    const late = setTimeout(
      () =>
        resolve({
          refusal: refuse(
            'too-slow',
            `${path} was not read in ten seconds.`,
            'It is very large, or made to be slow to read.',
            'Give a smaller file, or get it from its maker again.',
          ),
        }),
      limitMs - performance.now(),
    )
    thread.on('message', (message: Said) => {
      clearTimeout(late)
      resolve(message)
    })
    thread.on('error', (error: Error & { code?: string }) => {
      clearTimeout(late)
      if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') return resolve({ fault: String(error) })
      resolve({
        refusal: refuse(
          'too-large',
          `${path} wants more memory than a file of its size may.`,
          `It has ${mb} MB, and reading it took more than ${extraMb} MB beside that.`,
          'Get it from its maker again.',
        ),
      })
    })
  })
  await thread.terminate()
  return said
}

const said = await inspect(process.argv[2])
if ('description' in said) console.log(JSON.stringify(said.description, null, 2))
else {
  const refusal =
    'refusal' in said
      ? said.refusal
      : refuse(
          'unreadable',
          'The file could not be read.',
          said.fault.split('\n')[0]!,
          'Get it from its maker again.',
        )
  console.log(JSON.stringify(refusal, null, 2))
}
process.exit('description' in said ? 0 : 1)
