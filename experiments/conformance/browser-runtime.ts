/** This page's runtime of either kind. */
import { findAdapter } from 'ort-train/adapter'
import type { Runtime } from 'ort-train'
import { wasmRuntime, webGpuRuntime } from 'ort-train/web'

export async function openRuntime(backend: 'wasm' | 'webgpu', threads = 2): Promise<Runtime> {
  if (backend === 'wasm') {
    if (!crossOriginIsolated)
      throw new Error(
        'This page is not cross-origin isolated: WebAssembly would have one thread and say nothing.',
      )
    return wasmRuntime({ threads: Math.min(threads, navigator.hardwareConcurrency) })
  }
  const found = await findAdapter()
  if (!found) throw new Error('This browser has no WebGPU adapter.')
  return (await webGpuRuntime(found)).runtime
}
