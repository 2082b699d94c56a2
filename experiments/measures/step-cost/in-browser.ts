/** The browser's side of the measurement. */
import { openRuntime } from '../../conformance/browser-runtime.ts'
import { openLanguageModel } from '../../conformance/language-model.ts'
import { stepCost, type StepCost } from './measure.ts'
import { openRandom } from '../../lib/random-model.ts'
import type { Stock } from './stock.ts'

export async function stepCostHere(
  backend: 'wasm' | 'webgpu',
  stock: Stock,
  steps: number,
): Promise<StepCost> {
  const runtime = await openRuntime(backend)
  if (stock.from === 'shape')
    return stepCost(runtime, (timed) => openRandom(timed, stock.config, stock.precision), { steps })
  const response = await fetch(stock.url)
  if (!response.ok) throw new Error(`${stock.url} answered ${response.status}.`)
  // As the lab reads what lies in its storage: parts of a file, never all of it.
  const blob = await response.blob()
  const file = {
    name: stock.url.split('/').at(-1)!,
    size: blob.size,
    read: async (start: number, end: number) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
  }
  return stepCost(runtime, (timed) => openLanguageModel(timed, [file], stock.precision), { steps })
}
