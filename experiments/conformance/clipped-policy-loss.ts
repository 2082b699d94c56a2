/** Section `clipped_policy_loss`: GRPO's loss, its gradient on the log-probabilities, and what was clipped. */
import { gradient, type Tensor } from 'ort-train'
import * as ops from 'ort-train/ops'
import { aggregationWeights, weighted, type Aggregation } from '../../src/sdpo/graphs/aggregate.ts'
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
      const [rows, columns] = c.shape
      const mask = Array.from({ length: rows }, (_, row) =>
        c.response_mask.slice(row * columns, (row + 1) * columns),
      )
      const meanBy = (mode: Aggregation) => {
        const weights = aggregationWeights(mask, mode).flatMap((row) => [...row])
        const input = fed.input(`weights of ${mode}`, c.shape, weights)
        return (losses: Tensor) => ops.total(weighted(losses, input))
      }
      const tokenMean = meanBy('token-mean')
      const mean = c.loss_agg_mode === 'token-mean' ? tokenMean : meanBy(c.loss_agg_mode)
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
      const perToken = c.rollout_is_weights
        ? ops.mul(policy.losses, fed.input('rollout_is_weights', c.shape, c.rollout_is_weights))
        : policy.losses
      const loss = mean(perToken)
      const [grad] = gradient(loss, [logProbs])
      const result = await fed.run({
        loss,
        grad,
        clipped: tokenMean(policy.clipped),
        clippedLower: tokenMean(policy.clippedLower),
        kl: tokenMean(ops.neg(policy.logRatio)),
      })
      check.numbers('loss', result.loss, c.expect.loss, float32)
      check.numbers('grad_log_prob', result.grad, c.expect.grad_log_prob, float32)
      check.numbers('pg_clipfrac', result.clipped, c.expect.pg_clipfrac, float32)
      check.numbers('ppo_kl', result.kl, c.expect.ppo_kl, float32)
      check.numbers('pg_clipfrac_lower', result.clippedLower, c.expect.pg_clipfrac_lower, float32)
    })
  }
}
