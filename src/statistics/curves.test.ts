import { describe, expect, it } from 'vitest'
import { attemptsFor, attemptsRatio, bestOfKCurve, curveOf, discovery, meanAttempts } from './curves.ts'
import { passAt } from './discovery.ts'

describe('best-of-k in closed form', () => {
  it.each([
    [100, 0],
    [100, 1],
    [100, 7],
    [100, 100],
    [10240, 3],
  ])('of %i samples with %i passes equals pass@k at every k', (samples, passed) => {
    const curve = bestOfKCurve({ samples, passed })
    for (const k of [1, 2, 5, 16, 63, 64, samples >> 1, samples])
      expect(curve[k]).toBeCloseTo(passAt(k, samples, passed), 10)
  })

  it('is the mean over all orders of the samples', () => {
    const curve = bestOfKCurve({ samples: 4, passed: 2 })
    expect([...curve]).toEqual([0, 1 / 2, 5 / 6, 1, 1].map((x) => expect.closeTo(x, 12)))
  })
})

describe('curves', () => {
  const curves = [curveOf([1, 3, null, null], 4), curveOf([2, 2, 4, null], 4)]
  it('count seeds that succeeded in time', () => {
    expect([...curves[0]!]).toEqual([0, 0.25, 0.25, 0.5, 0.5])
    expect(discovery(curves, 2)).toBe((0.25 + 0.5) / 2)
    expect(discovery(curves, 400)).toBe((0.5 + 0.75) / 2)
  })

  it('tell the fewest attempts for a level, or that they end before it', () => {
    expect(attemptsFor(0.375, curves)).toBe(2)
    expect(attemptsFor(0.5, curves)).toBe(3)
    expect(attemptsFor(0.6, curves)).toBe(4)
    expect(attemptsFor(0.7, curves)).toBe(Infinity)
  })

  it('compare arms, against ourselves where one does not arrive', () => {
    const never = [curveOf([null], 4)]
    const first = [curveOf([1], 4)]
    expect(attemptsRatio(0.5, curves, first)).toBe(3)
    expect(attemptsRatio(0.5, never, first)).toBe(4)
    expect(attemptsRatio(0.5, first, never)).toBe(0)
  })

  it('count a run without success as the whole budget', () => {
    expect(meanAttempts(curveOf([1, 3, null, null], 4), 4)).toBe((1 + 3 + 4 + 4) / 4)
  })
})
