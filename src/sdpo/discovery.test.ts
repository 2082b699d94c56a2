import { describe, expect, it } from 'vitest'
import { attemptsToReach, bootstrap, discoveryAt, meanAttemptsTruncated, passAt } from './discovery.ts'
import { referenceSection } from './reference.testing.ts'

interface Vectors {
  budget: number
  table: { first_success_attempt_per_seed: (number | null)[] }[]
  expect_discovery_at_k: Record<string, number>
  expect_mean_generations_truncated_at_budget: number[]
  pass_at_k: { n: number; c: number; k: number[]; expect: number[] }[]
}

const vectors = referenceSection<Vectors>('discovery')
const table = vectors.table.map((row) => row.first_success_attempt_per_seed)

describe('discovery', () => {
  it.each(Object.entries(vectors.expect_discovery_at_k))('discovery@%s', (k, value) => expect(discoveryAt(Number(k), table)).toBeCloseTo(value, 8))

  it('counts a run without success as the whole budget', () => {
    meanAttemptsTruncated(table, vectors.budget).forEach((value, i) => expect(value).toBeCloseTo(vectors.expect_mean_generations_truncated_at_budget[i]!, 6))
    expect(meanAttemptsTruncated([[null, 4]], 16)).toEqual([10])
  })

  it.each(vectors.pass_at_k)('pass@k of $c among $n', ({ n, c, k, expect: want }) => k.forEach((each, i) => expect(passAt(each, n, c)).toBeCloseTo(want[i]!, 8)))

  it('refuses pass@k beyond the samples', () => expect(() => passAt(65, 64, 1)).toThrow(/pass@65/))

  it('finds the fewest attempts for a level', () => {
    expect(attemptsToReach(0.5, [[3, 9], [5, null]])).toBe(5)
    expect(attemptsToReach(1, [[3, 9], [5, null]])).toBeNull()
  })
})

describe('bootstrap', () => {
  it('gives the same interval for the same seed, around the value', () => {
    const of = (seed: number) => bootstrap(table, (t) => discoveryAt(64, t), { seed, resamples: 400 })
    expect(of(1)).toEqual(of(1))
    expect(of(2)).not.toEqual(of(1))
    expect(of(1).low).toBeLessThan(of(1).value)
    expect(of(1).high).toBeGreaterThan(of(1).value)
  })

  it('widens with confidence and has no width without variation', () => {
    const at = (confidence: number) => bootstrap(table, (t) => discoveryAt(64, t), { confidence, resamples: 400 })
    expect(at(0.95).high - at(0.95).low).toBeGreaterThan(at(0.5).high - at(0.5).low)
    expect(bootstrap([[1], [1]], (t) => discoveryAt(1, t))).toEqual({ value: 1, low: 1, high: 1 })
  })
})
