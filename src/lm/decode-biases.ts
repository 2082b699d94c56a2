/** What a new token sees of its prompt and of the tokens before it. */
import type { Batch } from './batch.ts'
import type { LayerType } from './config.ts'
import { maskValue } from './layer.ts'

/** `decodeBiases` of each layer, made once a window. */
export function windowBiases(
  prompts: readonly (readonly number[])[],
  batch: Batch,
  layerTypes: readonly LayerType[],
  at: { p: number; n: number; t: number },
): (layer: number) => ReturnType<typeof decodeBiases> {
  const made = new Map<number | null, ReturnType<typeof decodeBiases>>()
  return (layer) => {
    const { window } = layerTypes[layer]!
    const known = made.get(window) ?? decodeBiases(prompts, batch, window, at)
    made.set(window, known)
    return known
  }
}

/** Which keys the new token sees, [R, 1, 1, P] of the prompt and [N] of the response: those that exist, at most `window` back. */
function decodeBiases(
  prompts: readonly (readonly number[])[],
  batch: Batch,
  window: number | null,
  { p, n, t }: { p: number; n: number; t: number },
): { promptBias: Float32Array; columnBias: Float32Array } {
  const reach = window ?? Infinity
  const promptBias = batch.keyBias.slice()
  prompts.forEach((_, row) => {
    for (let i = 0; i < p; i++) if (p + t - i >= reach) promptBias[row * p + i] = maskValue
  })
  const columnBias = Float32Array.from({ length: n }, (_, i) => (i <= t && t - i < reach ? 0 : maskValue))
  return { promptBias, columnBias }
}
