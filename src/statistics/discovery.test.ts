/** Beside the reference's own cases (experiments/conformance). */
import { describe, expect, it } from 'vitest'
import { attemptsToReach, meanAttemptsTruncated, passAt } from './discovery.ts'

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
