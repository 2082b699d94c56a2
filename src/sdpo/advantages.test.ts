import { describe, expect, it } from 'vitest'
import { grpoAdvantages } from './advantages.ts'
import { referenceSection } from './reference.testing.ts'

interface VectorCase {
  id: string
  shape: [number, number]
  group_ids: string[]
  token_level_rewards: number[]
  response_mask: number[]
  norm_adv_by_std_in_grpo: boolean
  epsilon: number
  expect: { advantages: number[] }
}

describe('GRPO advantages', () => {
  it.each(referenceSection<VectorCase[]>('grpo_advantage').map((c) => [c.id, c] as const))('%s', (_, c) => {
    const [rows, length] = c.shape
    const rewards = Array.from({ length: rows }, (_, b) => c.token_level_rewards.slice(b * length, (b + 1) * length).reduce((a, r) => a + r, 0))
    const values = grpoAdvantages(rewards, c.group_ids, { normaliseByStd: c.norm_adv_by_std_in_grpo, epsilon: c.epsilon })
    c.expect.advantages.forEach((advantage, i) => expect(values[Math.floor(i / length)]! * c.response_mask[i]!).toBeCloseTo(advantage, 7))
  })

  it('is zero everywhere while all attempts of a group fail', () => {
    expect(grpoAdvantages([0, 0, 0], ['q', 'q', 'q'])).toEqual([0, 0, 0])
  })
})
