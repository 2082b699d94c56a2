/** Where tests find SmolLM2-135M-Instruct; most machines that run them have no copy of it. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const path =
  process.env['SMOLLM2_GGUF'] ??
  fileURLToPath(new URL('../../.cache/smollm2/SmolLM2-135M-Instruct.Q4_1.gguf', import.meta.url))

/** The GGUF file, or null. */
export const smollm2Path: string | null = existsSync(path) ? path : null

/** For the title of what is skipped. */
export const smollm2Missing = smollm2Path
  ? ''
  : ' (skipped: no SmolLM2 here; npm run fetch:smollm2 brings it)'
