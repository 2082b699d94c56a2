/** onnxruntime-web's CPU build, in a page, in a worker or (from its Node entry) in Node. */
import { Runtime, type WebOrt } from './runtime.ts'

/**
 * A runtime on the CPU. One page or process has one: onnxruntime-web reads its settings when it first starts.
 * @param ort the module `onnxruntime-web/wasm`, or in Node `onnxruntime-web`
 * @param options.threads threads of one run; a page has more than one only where it is cross-origin isolated
 * @param options.wasmBinary the runtime's own WebAssembly where the caller has fetched it; else it is found beside the code
 */
export function createWasmRuntime(
  ort: WebOrt,
  { threads, wasmBinary }: { threads: number; wasmBinary?: ArrayBuffer },
): Runtime {
  ort.env.wasm.numThreads = threads
  if (wasmBinary) ort.env.wasm.wasmBinary = wasmBinary
  ort.env.logLevel = 'error'
  return new Runtime('wasm', threads, ort, { executionProviders: ['wasm'], graphOptimizationLevel: 'all' })
}
