/**
 * Sections `distill_cases` and `microbatch`: the distillation loss and its gradient on the raw student logits,
 * through the update graph's own nodes and automatic differentiation.
 */
import { gradient, type Runtime } from 'ort-train'
import * as ops from 'ort-train/ops'
import { aggregationWeights, weighted, type Aggregation } from '../../src/sdpo/graphs/aggregate.ts'
import {
  divergence,
  importanceWeight,
  sampled,
  studentOutput,
  tokenLevel,
} from '../../src/sdpo/graphs/distillation.ts'
import type { Context } from './context.ts'
import { FedGraph } from 'ort-train/testing/fed-graph'
import { float32 } from './report.ts'
import type { Section, Tolerance } from './report.ts'

export interface DistillInput {
  kind: string
  shape: [number, number, number]
  temperature: number
  student_logits: number[]
  teacher_logits: number[]
  tokens: number[]
  old_log_probs: number[]
  response_mask: number[]
  self_distillation_mask: number[] | null
  rollout_is_weights: number[]
}

interface LossSettings {
  alpha: number
  distillation_topk: number | null
  distillation_add_tail: boolean | null
  is_clip: number | null
  loss_agg_mode: Aggregation
  full_logit_distillation?: boolean
  use_rollout_is_weights?: boolean
  old_log_probs_mode?: 'given' | 'on_policy'
}

export interface DistillCase extends LossSettings {
  id: string
  input: string
  expect: {
    loss: number | null
    loss_is_nan: boolean
    grad_student_logits: (number | null)[]
    grad_is_nan: boolean
    per_token_loss?: number[]
    topk_indices?: number[]
  }
}

interface MicrobatchData {
  input: DistillInput
  cases: (LossSettings & {
    id: string
    splits: number[][]
    loss_scale_factor: string
    expect: { reported_loss: number; accumulated_grad_student_logits: number[] }
  })[]
}

/** Log-probabilities near -34 carry float32's rounding of their logits. */
const saturated: Tolerance = { abs: 2e-5, rel: 1e-3 }

export async function distillCases(
  cases: DistillCase[],
  section: Section,
  { runtime, file }: Context,
): Promise<void> {
  const inputs = file['distill_inputs'] as Record<string, DistillInput>
  for (const c of cases) {
    await section.case(c.id, async (check) => {
      const input = inputs[c.input]
      if (!input) return check.mismatch(`names the input ${c.input}, which the file does not have`)
      const tolerance = input.kind === 'saturated' ? saturated : float32
      const { loss, grad, perToken, topLogits } = await distil(await runtime(), input, c)
      check.numbers('loss', loss, c.expect.loss_is_nan ? null : c.expect.loss, tolerance)
      check.numbers(
        'grad_student_logits',
        grad,
        c.expect.grad_is_nan ? grad.map(() => NaN) : c.expect.grad_student_logits,
        tolerance,
      )
      if (c.expect.per_token_loss)
        check.numbers('per_token_loss', perToken, c.expect.per_token_loss, tolerance)
      if (c.expect.topk_indices && topLogits) {
        // By value, so that equal logits may change places.
        const vocabulary = input.shape[2]
        const k = Math.min(c.distillation_topk!, vocabulary)
        const expected = c.expect.topk_indices.map((id, i) =>
          Math.fround(input.student_logits[Math.floor(i / k) * vocabulary + id]!),
        )
        check.numbers('logits at topk_indices', topLogits, expected, { abs: 1e-5, rel: 1e-6 })
      }
    })
  }
}

