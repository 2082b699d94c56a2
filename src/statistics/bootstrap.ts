/** Intervals by a seeded bootstrap (Efron 1979), over questions or over seeds. */
import { Rng } from '../rng.ts'

export interface Estimate {
  value: number
  low: number
  high: number
}

/**
 * A statistic of the items with its percentile interval: items are drawn with replacement, the same ones
 * for the same seed. `confidence` .9 spans the 5th to the 95th percentile, each the nearest of those drawn.
 */
export function bootstrapped<T>(
  items: readonly T[],
  statistic: (items: readonly T[]) => number,
  { confidence = 0.9, resamples = 1000, seed = 0 } = {},
): Estimate {
  const rng = Rng.of(seed, 'bootstrap')
  const values = Array.from({ length: resamples }, () => statistic(items.map(() => rng.pick(items)))).sort(
    (a, b) => a - b,
  )
  const at = (p: number) => values[Math.round(p * (resamples - 1))]!
  return { value: statistic(items), low: at((1 - confidence) / 2), high: at((1 + confidence) / 2) }
}
