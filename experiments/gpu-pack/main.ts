/**
 * What the folder of `npm run gpu:pack` runs on a machine with a card: node lab.mjs OUT. Every part writes OUT/NAME.json when it is
 * done, and a line of OUT/report.txt, so that a time limit costs what has not come yet and nothing more. Exits 1 where a part failed.
 */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import catalogue from '../../models/catalogue.json' with { type: 'json' }
import { messageOf } from '../../src/explained-error.ts'
import { llamaConfigSchema } from '../../src/lm/config.ts'
import type { Precision } from '../../src/lm/precision.ts'
import { readSafetensors } from '../../src/lm/safetensors.ts'
import type { Runtime } from 'ort-train'
import { conform } from '../conformance/run.ts'
import { agreementOf, agrees, readModel, type Reading } from '../lib/agreement.ts'
import { createDawnRuntime } from '../lib/dawn.ts'
import { countFromHereOn, liveBuffers } from '../lib/gpu-counts.ts'
import { openHeadless } from '../lib/headless.ts'
import { MeasuredSteps } from '../lib/measured-step.ts'
import { openSmallModel } from '../lib/small-model.ts'
import { countBars, stepCounts } from '../lib/step-counts.ts'
import { stepCost } from '../measures/step-cost/measure.ts'
import { openRandom } from '../measures/step-cost/random-model.ts'
import { packedLora, readOptions, smallModels } from './contents.ts'

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const json = (name: string) => JSON.parse(readFileSync(here(name), 'utf8')) as Record<string, unknown>

/** In the bundle, beside it. */
const architectures = new URL('./reference/architectures/', import.meta.url)

const [out] = process.argv.slice(2)
if (!out) throw new Error('Name the folder for the results.')
mkdirSync(out, { recursive: true })
const started = performance.now()
let failed = false

function say(line: string): void {
  const timed = `${((performance.now() - started) / 1000).toFixed(1)} s  ${line}\n`
  process.stdout.write(timed)
  appendFileSync(`${out}/report.txt`, timed)
}

/** Runs a part and writes what it gives; one that throws is told and does not stop the others. */
async function part(name: string, work: () => Promise<{ result: unknown; line: string; holds?: boolean }>) {
  try {
    const { result, line, holds = true } = await work()
    writeFileSync(`${out}/${name}.json`, `${JSON.stringify(result, null, 2)}\n`)
    say(`${holds ? 'ok  ' : 'FAIL'}  ${name}: ${line}`)
    failed ||= !holds
  } catch (error) {
    writeFileSync(`${out}/${name}.json`, `${JSON.stringify({ error: messageOf(error) }, null, 2)}\n`)
    say(`FAIL  ${name}: ${messageOf(error)}`)
    failed = true
  }
}

/** Every thirtieth case of the losses. */
const few = (file: Record<string, unknown>) => ({
  ...file,
  distill_cases: (file['distill_cases'] as unknown[]).filter((_, i) => i % 30 === 0),
})

const vectors = (runtime: Runtime, file: Record<string, unknown>, folder?: string) => async () => {
  const none = () => Promise.reject(new Error('This pack has no such model.'))
  const { report, failures } = await conform({
    file,
    runtime: async () => runtime,
    model: folder
      ? async () => {
          const bytes = readFileSync(here(`${folder}/model.safetensors`))
          return {
            config: llamaConfigSchema.parse(json(`${folder}/config.json`)),
            weights: readSafetensors(
              bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer,
            ),
          }
        }
      : none,
    languageModel: none,
  })
  const sections = Object.entries(report).map(
    ([name, section]) =>
      `${name} ${'cases' in section ? `${section.cases - section.failed} of ${section.cases}` : 'left out'}`,
  )
  return { result: { report, failures }, line: sections.join(', '), holds: failures.length === 0 }
}

/** The shape of a stock model with random weights: seconds of each part of a step, the first told apart. */
const shape = (runtime: Runtime, id: string, precision: Precision, steps: number) => async () => {
  const found = catalogue.models.find((model) => model.id === id)
  if (!found) throw new Error(`The catalogue has no ${id}.`)
  const cost = await stepCost(runtime, (own) => openRandom(own, found.config, precision), { steps })
  const parts = (step: (typeof cost.steps)[number] | undefined) =>
    step
      ? `${step.whole.toFixed(2)} s (sample ${step.sample.toFixed(2)}, score ${step.score.toFixed(2)}, update ${step.update.toFixed(2)}, rescore ${step.rescore.toFixed(2)})`
      : 'none'
  return {
    result: cost,
    line: `first step ${parts(cost.steps[0])}, then ${parts(cost.steps.at(-1))}; loaded in ${cost.load.toFixed(1)} s`,
  }
}

