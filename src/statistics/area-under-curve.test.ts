import { describe, expect, it } from 'vitest'
import { areaUnderCurve } from './area-under-curve.ts'

describe('the area under the curve', () => {
  const points = (scores: [number, boolean][]) => scores.map(([score, positive]) => ({ score, positive }))
  it('is 1 for a perfect order, .5 for ties, 0 for the reverse', () => {
    expect(
      areaUnderCurve(
        points([
          [3, true],
          [2, false],
          [1, false],
        ]),
      ),
    ).toBe(1)
    expect(
      areaUnderCurve(
        points([
          [1, true],
          [1, false],
          [1, false],
        ]),
      ),
    ).toBe(0.5)
    expect(
      areaUnderCurve(
        points([
          [0, true],
          [2, false],
          [1, false],
        ]),
      ),
    ).toBe(0)
    expect(
      areaUnderCurve(
        points([
          [2, true],
          [3, false],
          [1, false],
        ]),
      ),
    ).toBe(0.5)
  })
})
