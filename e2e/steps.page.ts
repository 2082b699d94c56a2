/** In the page: the bundled model's first steps on this browser's backend. Called through scripts/in-browser.ts. */
import { fetchModel } from '../src/engine/live-files.ts'
import { firstSteps, type StepsOutcome, type StepsRequest } from '../src/engine/steps.testing.ts'
import { findAdapter } from 'ort-train/adapter'
import type { Runtime } from 'ort-train'
import { wasmRuntime, webGpuRuntime } from 'ort-train/web'
import { createWorkerJudge } from '../src/verify/client.ts'

export async function run(backend: 'wasm' | 'webgpu', request: StepsRequest): Promise<StepsOutcome> {
  const files = await fetchModel(new URL('/models/tiny/', location.href).href, () => {})
  const judge = createWorkerJudge()
  try {
    return await firstSteps(files, await open(backend), judge, request)
  } finally {
    judge.dispose()
  }
}

async function open(backend: 'wasm' | 'webgpu'): Promise<Runtime> {
  if (backend === 'wasm') return wasmRuntime({ threads: Math.min(2, navigator.hardwareConcurrency) })
  const found = await findAdapter()
  if (!found) throw new Error('This browser has no WebGPU adapter.')
  return (await webGpuRuntime(found)).runtime
}