export async function microbatch(
  { input, cases }: MicrobatchData,
  section: Section,
  { runtime }: Context,
): Promise<void> {
  const [batch, length, vocabulary] = input.shape
  for (const c of cases) {
    await section.case(c.id, async (check) => {
      let reported = 0
      const accumulated = new Float64Array(input.student_logits.length)
      for (const rows of c.splits) {
        const scale = c.loss_scale_factor === 'rows/B' ? rows.length / batch : 1 / c.splits.length
        const { loss, grad } = await distil(await runtime(), rowsOf(input, rows), c)
        reported += loss[0]! * scale
        rows.forEach((row, i) => {
          const size = length * vocabulary
          for (let j = 0; j < size; j++) accumulated[row * size + j]! += grad[i * size + j]! * scale
        })
      }
      check.numbers('reported_loss', reported, c.expect.reported_loss, float32)
      check.numbers(
        'accumulated_grad_student_logits',
        accumulated,
        c.expect.accumulated_grad_student_logits,
        float32,
      )
    })
  }
}

/** The loss of an input under these settings and its gradient on the raw student logits. */
export async function distil(runtime: Runtime, input: DistillInput, settings: LossSettings) {
  const [batch, length, vocabulary] = input.shape
  const tokens = batch * length
  const fed = new FedGraph(runtime)
  const logits = fed.input('student_logits', [tokens, vocabulary], input.student_logits)
  const student = studentOutput(ops.div(logits, input.temperature))
  const teacher = ops.logSoftmax(
    ops.div(fed.input('teacher_logits', [tokens, vocabulary], input.teacher_logits), input.temperature),
  )
  const targets = fed.indices('tokens', [tokens, 1], input.tokens)
  const studentSampled = sampled(student.logProbs, targets)

  let losses =
    settings.full_logit_distillation === false
      ? tokenLevel(studentSampled, sampled(teacher, targets), null)
      : divergence(student, teacher, {
          alpha: settings.alpha,
          topK: settings.distillation_topk,
          addTail: settings.distillation_add_tail ?? false,
        })
  if (settings.is_clip !== null) {
    const old =
      settings.old_log_probs_mode === 'on_policy'
        ? ops.stopGradient(studentSampled)
        : fed.input('old_log_probs', [tokens], input.old_log_probs)
    losses = ops.mul(losses, importanceWeight(studentSampled, old, settings.is_clip))
  }
  if (settings.use_rollout_is_weights)
    losses = ops.mul(losses, fed.input('rollout_is_weights', [tokens], input.rollout_is_weights))

  const selfDistillation = input.self_distillation_mask ?? Array<number>(batch).fill(1)
  const mask = Array.from({ length: batch }, (_, row) =>
    input.response_mask.slice(row * length, (row + 1) * length).map((m) => m * (selfDistillation[row] ?? 0)),
  )
  const weights = aggregationWeights(mask, settings.loss_agg_mode).flatMap((row) => [...row])
  const loss = ops.total(weighted(losses, fed.input('weights', [tokens], weights)))
  const [grad] = gradient(loss, [logits])
  const k = settings.distillation_topk
  const topLogits = k === null ? null : ops.topK(logits, Math.min(k, vocabulary))[0]
  const wanted = { loss, grad, perToken: losses }
  return topLogits === null
    ? { ...(await fed.run(wanted)), topLogits: undefined }
    : fed.run({ ...wanted, topLogits })
}

/** The input restricted to some sequences. */
function rowsOf(input: DistillInput, rows: readonly number[]): DistillInput {
  const [, length, vocabulary] = input.shape
  const pick = (values: readonly number[], size: number) =>
    rows.flatMap((row) => values.slice(row * size, (row + 1) * size))
  return {
    ...input,
    shape: [rows.length, length, vocabulary],
    student_logits: pick(input.student_logits, length * vocabulary),
    teacher_logits: pick(input.teacher_logits, length * vocabulary),
    tokens: pick(input.tokens, length),
    old_log_probs: pick(input.old_log_probs, length),
    response_mask: pick(input.response_mask, length),
    self_distillation_mask: input.self_distillation_mask && pick(input.self_distillation_mask, 1),
    rollout_is_weights: pick(input.rollout_is_weights, length),
  }
}
