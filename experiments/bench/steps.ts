/** Steps of stock models, in Node and in Chromium, beside their bars and beside their own matrix products. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import catalogue from '../../models/catalogue.json' with { type: 'json' }
import { bytesRange } from '../../src/lm/weights/bytes.ts'
import type { Precision } from '../../src/lm/precision.ts'
import { openLanguageModel } from '../conformance/language-model.ts'
import { headlessRuntime } from '../lib/backend.ts'
import { stepCostInChromium } from '../measures/step-cost/chromium.ts'
import { stepCost, stepParts, type StepCost } from '../measures/step-cost/measure.ts'
import { openRandom } from '../lib/random-model.ts'
import { Unavailable, type BenchOptions, type Measure } from './measure.ts'
import { atMost, figure, median, type BenchRow } from './row.ts'

/** A step over its own matrix products at most. */
const overProducts = 1.5

const file = (path: string): string => {
  if (!existsSync(path))
    throw new Unavailable(`There is no ${path}; \`npm run fetch:smollm2\` brings SmolLM2.`)
  return resolve(path)
}

const inNode = (path: string, precision: Precision, { threads, turns }: BenchOptions) =>
  stepCost(
    headlessRuntime({ threads }),
    async (runtime) =>
      openLanguageModel(
        runtime,
        [bytesRange(basename(path), new Uint8Array(await readFile(path)))],
        precision,
      ),
    { steps: turns + 1 },
  )

/** SmolLM2-135M, 4 attempts of 48 tokens, LoRA rank 8, on onnxruntime-node. */
export const smollm2Node: Measure = async (options) =>
  rows('SmolLM2-135M in Node', await inNode(file(options.smollm2), 'f32', options), 5.5)

/** The same in Chromium on WebAssembly. */
export const smollm2Chromium: Measure = async ({ smollm2, turns }) => {
  const name = 'SmolLM2-135M in Chromium on wasm'
  const stock = { from: 'file', url: file(smollm2), precision: 'f32' } as const
  const cost = await stepCostInChromium(stock, 'wasm', turns + 1)
  return [...rows(name, cost, 11), atMost(`${name}: memory at its peak, GB`, cost.peakResident / 1e9, 2.5)]
}

const qwenShape = () => {
  const found = catalogue.models.find(({ id }) => id === 'Qwen/Qwen2.5-0.5B-Instruct')
  if (!found) throw new Unavailable('The catalogue has no Qwen2.5-0.5B.')
  return found.config
}

/** Qwen2.5-0.5B, packed: its weights, or its shape. */
export const qwenNode: Measure = async (options) => {
  const cost = options.qwen
    ? await inNode(file(options.qwen), 'packed', options)
    : await stepCost(headlessRuntime({ threads: options.threads }), (runtime) =>
        openRandom(runtime, qwenShape(), 'packed'),
      )
  return rows(`Qwen2.5-0.5B${options.qwen ? '' : "'s shape"} in Node, packed`, cost, 25)
}

/** The same in Chromium on WebAssembly. */
export const qwenChromium: Measure = async ({ qwen }) =>
  rows(
    `Qwen2.5-0.5B${qwen ? '' : "'s shape"} in Chromium on wasm, packed`,
    await stepCostInChromium(
      qwen
        ? { from: 'file', url: file(qwen), precision: 'packed' }
        : { from: 'shape', config: qwenShape(), precision: 'packed' },
      'wasm',
    ),
    60,
  )

/** The median step after the first, which makes the sessions. */
function rows(name: string, { steps, tallies, floors, sessionSeconds }: StepCost, bar: number): BenchRow[] {
  const later = steps.slice(1)
  return [
    atMost(`${name}: a step of 4 x 48 tokens, s`, median(later.map(({ whole }) => whole)), bar),
    figure(`${name}: making sessions, in the first step, s`, sessionSeconds),
    ...stepParts.flatMap((part) => {
      const seconds = median(later.map((step) => step[part]))
      const over = `${name}: ${part} over its products`
      return [
        figure(`${name}: ${part}, s`, seconds),
        part === 'update'
          ? atMost(over, seconds / floors[part], overProducts)
          : figure(over, seconds / floors[part]),
        figure(`${name}: ${part}, giga multiply-adds`, tallies[part].multiplyAdds / 1e9),
        figure(`${name}: ${part}, runs`, tallies[part].runs),
        figure(`${name}: ${part}, MB fed`, tallies[part].bytesFed / 1e6),
      ]
    }),
  ]
}
