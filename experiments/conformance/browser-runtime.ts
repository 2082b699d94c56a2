/** This page's runtime of either kind. */
import { findAdapter } from '../../src/runtime/adapter.ts'
import type { Runtime } from '../../src/runtime/runtime.ts'
import { createWasmRuntime } from '../../src/runtime/wasm.ts'
import { createWebGpuRuntime } from '../../src/runtime/webgpu.ts'

export async function openRuntime(backend: 'wasm' | 'webgpu', threads = 2): Promise<Runtime> {
  if (backend === 'wasm') {
    if (!crossOriginIsolated)
      throw new Error(
        'This page is not cross-origin isolated: WebAssembly would have one thread and say nothing.',
      )
    return createWasmRuntime({ threads: Math.min(threads, navigator.hardwareConcurrency) })
  }
  const found = await findAdapter()
  if (!found) throw new Error('This browser has no WebGPU adapter.')
  return (await createWebGpuRuntime(found)).runtime
}
