import { expect, test } from 'vitest'
import { leastSquares, predicted } from './least-squares.ts'

const rows = [
  [1, 2],
  [2, -1],
  [3, 5],
  [4, 0],
  [5, 7],
]
const outcomes = rows.map(([a, b]) => 3 + 2 * a! - 0.5 * b!)

test('a linear outcome is found, but for the ridge', () => {
  const fit = leastSquares(rows, outcomes)
  rows.forEach((row, i) => expect(predicted(fit, row)).toBeCloseTo(outcomes[i]!, 1))
  expect(fit.weights[0]).toBeCloseTo(2, 1)
})

test('a predictor that never changes, and a copy of another, share or get no weight', () => {
  const fit = leastSquares(
    rows.map(([a, b]) => [a!, b!, 4, a!]),
    outcomes,
  )
  expect(fit.weights[2]).toBe(0)
  expect(fit.weights[0]).toBeCloseTo(fit.weights[3]!, 6)
})

test('outcomes that do not pair with rows are refused', () => {
  expect(() => leastSquares(rows, [1])).toThrow('one outcome a row')
})
