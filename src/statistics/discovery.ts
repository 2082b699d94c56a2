/**
 * How fast a hard question is solved. discovery@k = P(first success within k attempts) (paper, Definition 5.1),
 * and pass@k of independent samples (Chen et al. 2021).
 */

/** Per question, the 1-based attempt of the first success of every seed; null: none within the budget. */
export type FirstSuccesses = readonly (readonly (number | null)[])[]

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Mean over questions of the share of seeds that have succeeded within k attempts. */
export function discoveryAt(k: number, table: FirstSuccesses): number {
  return mean(table.map((seeds) => mean(seeds.map((first) => (first !== null && first <= k ? 1 : 0)))))
}

/** Mean number of attempts per question, a run without success counting as the whole budget (paper, Table 10). */
export function meanAttemptsTruncated(table: FirstSuccesses, budget: number): number[] {
  return table.map((seeds) => mean(seeds.map((first) => Math.min(first ?? budget, budget))))
}

/** Fewest attempts for a discovery of `level`; null when the table's budget does not reach it. */
export function attemptsToReach(level: number, table: FirstSuccesses): number | null {
  const successes = table.flat().filter((first) => first !== null)
  const candidates = [...new Set(successes)].sort((a, b) => a - b)
  return candidates.find((k) => discoveryAt(k, table) >= level - 1e-12) ?? null
}

/** 1 - C(n - c, k) / C(n, k): the unbiased estimate of P(a pass among k) from c passes among n samples. Needs k <= n. */
export function passAt(k: number, n: number, c: number): number {
  if (k > n) throw new RangeError(`pass@${k} cannot be estimated from ${n} samples`)
  if (n - c < k) return 1
  let none = 1
  for (let i = n - c + 1; i <= n; i++) none *= 1 - k / i
  return 1 - none
}
