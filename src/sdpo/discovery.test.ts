/** Beside the reference's own cases (experiments/conformance). */
import { describe, expect, it } from 'vitest'
import { Rng } from '../rng.ts'
import { attemptsToReach, bootstrap, discoveryAt, meanAttemptsTruncated, passAt } from './discovery.ts'

/** Attempts to the first pass, by problem and seed. */
const rng = Rng.of(3, 'discovery')
const table = Array.from({ length: 8 }, (_, problem) =>
  Array.from({ length: 5 }, () =>
    rng.uniform() < 0.3 ? null : 1 + Math.floor(12 * (problem + 1) * rng.uniform()),
  ),
)

describe('discovery', () => {
  it('counts a run without success as the whole budget', () => {
    expect(meanAttemptsTruncated([[null, 4]], 16)).toEqual([10])
  })

  it('refuses pass@k beyond the samples', () => expect(() => passAt(65, 64, 1)).toThrow(/pass@65/))

  it('finds the fewest attempts for a level', () => {
    expect(
      attemptsToReach(0.5, [
        [3, 9],
        [5, null],
      ]),
    ).toBe(5)
    expect(
      attemptsToReach(1, [
        [3, 9],
        [5, null],
      ]),
    ).toBeNull()
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
    const at = (confidence: number) =>
      bootstrap(table, (t) => discoveryAt(64, t), { confidence, resamples: 400 })
    expect(at(0.95).high - at(0.95).low).toBeGreaterThan(at(0.5).high - at(0.5).low)
    expect(bootstrap([[1], [1]], (t) => discoveryAt(1, t))).toEqual({ value: 1, low: 1, high: 1 })
  })
})
