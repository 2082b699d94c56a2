/** The browser's side of `conformance --backend webgpu`: the same sections on the page's own runtime. */
import { llamaConfigSchema } from '../../src/lm/config.ts'
import { readSafetensors } from '../../src/lm/safetensors.ts'
import { findAdapter } from '../../src/runtime/adapter.ts'
import { createWebGpuRuntime } from '../../src/runtime/webgpu.ts'
import type { Runtime } from '../../src/runtime/runtime.ts'
import { conform } from './run.ts'
import type { Report } from './run.ts'

/** `file` and `model` are URLs of this page's origin; `model` is a folder. */
export async function conformOnWebGpu(file: string, model: string | null): Promise<{ report: Report; failures: string[] }> {
  let runtime: Promise<Runtime> | undefined
  const makeRuntime = async () => {
    const found = await findAdapter()
    if (!found) throw new Error('This browser has no WebGPU adapter.')
    return (await createWebGpuRuntime(found)).runtime
  }
  return conform({
    file: (await (await get(file)).json()) as Record<string, unknown>,
    runtime: () => (runtime ??= makeRuntime()),
    model: async () => {
      if (model === null) throw new Error('This file needs --model DIR, a folder with config.json and model.safetensors.')
      return {
        config: llamaConfigSchema.parse(await (await get(`${model}/config.json`)).json()),
        weights: readSafetensors(await (await get(`${model}/model.safetensors`)).arrayBuffer()),
      }
    },
  })
}

async function get(url: string): Promise<Response> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`)
  return response
}
