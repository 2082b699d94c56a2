/**
 * In which form a runtime holds a model's matrices. WebGPU and Node take the blocks of the file: memory and its
 * traffic are what is scarce there. On WebAssembly floats are the faster form: one SDPO step of SmolLM2 135M took
 * 178 s with them and 269 s packed under the same load, for packed blocks are made floats again in every pass over a
 * sequence. They are held so while their bytes leave the heap, 4 GB at most, to the caches and the update.
 */
import type { BackendName } from '../runtime/runtime.ts'
import type { LlamaConfig } from './config.ts'
import { countParameters } from './memory.ts'

/** 'packed': quantised blocks of the file as they are, and 8 bits for what the file has as floats. */
export type Precision = 'f32' | 'packed'

/** Bytes of float weights up to which a WebAssembly heap holds them as such. */
const floatsOnWasm = 1e9

export function precisionOn(backend: BackendName, config: LlamaConfig): Precision {
  return backend === 'wasm' && countParameters(config) * Float32Array.BYTES_PER_ELEMENT <= floatsOnWasm ? 'f32' : 'packed'
}
