/** Discovery curves of arms on the same problems, and what is read from them. */
import type { Estimate } from './bootstrap.ts'

/** Independent samples, and how many of them passed. */
export interface Passes {
  samples: number
  passed: number
}

/** P(first success within k attempts) of one problem; entry k, entry 0 is 0. */
export type Curve = Float64Array

/** A mean after or within k attempts, with its 90 % interval. */
export interface CurvePoint extends Estimate {
  k: number
}

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
