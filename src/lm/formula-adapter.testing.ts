/** The adapter of the reference vectors: values by a formula, so that none need be shipped (reference/README.md, update.json). */
import type { LlamaConfig } from './config.ts'
import { adapterParameters, flatLayout } from './parameters.ts'

export interface FormulaAdapter {
  rank: number
  /** Amplitudes of A and B. */
  a_scale: number
  b_scale: number
}

/** Entry k of the flat vector is amplitude · sin(0.37 k + seed). */
export function formulaAdapter(
  config: LlamaConfig,
  { rank, a_scale, b_scale }: FormulaAdapter,
  seed: number,
): Float32Array {
  const { slots, length } = flatLayout(adapterParameters(config, rank))
  const theta = new Float32Array(length)
  for (const { name, shape, offset } of slots) {
    const amplitude = name.endsWith('lora_A') ? a_scale : b_scale
    for (let k = offset; k < offset + shape[0]! * shape[1]!; k++)
      theta[k] = amplitude * Math.sin(0.37 * k + seed)
  }
  return theta
}
