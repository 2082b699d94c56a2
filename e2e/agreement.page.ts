/** In the page: the small model on this browser's WebGPU (with the CPU forbidden) or wasm. Called through scripts/in-browser.ts. */
import { outcomeOn, type Outcome } from '../src/engine/agreement.testing.ts'
import { findAdapter } from 'ort-train/adapter'
import { createWasmRuntime } from 'ort-train/wasm'
import { createWebGpuRuntime } from 'ort-train/webgpu'

export async function run(backend: 'wasm' | 'webgpu'): Promise<Outcome> {
  if (backend === 'wasm') return outcomeOn(createWasmRuntime({ threads: 2 }))
  const found = await findAdapter()
  if (!found) throw new Error('This browser has no WebGPU adapter.')
  const { runtime } = await createWebGpuRuntime(found)
  return outcomeOn(runtime)
}
