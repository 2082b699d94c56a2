/** In the page: the small model on this browser's WebGPU (with the CPU forbidden) or wasm. Called through scripts/in-browser.ts. */
import { outcomeOn, type Outcome } from '../src/engine/agreement.testing.ts'
import { findAdapter } from 'ort-train/adapter'
import { wasmRuntime, webGpuRuntime } from 'ort-train/web'

export async function run(backend: 'wasm' | 'webgpu'): Promise<Outcome> {
  if (backend === 'wasm') return outcomeOn(await wasmRuntime({ threads: 2 }))
  const found = await findAdapter()
  if (!found) throw new Error('This browser has no WebGPU adapter.')
  const { runtime } = await webGpuRuntime(found)
  return outcomeOn(runtime)
}
