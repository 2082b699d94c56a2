/** How far an update moved the adapter: by layer and projection, for people. Two vectors are read once; no graph is run. */
import { adapterParameters, flatLayout, projections } from '../lm/parameters.ts'
import type { LlamaConfig } from '../lm/config.ts'
import type { Movement } from './events.ts'

/** Six digits: what is drawn has three, and JSON has no float32. */
const rounded = (value: number): number => Number(value.toPrecision(6))

/**
 * @param before the adapter before the update, [P], and `after` it; `start`: as the run began
 * @returns Euclidean norms; null where the vectors are not the adapter of this rank (all weights are trained, or none)
 */
export function movementOf(
  config: LlamaConfig,
  rank: number,
  { start, before, after }: { start: Float32Array | null; before: Float32Array; after: Float32Array },
): Movement | null {
  const { slots, length } = flatLayout(adapterParameters(config, rank))
  if (before.length !== length || after.length !== length) return null
  const squares = Array.from({ length: config.layers }, () => projections.map(() => 0))
  const each = slots.length / config.layers / projections.length
  let [size, far] = [0, 0]
  slots.forEach(({ shape, offset }, slot) => {
    const pair = Math.floor(slot / each)
    const row = squares[Math.floor(pair / projections.length)]!
    let sum = 0
    const end = offset + shape.reduce((product, n) => product * n, 1)
    for (let i = offset; i < end; i++) {
      sum += (after[i]! - before[i]!) ** 2
      size += after[i]! ** 2
      if (start) far += (after[i]! - start[i]!) ** 2
    }
    row[pair % projections.length]! += sum
  })
  const moved = squares.flat().reduce((sum, square) => sum + square, 0)
  return {
    projections: [...projections],
    layers: squares.map((row) => row.map((square) => rounded(Math.sqrt(square)))),
    numbers: length,
    moved: rounded(Math.sqrt(moved)),
    adapter: rounded(Math.sqrt(size)),
    ...(start?.length === length && { sinceStart: rounded(Math.sqrt(far)) }),
  }
}
