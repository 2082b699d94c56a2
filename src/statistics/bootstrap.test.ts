/** Intervals of a table of first successes, and of plain numbers. */
import { describe, expect, it } from 'vitest'
import { Rng } from '../rng.ts'
import { bootstrapped } from './bootstrap.ts'
import { discoveryAt } from './discovery.ts'

/** Attempts to the first pass, by problem and seed. */
const rng = Rng.of(3, 'discovery')
const table = Array.from({ length: 8 }, (_, problem) =>
  Array.from({ length: 5 }, () =>
    rng.uniform() < 0.3 ? null : 1 + Math.floor(12 * (problem + 1) * rng.uniform()),
  ),
)

describe('the bootstrap', () => {
  it('spans what redrawn items give, and the same every time', () => {
    const items = Array.from({ length: 400 }, (_, i) => i % 2)
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
    const estimate = bootstrapped(items, mean)
    expect(estimate.value).toBe(0.5)
    expect(estimate.high - estimate.low).toBeGreaterThan(0.06)
    expect(estimate.high - estimate.low).toBeLessThan(0.11)
    expect(bootstrapped(items, mean)).toEqual(estimate)
  })

  it('gives the same interval for the same seed, around the value', () => {
    const of = (seed: number) => bootstrapped(table, (t) => discoveryAt(64, t), { seed, resamples: 400 })
    expect(of(1)).toEqual(of(1))
    expect(of(2)).not.toEqual(of(1))
    expect(of(1).low).toBeLessThan(of(1).value)
    expect(of(1).high).toBeGreaterThan(of(1).value)
  })

  it('widens with confidence and has no width without variation', () => {
    const at = (confidence: number) =>
      bootstrapped(table, (t) => discoveryAt(64, t), { confidence, resamples: 400 })
    expect(at(0.95).high - at(0.95).low).toBeGreaterThan(at(0.5).high - at(0.5).low)
    expect(bootstrapped([[1], [1]], (t) => discoveryAt(1, t))).toEqual({ value: 1, low: 1, high: 1 })
  })
})