async function main(): Promise<number> {
  const { runtime, adapter, software } = await createDawnRuntime({
    dawn: here('dawn.node'),
    wasm: here('ort.wasm'),
  })
  const device = runtime.device!
  countFromHereOn()
  await part('adapter', async () => ({
    result: { adapter, software, features: [...device.features], float16: runtime.float16 },
    line: adapter + (software ? ', a software adapter' : ''),
  }))
  await part('update', vectors(runtime, json('reference/update.json'), 'reference/llama-0.9m'))
  const expected = json('expected.json') as Record<string, Reading>
  for (const { name, precision } of smallModels)
    await part(`agreement-${name}-${precision}`, async () => {
      const { model, prompt } = await openSmallModel(runtime, name, precision, packedLora, architectures)
      const own = await readModel(model, prompt, readOptions)
      const agreement = agreementOf(own, expected[`${name}-${precision}`]!)
      await model.dispose()
      return { result: agreement, line: JSON.stringify(agreement), holds: agrees(agreement) }
    })
  await part('counts', async () => {
    const { model, prompt } = await openSmallModel(
      runtime,
      'qwen2',
      'f32',
      { rank: 8, scale: 2 },
      architectures,
    )
    const steps = new MeasuredSteps(model, { prompt: prompt.slice(0, 8), teacherPrompt: prompt }, 4)
    const counts = await stepCounts(steps)
    const bars = countBars(counts, model, 4)
    const before = liveBuffers()
    for (let i = 0; i < 20; i++) await steps.update(steps.rowsOf(await steps.sample(8)))
    const growth = liveBuffers().bytes - before.bytes
    return {
      result: { ...counts, operators: Object.fromEntries(counts.operators), bars, growth },
      line: `${bars.map(({ name, value, bar }) => `${name} ${value} of ${bar}`).join(', ')}, grown by ${growth} bytes in 20 steps`,
      holds: bars.every(({ holds }) => holds),
    }
  })
  await part('bundled', async () => {
    const { model } = openHeadless({
      folder: here('models/tiny'),
      adapter: { kind: 'lora', rank: 8, alpha: 16 },
      runtime,
    })
    const prompt = model.tokenizer.encode('a list of numbers: keep the even ones, then reverse')
    const steps = new MeasuredSteps(model, { prompt, teacherPrompt: prompt }, 8)
    const seconds: number[] = []
    for (let i = 0; i < 4; i++) {
      const from = performance.now()
      await steps.update(steps.rowsOf(await steps.sample(24)))
      seconds.push((performance.now() - from) / 1000)
    }
    return {
      result: { seconds },
      line: `steps of 8 attempts: ${seconds.map((s) => s.toFixed(2)).join(', ')} s`,
    }
  })
  if (software) {
    say(
      'left out: the steps of large models, which a software adapter takes hours for, and most of the vectors',
    )
    await part('vectors', vectors(runtime, few(json('reference/sdpo-vectors.json'))))
    return failed ? 1 : 0
  }
  await part('smollm2-f32', shape(runtime, 'HuggingFaceTB/SmolLM2-135M-Instruct', 'f32', 3))
  await part('smollm2-packed', shape(runtime, 'HuggingFaceTB/SmolLM2-135M-Instruct', 'packed', 3))
  await part('qwen2.5-0.5b-packed', shape(runtime, 'Qwen/Qwen2.5-0.5B-Instruct', 'packed', 3))
  await part('qwen3-1.7b-packed', shape(runtime, 'Qwen/Qwen3-1.7B', 'packed', 2))
  // A session for each of some hundred cases: last, since nothing waits for it.
  await part('vectors', vectors(runtime, json('reference/sdpo-vectors.json')))
  return failed ? 1 : 0
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    say(`FAIL  ${messageOf(error)}`)
    process.exit(2)
  },
)
