/** Real updates of the bundled model in the browser: they teach, they agree with the native runtime, and on wasm they are quick. */
import { readFileSync } from 'node:fs'
import { BrowserHost } from '../scripts/in-browser.ts'
import { firstSteps, type StepsOutcome } from '../src/engine/steps.testing.ts'
import { nativeRuntime } from '../scripts/native-runtime.ts'
import { defaultRunConfig } from '../src/sdpo/config.ts'
import { createLocalJudge } from '../src/verify/local.ts'
import { expect, test } from './test.ts'

const bytes = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../models/tiny/${name}`, import.meta.url)))
const json = (name: string) => JSON.parse(new TextDecoder().decode(bytes(name))) as Record<string, unknown>

test('three updates each lower the loss of their own batch, and the first leaves the adapter where the native runtime does', async ({
  backend,
}) => {
  // A step small enough to go downhill on its own batch, which the lab's bolder one need not; fewer attempts where a CPU plays the GPU.
  const request = { steps: 3, attemptsPerStep: backend === 'wasm' ? 8 : 4, learningRate: 0.002 }
  const host = await BrowserHost.open(backend)
  let here: StepsOutcome
  try {
    here = await host.call<StepsOutcome>('e2e/steps.page.ts', 'run', backend, request)
  } finally {
    await host.close()
  }
  const judge = createLocalJudge()
  const files = {
    config: json('config.json'),
    weights: bytes('model.safetensors'),
    tokenizer: json('tokenizer.json'),
    tokenizerConfig: json('tokenizer_config.json'),
    bytes: 0,
  }
  const native = await firstSteps(files, nativeRuntime({ threads: 2 }), judge, { ...request, steps: 1 })
  judge.dispose()

  expect(here.updates).toHaveLength(request.steps)
  for (const { loss, lossAfter, skipped } of here.updates) {
    expect(skipped).toBeNull()
    expect(lossAfter).toBeLessThan(loss)
  }
  expect(here.tokens.slice(0, request.attemptsPerStep)).toEqual(native.tokens)
  expect(here.adapter).toHaveLength(native.adapter.length)
  const compared = native.gradient.flatMap((gradient, i) =>
    Math.abs(gradient) > 1e-6 ? [Math.abs(here.adapter[i]! - native.adapter[i]!)] : [],
  )
  expect(compared.length).toBeGreaterThan(1000)
  // AdamW's step is in proportion to its rate: 2e-4 at the lab's own.
  expect(Math.max(...compared)).toBeLessThan(
    2e-4 * (request.learningRate / defaultRunConfig.optimiser.learningRate),
  )
  test
    .info()
    .annotations.push({ type: 'steps', description: here.updates.map(({ ms }) => `${ms} ms`).join(', ') })
  // The first step compiles; what a person waits for are the others. On WebGPU the adapter here is software.
  if (backend === 'wasm') expect(Math.min(...here.updates.map(({ ms }) => ms))).toBeLessThan(3000)
})
