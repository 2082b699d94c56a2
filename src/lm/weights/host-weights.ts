/** All weights of a source in float32 on the host, for models that are run so: one tensor at a time is there in both forms. */
import type { HostTensor } from '../safetensors.ts'
import { dequantise } from './blocks.ts'
import type { ModelSource } from './source.ts'

/** @param names those that are needed. @param onBytes hears of the stored bytes read so far. */
export async function hostWeights(source: ModelSource, names: Iterable<string>, onBytes: (bytes: number) => void = () => {}): Promise<Map<string, HostTensor>> {
  const tensors = new Map<string, HostTensor>()
  let bytes = 0
  for (const name of names) {
    const stored = await source.read(name)
    tensors.set(name, { shape: [...stored.shape], data: dequantise(stored) })
    onBytes((bytes += stored.bytes))
  }
  return tensors
}
