/** Tokens a second in Chromium beside wllama (llama.cpp in WebAssembly), from the same file, with the same threads, turn by turn. */
import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BrowserHost } from '../../scripts/in-browser.ts'
import { Unavailable, type Measure } from './measure.ts'
import { moreOf } from './row.ts'
import type { Generation } from './wllama/in-browser.ts'

const peer = fileURLToPath(new URL('node_modules/@wllama/wllama/esm', import.meta.url))

export const generation: Measure = async ({ smollm2, threads, turns }) => {
  if (!existsSync(peer))
    throw new Unavailable('wllama is not installed: `npm ci --prefix experiments/bench`.')
  if (!existsSync(smollm2)) throw new Unavailable(`There is no ${smollm2}.`)
  const host = await BrowserHost.open('wasm', { allow: [dirname(resolve(smollm2)), peer] })
  try {
    const { one, eight, wllama } = await host.call<Generation>(
      'experiments/bench/wllama/in-browser.ts',
      'generationHere',
      { model: host.url(resolve(smollm2)), peer: host.url(peer), threads, turns },
    )
    return [
      moreOf('SmolLM2-135M in Chromium: one attempt beside wllama, tokens a second', one, wllama, 0.8),
      moreOf('SmolLM2-135M in Chromium: 8 attempts beside one of wllama, tokens a second', eight, wllama, 3),
    ]
  } finally {
    await host.close()
  }
}
