/** Section `grpo_advantage`: one number an attempt, repeated over its response. */
import { grpoAdvantages } from '../../src/sdpo/advantages.ts'
import { float64 } from './report.ts'
import type { Section } from './report.ts'

interface AdvantageCase {
  id: string
  shape: [number, number]
  group_ids: string[]
  token_level_rewards: number[]
  response_mask: number[]
  norm_adv_by_std_in_grpo: boolean
  epsilon: number
  expect: { advantages: number[] }
}

export async function grpoAdvantage(cases: AdvantageCase[], section: Section): Promise<void> {
  for (const c of cases) {
    await section.case(c.id, (check) => {
      const length = c.shape[1]
      const rewards = c.group_ids.map((_, b) =>
        c.token_level_rewards.slice(b * length, (b + 1) * length).reduce((sum, r) => sum + r, 0),
      )
      const values = grpoAdvantages(rewards, c.group_ids, {
        normaliseByStd: c.norm_adv_by_std_in_grpo,
        epsilon: c.epsilon,
      })
      check.numbers(
        'advantages',
        c.response_mask.map((m, i) => m * values[Math.floor(i / length)]!),
        c.expect.advantages,
        float64,
      )
    })
  }
}
