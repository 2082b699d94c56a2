/** onnxruntime-web's CPU build, in a worker or (from its Node entry) in Node. */
import * as ort from 'onnxruntime-web/wasm'
import { Runtime, type Ort } from './runtime.ts'

/** @param options.wasmBinary the runtime's own WebAssembly where the caller has fetched it; else it is found beside the code */
export function createWasmRuntime({
  threads,
  wasmBinary,
}: {
  threads: number
  wasmBinary?: ArrayBuffer
}): Runtime {
  ort.env.wasm.numThreads = threads
  if (wasmBinary) ort.env.wasm.wasmBinary = wasmBinary
  ort.env.logLevel = 'error'
  return new Runtime('wasm', threads, ort as unknown as Ort, {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'all',
  })
}
