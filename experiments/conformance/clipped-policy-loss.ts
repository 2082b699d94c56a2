/** Section `clipped_policy_loss`: GRPO's loss, its gradient on the log-probabilities, and what was clipped. */
import { gradient } from 'ort-train'
import * as ops from 'ort-train/ops'
import { aggregate } from '../../src/sdpo/graphs/aggregate.ts'
import type { Aggregation } from '../../src/sdpo/graphs/aggregate.ts'
import { policyLoss } from '../../src/sdpo/graphs/policy.ts'
import type { Context } from './context.ts'
import { FedGraph } from 'ort-train/testing/fed-graph'
import { float32 } from './report.ts'
import type { Section } from './report.ts'

interface PolicyCase {
  id: string
  shape: [number, number]
  log_prob: number[]
  old_log_prob: number[]
  advantages: number[]
  response_mask: number[]
  clip_ratio_low: number
  clip_ratio_high: number
  clip_ratio_c: number
  loss_agg_mode: Aggregation
  rollout_is_weights: number[] | null
  expect: {
    loss: number
    grad_log_prob: number[]
    pg_clipfrac: number
    ppo_kl: number
    pg_clipfrac_lower: number
  }
}

export async function clippedPolicyLoss(
  cases: PolicyCase[],
  section: Section,
  { runtime }: Context,
): Promise<void> {
  for (const c of cases) {
    await section.case(c.id, async (check) => {
      const fed = new FedGraph(await runtime())
      const logProbs = fed.input('log_prob', c.shape, c.log_prob)
      const mask = fed.input('response_mask', c.shape, c.response_mask)
      const policy = policyLoss(
        logProbs,
        fed.input('old_log_prob', c.shape, c.old_log_prob),
        fed.input('advantages', c.shape, c.advantages),
        {
          low: c.clip_ratio_low,
          high: c.clip_ratio_high,
          dual: c.clip_ratio_c,
        },
      )
      const weighted = c.rollout_is_weights
        ? ops.mul(policy.losses, fed.input('rollout_is_weights', c.shape, c.rollout_is_weights))
        : policy.losses
      const loss = aggregate(weighted, mask, c.loss_agg_mode)
      const [grad] = gradient(loss, [logProbs])
      const result = await fed.run({
        loss,
        grad: grad!,
        clipped: aggregate(policy.clipped, mask, 'token-mean'),
        clippedLower: aggregate(policy.clippedLower, mask, 'token-mean'),
        kl: aggregate(ops.neg(policy.logRatio), mask, 'token-mean'),
      })
      check.numbers('loss', result.loss, c.expect.loss, float32)
      check.numbers('grad_log_prob', result.grad, c.expect.grad_log_prob, float32)
      check.numbers('pg_clipfrac', result.clipped, c.expect.pg_clipfrac, float32)
      check.numbers('ppo_kl', result.kl, c.expect.ppo_kl, float32)
      check.numbers('pg_clipfrac_lower', result.clippedLower, c.expect.pg_clipfrac_lower, float32)
    })
  }
}
