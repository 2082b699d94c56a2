/** What a run of the command line computes on: onnxruntime-node where it is installed beside the lab, else the WebAssembly that the page runs on. */
import type { Runtime } from 'ort-train'
import { wasmRuntime } from 'ort-train/web'
import { nativeRuntime } from '../scripts/native-runtime.ts'
import { ExplainedError } from '../src/explained-error.ts'
import { runtimeBinary } from './package-files.ts'

export const runtimeNames = ['auto', 'native', 'wasm'] as const

/** Throws an ExplainedError where the native runtime is asked for and is not there. */
export async function openRuntime(
  wanted: (typeof runtimeNames)[number],
  threads: number,
  say: (text: string) => void,
): Promise<Runtime> {
  if (wanted !== 'wasm')
    try {
      return nativeRuntime({ threads })
    } catch {
      if (wanted === 'native')
        throw new ExplainedError(
          'onnxruntime-node is not installed.',
          'The native runtime is no part of this package, since it takes 290 MB.',
          'Run `npm i onnxruntime-node` where sdpo-lab is installed, or leave out --runtime native.',
        )
      say('onnxruntime-node is not installed here, so this runs on WebAssembly, slower and as exactly.')
    }
  return wasmRuntime({ threads, wasmBinary: runtimeBinary() })
}
