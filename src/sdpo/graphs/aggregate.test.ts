/** Means as weights, by hand. Against the reference, with their gradients: experiments/conformance. */
import { describe, expect, it } from 'vitest'
import { aggregationWeights, type Aggregation } from './aggregate.ts'

const mask = [
  [1, 1, 0, 1],
  [0, 0, 0, 0],
  [1, 0, 0, 0],
]

describe('the weights of a mean', () => {
  it.each([
    ['token-mean', [1 / 4, 1 / 4, 0, 1 / 4, 0, 0, 0, 0, 1 / 4, 0, 0, 0]],
    ['seq-mean-token-sum', [1 / 2, 1 / 2, 0, 1 / 2, 0, 0, 0, 0, 1 / 2, 0, 0, 0]],
    ['seq-mean-token-mean', [1 / 6, 1 / 6, 0, 1 / 6, 0, 0, 0, 0, 1 / 2, 0, 0, 0]],
    ['seq-mean-token-sum-norm', [1 / 4, 1 / 4, 0, 1 / 4, 0, 0, 0, 0, 1 / 4, 0, 0, 0]],
  ] satisfies [Aggregation, number[]][])(
    '%s leaves masked tokens and empty sequences out',
    (mode, expected) => {
      const weights = aggregationWeights(mask, mode).flatMap((row) => [...row])
      weights.forEach((weight, i) => expect(weight).toBeCloseTo(expected[i]!, 6))
    },
  )

  it('without any token are no number where the mean is over sequences, else 0', () => {
    const [sequences] = aggregationWeights([[0, 0]], 'seq-mean-token-mean')
    expect([...sequences!]).toEqual([NaN, NaN])
    const [tokens] = aggregationWeights([[0, 0]], 'token-mean')
    expect([...tokens!]).toEqual([0, 0])
  })
})
