/** The weights of a small model in float32 on the host: one tensor at a time is there in both forms. */
import type { HostTensor } from '../safetensors.ts'
import { dequantise } from './blocks.ts'
import type { ModelSource } from './source.ts'

/** @param names those that are needed. */
export async function hostWeights(
  source: ModelSource,
  names: Iterable<string>,
): Promise<Map<string, HostTensor>> {
  const tensors = new Map<string, HostTensor>()
  for (const name of names) {
    const stored = await source.read(name)
    tensors.set(name, { shape: [...stored.shape], data: dequantise(stored) })
  }
  return tensors
}
