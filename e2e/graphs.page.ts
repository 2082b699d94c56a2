/** In the page: the op table's cases on WebGPU, with the CPU forbidden. Called through scripts/in-browser.ts. */
import { cases, evaluate, inputsOf, nameOf } from 'ort-train/testing/cases'
import { findAdapter } from 'ort-train/adapter'
import { wasmRuntime, webGpuRuntime } from 'ort-train/web'
import { Graph, serialise } from 'ort-train'
import * as ops from 'ort-train/ops'
import { matrixResults, type MatrixResult } from '../src/lm/matrix-cases.testing.ts'

export interface CaseResult {
  name: string
  /** The loss, then the gradient of every input. */
  outputs?: number[][]
  /** Why it did not run. */
  error?: string
}

async function openGpu() {
  const found = await findAdapter()
  if (!found) throw new Error('This browser has no WebGPU adapter.')
  return webGpuRuntime(found)
}

export async function runCases(): Promise<CaseResult[]> {
  const { runtime } = await openGpu()
  const results: CaseResult[] = []
  for (const [i, c] of cases.entries()) {
    const { values, weights } = inputsOf(c, i)
    try {
      const { first } = await evaluate(runtime, c.build, c.inputs, values, weights, true)
      const outputs = [[first.loss], ...first.gradients.map((gradient) => Array.from(gradient))]
      results.push({ name: nameOf(c), outputs })
    } catch (error) {
      results.push({ name: nameOf(c), error: error instanceof Error ? error.message : String(error) })
    }
  }
  return results
}

export async function runMatrices(backend: 'wasm' | 'webgpu'): Promise<MatrixResult[]> {
  return matrixResults(backend === 'webgpu' ? (await openGpu()).runtime : await wasmRuntime({ threads: 1 }))
}

/** Whether the runtime refuses a graph with a node that only the CPU has (64-bit arithmetic), in its words. */
export async function loadCpuOnly(): Promise<string | null> {
  const { runtime } = await openGpu()
  const graph = new Graph()
  const x = graph.input('x', 'i64', [2])
  graph.output('y', ops.add(x, x))
  return runtime.load(serialise(graph)).then(
    () => null,
    (error: unknown) => String(error),
  )
}
