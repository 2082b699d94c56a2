/**
 * Divergences between two next-token distributions in float64, for pictures; the update's own are nodes
 * of its graph (graphs/distillation.ts). After lasgroup/SDPO core_algos.py `compute_self_distillation_loss`: p_S is
 * the student's, p_T the self-teacher's; all in nats, from log-probabilities.
 */
import { divergenceOf, entropy, renormalised, withTail } from '../lm/distributions.ts'
import type { DistillationConfig } from './config.ts'

export interface DivergenceSpec {
  /** 0: KL(p_T || p_S); 1: KL(p_S || p_T); between: (1 - a) KL(p_S || m) + a KL(p_T || m), m = (1 - a) p_S + a p_T. */
  alpha: number
  /** The student's top K, or null for the full vocabulary; more than the vocabulary is all of it. */
  topK: number | null
  /** With topK: one more bucket for the rest of the mass; else the K are renormalised. */
  addTail: boolean
}

/** Divergence of one position from both rows of log-probabilities, [V] each. */
export function divergence(
  student: ArrayLike<number>,
  teacher: ArrayLike<number>,
  spec: DivergenceSpec,
): number {
  if (spec.topK === null) return divergenceOf(student, teacher, spec.alpha)
  const candidates = topIndices(student, spec.topK)
  const gather = spec.addTail ? withTail : renormalised
  return divergenceOf(
    gather(candidates.map((id) => student[id]!)),
    gather(candidates.map((id) => teacher[id]!)),
    spec.alpha,
  )
}

/** What tells two readers of a position apart, nats. */
export interface Comparison {
  divergence: number
  studentEntropy: number
  teacherEntropy: number
}

/** Divergence and both entropies of one position; a full KL takes one pass, with each exponential once. */
export function compare(student: Float32Array, teacher: Float32Array, spec: DivergenceSpec): Comparison {
  if (spec.topK !== null || (spec.alpha > 0 && spec.alpha < 1))
    return {
      divergence: divergence(student, teacher, spec),
      studentEntropy: entropy(student),
      teacherEntropy: entropy(teacher),
    }
  let [forward, reverse, studentEntropy, teacherEntropy] = [0, 0, 0, 0]
  for (let i = 0; i < student.length; i++) {
    const s = student[i]!
    const t = teacher[i]!
    const p = Math.exp(s)
    const q = Math.exp(t)
    // A token that is ruled out has log-probability -infinity and adds nothing.
    if (p > 0) {
      studentEntropy -= p * s
      reverse += p * (s - t)
    }
    if (q > 0) {
      teacherEntropy -= q * t
      forward += q * (t - s)
    }
  }
  return { divergence: spec.alpha === 0 ? forward : reverse, studentEntropy, teacherEntropy }
}

/** The divergence that a loss distils, or estimates: on sampled tokens that is the reverse KL over the full vocabulary. */
export function divergenceSpec(distillation: DistillationConfig): DivergenceSpec {
  switch (distillation.kind) {
    case 'full-logits':
      return { alpha: distillation.alpha, topK: null, addTail: true }
    case 'topk-logits':
      return distillation
    case 'sampled-token':
    case 'sequence':
      return { alpha: 1, topK: null, addTail: false }
    default:
      return distillation satisfies never
  }
}

/** Indices of the k largest values, descending; equal values by index. */
export function topIndices(values: ArrayLike<number>, k: number): number[] {
  const best: number[] = []
  const size = Math.min(k, values.length)
  let least = -Infinity
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (value <= least && best.length === size) continue
    let at = best.length
    while (at > 0 && values[best[at - 1]!]! < value) at--
    best.splice(at, 0, i)
    if (best.length > size) best.pop()
    if (best.length === size) least = values[best[size - 1]!]!
  }
  return best
}
