/** onnxruntime-node: the headless commands and tests. It lives in experiments/, so that opening the lab does not install it. */
import { createRequire } from 'node:module'
import { Runtime, type Ort } from './runtime.ts'

/** A runtime on the CPU through onnxruntime-node. Throws where that is not installed. */
export function createNodeRuntime({ threads = 2 } = {}): Runtime {
  const require = createRequire(new URL('../../../../experiments/package.json', import.meta.url))
  let ort: Ort
  try {
    ort = require('onnxruntime-node') as Ort
  } catch (cause) {
    throw new Error('onnxruntime-node is not installed. Run `npm ci --prefix experiments`.', { cause })
  }
  return new Runtime('node', threads, ort, {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  })
}
