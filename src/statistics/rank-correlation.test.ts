import { expect, test } from 'vitest'
import { rankCorrelation } from './rank-correlation.ts'

test('follows order alone, with ties at their mean rank', () => {
  expect(rankCorrelation([1, 2, 3], [10, 200, 3000])).toBeCloseTo(1, 12)
  expect(rankCorrelation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12)
  // scipy.stats.spearmanr([1, 2, 2, 4], [3, 1, 4, 2]) = -0.31622776601683794
  expect(rankCorrelation([1, 2, 2, 4], [3, 1, 4, 2])).toBeCloseTo(-0.31622776601683794, 12)
})

test('is unknown where nothing varies', () => {
  expect(rankCorrelation([1, 1], [1, 2])).toBeNull()
  expect(rankCorrelation([1], [1])).toBeNull()
  expect(() => rankCorrelation([1], [1, 2])).toThrow('do not pair')
})
