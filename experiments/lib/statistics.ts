/** Discovery curves of arms on the same problems, and what is read from them with intervals by a bootstrap over problems. */
import { Rng } from '../../src/rng.ts'
import type { Passes } from './base-samples.ts'

/** P(first success within k attempts) of one problem; entry k, entry 0 is 0. */
export type Curve = Float64Array

/** By the seeds' first successes; null: none within the budget. */
export function curveOf(firsts: readonly (number | null)[], budget: number): Curve {
  const curve = new Float64Array(budget + 1)
  for (const first of firsts) if (first !== null && first <= budget) curve[first]! += 1 / firsts.length
  for (let k = 1; k <= budget; k++) curve[k]! += curve[k - 1]!
  return curve
}

/** best-of-k in closed form, for every k up to the number of samples: 1 - C(n - c, k) / C(n, k). */
export function bestOfKCurve({ samples: n, passed: c }: Passes): Curve {
  const curve = new Float64Array(n + 1)
  let none = 1
  for (let k = 1; k <= n; k++) {
    none *= Math.max(0, n - c - k + 1) / (n - k + 1)
    curve[k] = 1 - none
  }
  return curve
}

/** Mean over problems; beyond its end a curve stays as it is. */
export function discovery(curves: readonly Curve[], k: number): number {
  return curves.reduce((sum, curve) => sum + curve[Math.min(k, curve.length - 1)]!, 0) / curves.length
}

/** Fewest attempts for a mean discovery of `level`; Infinity when the curves end before. */
export function attemptsFor(level: number, curves: readonly Curve[]): number {
  let [low, high] = [0, Math.max(...curves.map((curve) => curve.length - 1))]
  if (discovery(curves, high) < level - 1e-12) return Infinity
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (discovery(curves, middle) >= level - 1e-12) high = middle
    else low = middle
  }
  return high
}

/** Mean attempts of one problem's runs, one without success counting as the whole budget (paper, Table 10). */
export function meanAttempts(curve: Curve, budget: number): number {
  let open = 0
  for (let k = 0; k < budget; k++) open += 1 - curve[Math.min(k, curve.length - 1)]!
  return open
}

/** How many times fewer attempts `ours` needs for a discovery of `level`. An arm that never gets there counts as its last attempt, where it is the other; ours counts as never. */
export function attemptsRatio(level: number, other: readonly Curve[], ours: readonly Curve[]): number {
  const reached = attemptsFor(level, other)
  return (
    (Number.isFinite(reached) ? reached : Math.max(...other.map((curve) => curve.length - 1))) /
    attemptsFor(level, ours)
  )
}

export interface Estimate {
  value: number
  low: number
  high: number
}

/** A statistic of the items with its 90 % percentile interval: items are drawn with replacement. */
export function bootstrapped<T>(
  items: readonly T[],
  statistic: (items: readonly T[]) => number,
  { confidence = 0.9, resamples = 1000 } = {},
): Estimate {
  const rng = Rng.of(0, 'bootstrap')
  const values = Array.from({ length: resamples }, () => statistic(items.map(() => rng.pick(items)))).sort(
    (a, b) => a - b,
  )
  const at = (p: number) => values[Math.round(p * (resamples - 1))]!
  return { value: statistic(items), low: at((1 - confidence) / 2), high: at((1 + confidence) / 2) }
}

/** P(a positive scores higher than a negative), ties counting half (Mann-Whitney); .5 where one kind is missing. */
export function areaUnderCurve(points: readonly { score: number; positive: boolean }[]): number {
  const sorted = [...points].sort((a, b) => a.score - b.score)
  const positives = sorted.filter(({ positive }) => positive).length
  const negatives = sorted.length - positives
  if (positives === 0 || negatives === 0) return 0.5
  let ranks = 0
  for (let i = 0; i < sorted.length;) {
    let j = i
    while (j < sorted.length && sorted[j]!.score === sorted[i]!.score) j++
    for (let k = i; k < j; k++) if (sorted[k]!.positive) ranks += (i + 1 + j) / 2
    i = j
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * negatives)
}
