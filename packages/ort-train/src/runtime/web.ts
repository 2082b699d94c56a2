/** onnxruntime-web's two builds, each loaded when it is first asked for and handed to its runtime. */
import type { FoundAdapter } from './adapter.ts'
import type { Runtime } from './runtime.ts'
import type { WebGpuRuntime } from './webgpu.ts'

/** `createWasmRuntime` with the build that the peer dependency has. */
export async function wasmRuntime(options: { threads: number; wasmBinary?: ArrayBuffer }): Promise<Runtime> {
  const [{ createWasmRuntime }, ort] = await Promise.all([
    import('./wasm.ts'),
    import('onnxruntime-web/wasm'),
  ])
  return createWasmRuntime(ort, options)
}

/** `createWebGpuRuntime` with the build that the peer dependency has. */
export async function webGpuRuntime(
  found: Pick<FoundAdapter, 'adapter'>,
  options: { wasmBinary?: ArrayBuffer } = {},
): Promise<WebGpuRuntime> {
  const [{ createWebGpuRuntime }, ort] = await Promise.all([
    import('./webgpu.ts'),
    import('onnxruntime-web/webgpu'),
  ])
  return createWebGpuRuntime(ort, found, options)
}
