/** The runtime of a headless command: onnxruntime-node, or what `--backend` named. */
import type { Runtime } from 'ort-train'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { createDawnRuntime, restartWithVulkan } from './dawn.ts'

export const headlessBackends = ['node', 'dawn'] as const
export type HeadlessBackend = (typeof headlessBackends)[number]

let chosen: Runtime | null = null

/** Makes a backend that of every later `headlessRuntime` of this process. Throws a DawnMissingError where it cannot be. */
export async function useBackend(backend: HeadlessBackend): Promise<void> {
  switch (backend) {
    case 'node':
      chosen = null
      return
    case 'dawn': {
      restartWithVulkan()
      const { runtime, adapter, software } = await createDawnRuntime()
      console.error(`Dawn on ${adapter}${software ? ', a software adapter' : ''}`)
      chosen = runtime
      return
    }
    default:
      backend satisfies never
  }
}

/** The chosen runtime. On a graphics device there is one, and threads are not asked for. */
export const headlessRuntime = ({ threads = 2 } = {}): Runtime => chosen ?? nativeRuntime({ threads })
