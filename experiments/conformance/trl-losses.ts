/**
 * Section `trl_sdpo`: the losses of TRL's SDPOTrainer beside ours, mode by mode, with their gradients, and the mixtures
 * with its policy gradient. Its mean is ours over sequences, but over all of them: one that teaches nothing counts as 0.
 */
import { gradient } from 'ort-train'
import * as ops from 'ort-train/ops'
import { FedGraph } from 'ort-train/testing/fed-graph'
import { aggregationWeights, weighted, type Aggregation } from '../../src/sdpo/graphs/aggregate.ts'
import { sampled, studentOutput } from '../../src/sdpo/graphs/distillation.ts'
import { policyLoss } from '../../src/sdpo/graphs/policy.ts'
import type { Context } from './context.ts'
import { distil, type DistillInput } from './distillation.ts'
import { float32, type Section } from './report.ts'

interface TrlDistillation {
  id: string
  distillation_mode: 'full_logits' | 'topk_logits' | 'sampled_token'
  distillation_alpha: number
  distillation_topk?: number | null
  distillation_add_tail?: boolean
  distillation_is_clip: number | null
}

export interface TrlData {
  input: DistillInput
  advantages: number[]
  cases: (TrlDistillation & { expect: { loss: number; grad_student_logits: number[] } })[]
  mix_cases: (TrlDistillation & {
    loss_type: 'grpo' | 'bnpo' | 'dapo' | 'dr_grpo'
    distillation_weight: number
    max_completion_length: number
    epsilon_low: number
    epsilon_high: number
    expect: { policy_loss: number; distillation_loss: number; loss: number; grad_student_logits: number[] }
  })[]
}

export async function trlLosses(data: TrlData, section: Section, context: Context): Promise<void> {
  for (const c of data.cases)
    await section.case(c.id, async (check) => {
      const { loss, grad } = await distillation(data.input, c, context)
      check.numbers('loss', [loss], c.expect.loss, float32)
      check.numbers('grad_student_logits', grad, c.expect.grad_student_logits, float32)
    })
  for (const c of data.mix_cases)
    await section.case(`mix/${c.id}`, async (check) => {
      const taught = await distillation(data.input, c, context)
      const policy = await policyGradient(data, c, context)
      const w = c.distillation_weight
      const mixed = (ofTaught: number, ofPolicy: number) => (1 - w) * ofPolicy + w * ofTaught
      check.numbers('policy_loss', [policy.loss], c.expect.policy_loss, float32)
      check.numbers('distillation_loss', [taught.loss], c.expect.distillation_loss, float32)
      check.numbers('loss', [mixed(taught.loss, policy.loss)], c.expect.loss, float32)
      check.numbers(
        'grad_student_logits',
        taught.grad.map((value, i) => mixed(value, policy.grad[i]!)),
        c.expect.grad_student_logits,
        float32,
      )
    })
}

async function distillation(input: DistillInput, c: TrlDistillation, { runtime }: Context) {
  const { loss, grad } = await distil(await runtime(), input, {
    full_logit_distillation: c.distillation_mode !== 'sampled_token',
    alpha: c.distillation_alpha,
    distillation_topk: c.distillation_topk ?? null,
    distillation_add_tail: c.distillation_add_tail ?? false,
    is_clip: c.distillation_is_clip,
    loss_agg_mode: 'seq-mean-token-mean',
  })
  const taught = (input.self_distillation_mask ?? [1]).filter((mask) => mask > 0).length
  const share = input.self_distillation_mask ? taught / input.shape[0] : 1
  return { loss: loss[0]! * share, grad: [...grad].map((value) => value * share) }
}

const means = {
  grpo: 'seq-mean-token-mean',
  bnpo: 'token-mean',
  dapo: 'token-mean',
  dr_grpo: 'seq-mean-token-sum',
} as const satisfies Record<string, Aggregation>

/** TRL has no dual clip: ours is set where it never binds. */
async function policyGradient(
  { input, advantages }: TrlData,
  c: TrlData['mix_cases'][number],
  { runtime }: Context,
) {
  const [batch, length, vocabulary] = input.shape
  const tokens = batch * length
  const fed = new FedGraph(await runtime())
  const logits = fed.input('student_logits', [tokens, vocabulary], input.student_logits)
  const student = studentOutput(ops.div(logits, input.temperature))
  const logProbs = sampled(student.logProbs, fed.indices('tokens', [tokens, 1], input.tokens))
  const { losses } = policyLoss(
    logProbs,
    fed.input('old_log_probs', [tokens], input.old_log_probs),
    fed.input(
      'advantages',
      [tokens],
      advantages.flatMap((advantage) => Array<number>(length).fill(advantage)),
    ),
    { low: c.epsilon_low, high: c.epsilon_high, dual: 1e9 },
  )
  const mask = Array.from({ length: batch }, (_, row) =>
    input.response_mask.slice(row * length, (row + 1) * length),
  )
  const weights = aggregationWeights(mask, means[c.loss_type]).flatMap((row) => [...row])
  const scale = c.loss_type === 'dr_grpo' ? 1 / c.max_completion_length : 1
  const loss = ops.mul(ops.total(weighted(losses, fed.input('weights', [tokens], weights))), scale)
  const [grad] = gradient(loss, [logits])
  const read = await fed.run({ loss, grad })
  return { loss: read.loss[0]!, grad: [...read.grad] }
}
