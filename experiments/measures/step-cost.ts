/** What a step of a stock model costs, in Node and in Chromium on two threads: seconds of its parts, of making sessions, and peak memory. */
import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { bytesRange } from '../../src/lm/weights/bytes.ts'
import catalogue from '../../models/catalogue.json' with { type: 'json' }
import { headlessRuntime } from '../lib/backend.ts'
import { openLanguageModel } from '../conformance/language-model.ts'
import { stepCostInChromium } from './step-cost/chromium.ts'
import { stepCost, stepParts, type StepCost } from './step-cost/measure.ts'
import { openRandom } from '../lib/random-model.ts'
import type { Stock } from './step-cost/stock.ts'
import { progress } from '../lib/progress.ts'
import type { Report, Row } from './report.ts'

/** @param model a GGUF file. The second of two steps is what a person waits for again and again; the first makes the sessions. */
export async function stepCosts(model: string, threads: number): Promise<Report> {
  const path = resolve(model)
  progress('Node, f32')
  const node = await stepCost(headlessRuntime({ threads }), async (runtime) =>
    openLanguageModel(runtime, [bytesRange(basename(path), new Uint8Array(await readFile(path)))], 'f32'),
  )
  const rows: Row[] = rowsOf('Node, f32', node, 15)
  for (const precision of ['packed', 'f32'] as const)
    rows.push(...(await inChromium({ from: 'file', url: path, precision }, 60)))
  return { rows }
}

/** The same of a model of the catalogue by its shape alone: nothing is loaded, so that this needs no network. In the browser it is packed, as the lab holds what its heap has no room for as floats. */
export async function shapeCosts(id: string, threads: number): Promise<Report> {
  const found = catalogue.models.find((model) => model.id === id)
  if (!found)
    throw new Error(
      `The catalogue has no ${id}. It has ${catalogue.models.map((model) => model.id).join(', ')}.`,
    )
  progress(`Node, f32: ${id}`)
  const node = await stepCost(headlessRuntime({ threads }), (runtime) =>
    openRandom(runtime, found.config, 'f32'),
  )
  return {
    rows: [
      ...rowsOf('Node, f32', node),
      ...(await inChromium({ from: 'shape', config: found.config, precision: 'packed' })),
    ],
    model: id,
  }
}

async function inChromium(stock: Stock, bar?: number): Promise<Row[]> {
  progress(`Chromium, ${stock.precision}`)
  const chromium = await stepCostInChromium(stock, 'wasm')
  const name = `Chromium wasm, ${stock.precision}`
  const peak = chromium.peakResident / 1e9
  return [
    ...rowsOf(name, chromium, bar),
    { name: `${name}: peak resident, GB`, ...(bar === undefined ? { value: peak } : held(peak, 2.5)) },
    { name: `${name}: processor seconds in all`, value: chromium.processor },
  ]
}

function rowsOf(
  name: string,
  { load, weightBytes, sessions, sessionSeconds, slowestSession, steps, tallies, floors }: StepCost,
  bar?: number,
): Row[] {
  const last = steps.at(-1)!
  return [
    { name: `${name}: weights, MB`, value: weightBytes / 1e6 },
    { name: `${name}: load, s`, value: load },
    { name: `${name}: sessions`, value: sessions },
    { name: `${name}: making them all, s`, ...held(sessionSeconds, 5) },
    { name: `${name}: the slowest of them, s`, value: slowestSession },
    ...stepParts.flatMap((part) => [
      { name: `${name}: ${part}, s`, value: last[part] },
      { name: `${name}: ${part}, products alone, s`, value: floors[part] },
      { name: `${name}: ${part}, over its products`, value: last[part] / floors[part] },
      { name: `${name}: ${part}, runs`, value: tallies[part].runs },
      { name: `${name}: ${part}, MB fed`, value: tallies[part].bytesFed / 1e6 },
    ]),
    { name: `${name}: first step, s`, value: steps[0]!.whole },
    {
      name: `${name}: a step of 4 x 48 tokens, s`,
      ...(bar === undefined ? { value: last.whole } : held(last.whole, bar)),
    },
  ]
}

const held = (value: number, bar: number) => ({ value, bar: `at most ${bar}`, holds: value <= bar })
