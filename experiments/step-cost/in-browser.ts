/** The browser's side of the measurement. */
import type { Precision } from '../../src/lm/precision.ts'
import { openRuntime } from '../conformance/browser-runtime.ts'
import { stepCost, type StepCost } from './measure.ts'

export async function stepCostHere(backend: 'wasm' | 'webgpu', url: string, precision: Precision, steps: number): Promise<StepCost> {
  const runtime = await openRuntime(backend)
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`)
  // As the lab reads what lies in its storage: parts of a file, never all of it.
  const blob = await response.blob()
  const file = { name: url.split('/').at(-1)!, size: blob.size, read: async (start: number, end: number) => new Uint8Array(await blob.slice(start, end).arrayBuffer()) }
  return stepCost(runtime, [file], precision, steps)
}
