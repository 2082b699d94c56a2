/**
 * What a ticket leaves open. Every open point is a choice among meanings, ordered from the usual
 * reading to the unusual; a reading of the ticket is one index per choice. Usual readings follow
 * Zipf's law, hard problems draw uniformly ("the customer wants something unusual").
 */
import type { Reading } from './family.ts'
import type { Rng } from '../../rng.ts'

/** Exponent of the prior over meanings: with seven meanings the usual one has p = .44, the last .04. */
const zipfExponent = 1.2

const cumulative: Float64Array[] = []

function cumulativeZipf(n: number): Float64Array {
  const known = cumulative[n]
  if (known) return known
  const sums = new Float64Array(n)
  let sum = 0
  for (let i = 0; i < n; i++) sums[i] = sum += (i + 1) ** -zipfExponent
  for (let i = 0; i < n; i++) sums[i]! /= sum
  return (cumulative[n] = sums)
}

/** Index in [0, n), Zipf distributed. */
export function drawZipf(rng: Rng, n: number): number {
  const sums = cumulativeZipf(n)
  const u = rng.uniform()
  for (let i = 0; i < n - 1; i++) if (u < sums[i]!) return i
  return n - 1
}

/** Probability of one index under the prior. */
export function zipfProbability(index: number, n: number): number {
  const sums = cumulativeZipf(n)
  return sums[index]! - (index > 0 ? sums[index - 1]! : 0)
}

export type Prior = 'usual' | 'uniform'

/** A reading of a ticket whose choices have these sizes. */
export function drawReading(rng: Rng, sizes: readonly number[], prior: Prior): number[] {
  return sizes.map((n) => (prior === 'usual' ? drawZipf(rng, n) : rng.below(n)))
}

/** Another reading: each choice is the truth's with probability `share`, else drawn from the prior. */
export function drawNearby(rng: Rng, sizes: readonly number[], truth: Reading, share: number): number[] {
  return sizes.map((n, i) => (rng.uniform() < share ? truth[i]! : drawZipf(rng, n)))
}
