/** Shares of successes among samples, and what separates two of them. */
import type { Estimate } from './bootstrap.ts'

/** Two-sided 90 %. */
const normal90 = 1.6449

/**
 * By how much the share of successes differs between two independent sets of `samples` each, b less a, with the 90 % interval
 * of Agresti and Caffo (2000), which holds for small sets and for shares of none and all too.
 */
export function shareDifference(a: number, b: number, samples: number): Estimate {
  const of = (successes: number) => (successes + 1) / (samples + 2)
  const variance = (share: number) => (share * (1 - share)) / (samples + 2)
  const centre = of(b) - of(a)
  const half = normal90 * Math.sqrt(variance(of(a)) + variance(of(b)))
  return { value: (b - a) / samples, low: centre - half, high: centre + half }
}
