/** Beside the reference's own cases (experiments/conformance). */
import { describe, expect, it } from 'vitest'
import { grpoAdvantages } from './advantages.ts'

describe('GRPO advantages', () => {
  it('is zero everywhere while all attempts of a group fail', () => {
    expect(grpoAdvantages([0, 0, 0], ['q', 'q', 'q'])).toEqual([0, 0, 0])
  })
})
