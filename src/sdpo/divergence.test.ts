import { describe, expect, it } from 'vitest'
import { divergence, divergenceSpec, entropy, importanceWeight, tokenLoss, topIndices } from './divergence.ts'
import { defaultRunConfig } from './config.ts'
import { referenceSection } from './reference.testing.ts'

interface Input {
  shape: [number, number, number]
  temperature: number
  student_logits: number[]
  teacher_logits: number[]
  tokens: number[]
  old_log_probs: number[]
  rollout_is_weights: number[]
}
interface VectorCase {
  id: string
  input: string
  full_logit_distillation: boolean
  alpha: number
  distillation_topk: number | null
  distillation_add_tail: boolean | null
  is_clip: number | null
  old_log_probs_mode: 'given' | 'on_policy'
  use_rollout_is_weights: boolean
  expect: { per_token_loss?: number[]; topk_indices?: number[] }
}

const inputs = referenceSection<Record<string, Input>>('distill_inputs')
const cases = referenceSection<VectorCase[]>('distill_cases').filter((c) => c.expect.per_token_loss)

const logSoftmax = (logits: readonly number[], temperature: number) => {
  const scaled = logits.map((x) => x / temperature)
  const peak = Math.max(...scaled)
  const logZ = peak + Math.log(scaled.reduce((sum, x) => sum + Math.exp(x - peak), 0))
  return scaled.map((x) => x - logZ)
}

describe('per-token losses of the reference', () => {
  it.each(cases.map((c) => [c.id, c] as const))('%s', (_, c) => {
    const input = inputs[c.input]!
    const V = input.shape[2]
    c.expect.per_token_loss!.forEach((want, i) => {
      const student = logSoftmax(input.student_logits.slice(i * V, (i + 1) * V), input.temperature)
      const teacher = logSoftmax(input.teacher_logits.slice(i * V, (i + 1) * V), input.temperature)
      const token = input.tokens[i]!
      const loss = c.full_logit_distillation
        ? divergence(student, teacher, { alpha: c.alpha, topK: c.distillation_topk, addTail: c.distillation_add_tail ?? false })
        : tokenLoss(student[token]!, teacher[token]!)
      const old = c.old_log_probs_mode === 'on_policy' ? student[token]! : input.old_log_probs[i]!
      const weight = importanceWeight(student[token]!, old, c.is_clip) * (c.use_rollout_is_weights ? input.rollout_is_weights[i]! : 1)
      expect(Math.abs(loss * weight - want)).toBeLessThan(1e-7 * Math.max(1, Math.abs(want)))
      if (c.expect.topk_indices) {
        const k = c.expect.topk_indices.length / c.expect.per_token_loss!.length
        expect(topIndices(student, k)).toEqual(c.expect.topk_indices.slice(i * k, (i + 1) * k))
      }
    })
  })
})

describe('what a position shows', () => {
  it('has a known entropy', () => {
    expect(entropy([Math.log(0.5), Math.log(0.5)])).toBeCloseTo(Math.LN2, 12)
    expect(entropy([0, -Infinity])).toBe(0)
  })

  it('clamps the token-level log-ratio', () => {
    expect(tokenLoss(-1, -9, 5)).toBe(-5)
    expect(tokenLoss(-9, -1, 5)).toBe(45)
  })

  it('shows the full reverse KL for the grains that estimate it', () => {
    expect(divergenceSpec({ ...defaultRunConfig.loss, grain: 'token', alpha: 0, topK: 3 })).toEqual({ alpha: 1, topK: null, addTail: false })
    expect(divergenceSpec({ ...defaultRunConfig.loss, alpha: 0.5, topK: 3 })).toMatchObject({ alpha: 0.5, topK: 3 })
  })

  it('orders the largest, equal values by index', () => {
    expect(topIndices([1, 3, 2, 3, 0], 3)).toEqual([1, 3, 2])
    expect(topIndices([2, 1], 9)).toEqual([0, 1])
  })
})
