/** In the page: the choice of backend between this browser's own two, its graphics adapter taken for a card. Called through scripts/in-browser.ts. */
import { findAdapter } from 'ort-train/adapter'
import { wasmRuntime, webGpuRuntime } from 'ort-train/web'
import { chooseBackend } from '../src/engine/live-backend.ts'
import { ReadModel } from '../src/engine/live-model.ts'
import type { BackendInfo } from '../src/engine/protocol.ts'
import { tinyFiles, tinyRunConfig } from '../src/engine/tiny.testing.ts'

export async function choose(): Promise<{ info: BackendInfo; software: boolean; said: string[] }> {
  const found = await findAdapter()
  if (!found) throw new Error('This browser has no WebGPU adapter.')
  const source = ReadModel.read({ id: 'tiny', name: 'tiny' }, tinyFiles())
  const said: string[] = []
  const { info } = await chooseBackend(
    'auto',
    {
      adapter: async () => ({ name: found.name, software: false }),
      wasm: () => wasmRuntime({ threads: 1 }),
      webgpu: () => webGpuRuntime(found),
      singleThreadReason: null,
    },
    (runtime) => source.open(runtime, tinyRunConfig().adapter),
    { onProgress: (what) => said.push(what) },
  )
  return { info, software: found.software, said }
}
