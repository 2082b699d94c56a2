/** onnxruntime's native build in Node, for headless work and tests. */
import { Runtime, type Ort } from './runtime.ts'

/**
 * A runtime on the CPU.
 * @param ort the package `onnxruntime-node`, which the caller has installed and loaded
 * @param options.threads threads of one run; 2 unless given
 */
export function createNodeRuntime(ort: Ort, { threads = 2 }: { threads?: number } = {}): Runtime {
  return new Runtime('node', threads, ort, {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  })
}
