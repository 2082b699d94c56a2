/** In the page: the small model on this browser's WebGPU (with the CPU forbidden) or wasm. Called through scripts/in-browser.ts. */
import { outcomeOn, type Outcome } from '../src/engine/agreement.testing.ts'
import { findAdapter } from '../src/runtime/adapter.ts'
import { createWasmRuntime } from '../src/runtime/wasm.ts'
import { createWebGpuRuntime } from '../src/runtime/webgpu.ts'

export async function run(backend: 'wasm' | 'webgpu'): Promise<Outcome> {
  if (backend === 'wasm') return outcomeOn(createWasmRuntime({ threads: 2 }))
  const found = await findAdapter()
  if (!found) throw new Error('This browser has no WebGPU adapter.')
  const { runtime } = await createWebGpuRuntime(found)
  return outcomeOn(runtime)
}
