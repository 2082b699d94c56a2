/** onnxruntime-web's CPU build, in a worker or (from its Node entry) in Node. */
import * as ort from 'onnxruntime-web/wasm'
import { Runtime, type Ort } from './runtime.ts'

export function createWasmRuntime({ threads }: { threads: number }): Runtime {
  ort.env.wasm.numThreads = threads
  ort.env.logLevel = 'error'
  return new Runtime('wasm', threads, ort as unknown as Ort, { executionProviders: ['wasm'], graphOptimizationLevel: 'all' })
}
