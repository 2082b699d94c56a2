/** Tensors on the host as a file would give them, for what is loaded tensor by tensor. */
import type { WeightReader } from './loaded-weights.ts'
import type { HostTensor } from './safetensors.ts'

/** A source of 32-bit floats, each read as a copy. */
export function hostSource(tensors: ReadonlyMap<string, HostTensor>): WeightReader {
  const info = new Map(
    [...tensors].map(([name, { shape, data }]) => [
      name,
      { name, shape, type: 'F32' as const, bytes: data.byteLength },
    ]),
  )
  return {
    tensors: info,
    read: async (name) => {
      const { data } = tensors.get(name)!
      return { ...info.get(name)!, data: new Uint8Array(data.slice().buffer) }
    },
  }
}
