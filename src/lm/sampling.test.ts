/** The nucleus of a large vocabulary is what sorting all of it gives, ties and flat tails included. */
import { describe, expect, it } from 'vitest'
import { Rng } from '../rng.ts'
import { NotFiniteError, draw, logSoftmax } from './sampling.ts'

/** Every token that can be drawn. */
function support(logits: Float32Array, topP: number): number[] {
  const seen = new Set<number>()
  for (let i = 0; i < 400; i++)
    seen.add(draw(logits, 1, topP, { uniform: () => (i + 0.5) / 400 } as Rng).token)
  return [...seen].sort((a, b) => a - b)
}

describe('the nucleus', () => {
  it.each([1, 4, 20])('is the smallest set of likeliest tokens that holds its mass (spread %s)', (spread) => {
    const rng = Rng.of(2, 'nucleus', spread)
    const logits = Float32Array.from({ length: 60 }, () => Math.round(spread * rng.normal() * 4) / 4)
    const logProbs = logSoftmax(logits, 1)
    const order = [...logProbs.keys()].sort((a, b) => logProbs[b]! - logProbs[a]!)
    for (const topP of [0.3, 0.9, 0.999999]) {
      let mass = 0
      const expected = order.filter((token) => {
        const before = mass
        mass += Math.exp(logProbs[token]!)
        return before < topP
      })
      for (const token of support(logits, topP)) expect(expected).toContain(token)
      expect(support(logits, topP)).toContain(expected[0])
      // The least likely of the set is drawn at the very end of the unit interval.
      expect(draw(logits, 1, topP, { uniform: () => 1 - 1e-9 } as Rng).token).toBe(expected.at(-1))
    }
  })
})

describe('logits that are no numbers', () => {
  it.each([
    ['one NaN', [0, NaN, 1]],
    ['all NaN', [NaN, NaN]],
    ['an infinity', [0, Infinity, 1]],
    ['nothing finite', [-Infinity, -Infinity]],
  ])('%s is told at once, whatever the nucleus', (_, logits) => {
    for (const topP of [1, 0.95])
      expect(() => draw(Float32Array.from(logits), 1, topP, Rng.of(1))).toThrow(NotFiniteError)
  })
  it('tokens that are ruled out are no fault', () => {
    expect(draw(Float32Array.from([-Infinity, 0, -Infinity]), 1, 0.95, Rng.of(1)).token).toBe(1)
  })
})
