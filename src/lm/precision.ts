/**
 * In which form a runtime holds a model's matrices. Node holds floats where memory allows: packed ones take a third more
 * time in a pass over a sequence and three times as much to decode. On WebAssembly floats are the faster form too, for
 * packed blocks are made floats again in every pass over a sequence (`npm run experiment -- speed --model FILE`). They
 * are held so while their bytes leave the heap, 4 GB at most, to the caches and the update. A graphics adapter that has
 * 16-bit floats holds those of the file in them, which rounds finer than 8 bits, while they leave it room; else packed.
 */
import type { BackendName } from 'ort-train'
import type { LlamaConfig } from './config.ts'
import { countParameters, heldBytes, heldByDefault, type DeviceLimits, type Held } from './memory.ts'

/** 'f16': what the file has as floats in 16 bits. 'packed': the same in 8. Quantised blocks of the file stay as they are in both. */
export type Precision = 'f32' | 'f16' | 'packed'

/** Bytes of float weights up to which a WebAssembly heap holds them as such. */
const floatsOnWasm = 1e9
/** The part of a machine's memory that 16-bit weights may take: a graphics adapter shares it, or has about as much. */
const partForFloat16 = 1 / 4
/** The part of a machine's memory that floats may take in Node. */
const partForFloats = 1 / 2
/** Where a browser, or Node, does not say how much memory there is. */
const unsaidMemory = 4e9

/** How the weights of a model are held on a backend: as floats while they fit, then in 16 bits, then packed. */
export function precisionOn(
  backend: BackendName,
  config: LlamaConfig,
  { float16, memory }: Pick<DeviceLimits, 'float16' | 'memory'>,
): Precision {
  const parameters = countParameters(config)
  switch (backend) {
    case 'wasm':
      return parameters * heldBytes.f32 <= floatsOnWasm ? 'f32' : 'packed'
    case 'webgpu':
      return float16 && parameters * heldBytes.f16 <= partForFloat16 * (memory ?? unsaidMemory)
        ? 'f16'
        : 'packed'
    case 'node':
      return parameters * heldBytes.f32 <= partForFloats * (memory ?? unsaidMemory) ? 'f32' : 'packed'
    default:
      return backend satisfies never
  }
}

/** What an estimate takes each weight for, where the file has floats; it is on the high side where the file has smaller blocks. */
export function heldOn(
  backend: BackendName,
  config: LlamaConfig,
  device: Pick<DeviceLimits, 'float16' | 'memory'>,
): Held {
  const precision = precisionOn(backend, config, device)
  return precision === 'packed' ? heldByDefault : precision
}
