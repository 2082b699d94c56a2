/** The divergences that the pictures show are the reference's, as the update's own are (distillation.ts). */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { divergence, topIndices } from '../../src/sdpo/divergence.ts'
import type { DistillCase, DistillInput } from './distillation.ts'

const file = JSON.parse(
  readFileSync(new URL('../../reference/sdpo-vectors.json', import.meta.url), 'utf8'),
) as { distill_inputs: Record<string, DistillInput>; distill_cases: DistillCase[] }
/** Those whose loss of a token is its divergence alone, without a weight. */
const cases = file.distill_cases.filter(
  (c) =>
    c.expect.per_token_loss && c.full_logit_distillation && c.is_clip === null && !c.use_rollout_is_weights,
)

const logSoftmax = (logits: readonly number[], temperature: number) => {
  const scaled = logits.map((x) => x / temperature)
  const peak = Math.max(...scaled)
  const logZ = peak + Math.log(scaled.reduce((sum, x) => sum + Math.exp(x - peak), 0))
  return scaled.map((x) => x - logZ)
}

describe('divergences of the reference', () => {
  it.each(cases.map((c) => [c.id, c] as const))('%s', (_, c) => {
    const {
      shape: [, , V],
      student_logits,
      teacher_logits,
      temperature,
    } = file.distill_inputs[c.input]!
    const losses = c.expect.per_token_loss!
    losses.forEach((want, i) => {
      const row = (logits: readonly number[]) => logSoftmax(logits.slice(i * V, (i + 1) * V), temperature)
      const student = row(student_logits)
      const value = divergence(student, row(teacher_logits), {
        alpha: c.alpha,
        topK: c.distillation_topk,
        addTail: c.distillation_add_tail ?? false,
      })
      expect(Math.abs(value - want)).toBeLessThan(1e-7 * Math.max(1, Math.abs(want)))
      if (c.expect.topk_indices) {
        const k = c.expect.topk_indices.length / losses.length
        expect(topIndices(student, k)).toEqual(c.expect.topk_indices.slice(i * k, (i + 1) * k))
      }
    })
  })
})
