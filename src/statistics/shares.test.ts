import { expect, test } from 'vitest'
import { Rng } from '../rng.ts'
import { shareDifference } from './shares.ts'

test('a difference of shares, with an interval that is never empty', () => {
  expect(shareDifference(16, 8, 64).value).toBeCloseTo(-0.125)
  const same = shareDifference(0, 0, 64)
  expect(same.low).toBeLessThan(0)
  expect(same.high).toBeGreaterThan(0)
  const lost = shareDifference(32, 0, 64)
  expect(lost.high).toBeLessThan(0)
})

test.each([
  [0.02, 0.02],
  [0.3, 0.1],
  [0.9, 0.5],
])('the interval holds the true difference of %f and %f about nine times of ten', (p, q) => {
  const rng = Rng.of(1, 'shares', p, q)
  const drawn = (share: number) =>
    Array.from({ length: 64 }, () => rng.uniform() < share).filter(Boolean).length
  const trials = 2000
  let held = 0
  for (let i = 0; i < trials; i++) {
    const { low, high } = shareDifference(drawn(p), drawn(q), 64)
    if (low <= q - p && q - p <= high) held++
  }
  expect(held / trials).toBeGreaterThan(0.87)
})
