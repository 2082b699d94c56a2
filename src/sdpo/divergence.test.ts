/** Beside the reference's own cases (experiments/conformance/pictured-divergence.test.ts). */
import { describe, expect, it } from 'vitest'
import { entropy } from '../lm/distributions.ts'
import { divergenceSpec, topIndices } from './divergence.ts'
import { ofLogits } from './config.ts'

describe('what a position shows', () => {
  it('has a known entropy', () => {
    expect(entropy([Math.log(0.5), Math.log(0.5)])).toBeCloseTo(Math.LN2, 12)
    expect(entropy([0, -Infinity])).toBe(0)
  })

  it('shows the full reverse KL at the levels that estimate it', () => {
    expect(divergenceSpec({ kind: 'sampled-token', advantageClip: null })).toEqual({
      alpha: 1,
      topK: null,
      addTail: false,
    })
    expect(divergenceSpec(ofLogits(0.5, 3))).toMatchObject({
      alpha: 0.5,
      topK: 3,
    })
  })

  it('orders the largest, equal values by index', () => {
    expect(topIndices([1, 3, 2, 3, 0], 3)).toEqual([1, 3, 2])
    expect(topIndices([2, 1], 9)).toEqual([0, 1])
  })
})
