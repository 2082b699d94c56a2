/** Rows of the embedding read where the device holds them: ids go in, what enters the first layer comes out. */
import type { LoadedWeights } from '../loaded-weights.ts'
import type { Kernels, Step } from './kernels.ts'
import { embeddingKernel } from './row-kernels.ts'
import { matrixBindings } from './sequence-layer.ts'

interface EmbeddingEnds {
  /** Words, of which the ids are `rows` from word `from` on. */
  ids: GPUBuffer
  from?: number
  rows: number
  /** [rows, d]. */
  x: GPUBuffer
}

/** Throws where the device does not hold the embedding. */
export function embeddingStep(
  kernels: Kernels,
  { config, rows: table }: LoadedWeights,
  { ids, from = 0, rows, x }: EmbeddingEnds,
): Step {
  if (!table) throw new Error('The embedding is not on the device.')
  const { code, bindings, groups } = embeddingKernel(
    { rows, inputs: config.hiddenSize, scale: config.embeddingScale, from },
    table.format,
  )
  const bound: Record<string, GPUBuffer> = { ids, out: x }
  for (const [name, value] of Object.entries(matrixBindings(table.parts))) bound[name] = value as GPUBuffer
  return kernels.step(
    code,
    bindings.map((name) => bound[name]!),
    groups,
  )
}
