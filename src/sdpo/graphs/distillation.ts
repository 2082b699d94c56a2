/**
 * The distillation loss per token, as graph nodes: lasgroup/SDPO core_algos.compute_self_distillation_loss.
 * Only the student's side carries gradient. Log-probabilities are at the loss's temperature.
 */
import type { Tensor } from 'ort-train'
import * as ops from 'ort-train/ops'
import { maskValue } from '../../lm/layer.ts'
import type { DivergenceSpec } from '../divergence.ts'

/** The reference clamps the log of the top-K mass at -1e-7: log(1 - e^-1e-7) in float64. */
const smallestTail = Math.log(-Math.expm1(-1e-7))

/** The student's side, [R, V] each, at the loss's temperature. */
export interface StudentOutput {
  logits: Tensor
  logProbs: Tensor
}

/** A student's logits [R, V] with their log-probabilities, which several losses read. */
export function studentOutput(logits: Tensor): StudentOutput {
  return { logits, logProbs: ops.logSoftmax(logits) }
}

/** Divergence per position [R] between the student and the teacher's log-probabilities [R, V], nats. */
export function divergence(student: StudentOutput, teacher: Tensor, spec: DivergenceSpec): Tensor {
  const { alpha } = spec
  const [s, t] = compared(student, teacher, spec)
  if (alpha === 0) return kl(t, s)
  if (alpha === 1) return kl(s, t)
  const mixture = logAddExp(ops.add(s, Math.log(1 - alpha)), ops.add(t, Math.log(alpha)))
  return ops.add(ops.mul(kl(s, mixture), 1 - alpha), ops.mul(kl(t, mixture), alpha))
}

/**
 * The divergence per position [R] of which one entry of the vocabulary gives at most `clip` nats: siyan-zhao/OPSD
 * opsd_trainer.generalized_jsd_loss, `jsd_token_clip`. An entry at the clip has no gradient.
 */
export function pointwiseClipped(
  student: StudentOutput,
  teacher: Tensor,
  spec: DivergenceSpec,
  clip: number,
): Tensor {
  const { alpha } = spec
  const [s, t] = compared(student, teacher, spec)
  if (alpha === 0) return ops.sum(ops.min(entries(t, s), clip), [1])
  if (alpha === 1) return ops.sum(ops.min(entries(s, t), clip), [1])
  const mixture = logAddExp(ops.add(s, Math.log(1 - alpha)), ops.add(t, Math.log(alpha)))
  const both = ops.add(ops.mul(entries(s, mixture), 1 - alpha), ops.mul(entries(t, mixture), alpha))
  return ops.sum(ops.min(both, clip), [1])
}

/** The log-probabilities that are compared: of the whole vocabulary, or of the student's candidates. */
function compared(
  student: StudentOutput,
  teacher: Tensor,
  { topK, addTail }: DivergenceSpec,
): [Tensor, Tensor] {
  return topK === null
    ? [student.logProbs, teacher]
    : candidates(student, teacher, Math.min(topK, teacher.shape[1]!), addTail)
}

/**
 * Token-level variant: (log p_S - log p_T).detach() * log p_S on the sampled token, both [R].
 * `clip` clamps the advantage log p_T - log p_S to +-clip. Only its gradient means something.
 */
export function tokenLevel(student: Tensor, teacher: Tensor, clip: number | null): Tensor {
  return ops.mul(ops.stopGradient(clamp(ops.sub(student, teacher), clip)), student)
}

/** Sequence level: every token of a row of [B, T] gets the row's mean log-ratio over its mask [B, T]. */
export function sequenceLevel(student: Tensor, teacher: Tensor, mask: Tensor, clip: number | null): Tensor {
  const ratio = ops.mul(clamp(ops.sub(student, teacher), clip), mask)
  const mean = ops.div(ops.sum(ratio, [1], true), ops.max(ops.sum(mask, [1], true), 1))
  return ops.mul(ops.stopGradient(mean), student)
}

/** min(exp(clamp(log p_S - log p_old, +-20)), clip), without gradient. */
export function importanceWeight(student: Tensor, old: Tensor, clip: number): Tensor {
  return ops.stopGradient(ops.min(ops.exp(clamp(ops.sub(student, old), 20)), clip))
}

/** log p of the sampled tokens: [R, V] and i64 [R, 1] -> [R]. */
export function sampled(logProbs: Tensor, tokens: Tensor): Tensor {
  return ops.reshape(ops.gatherElements(logProbs, tokens), [logProbs.shape[0]!])
}

/**
 * Over the STUDENT's top-K: with a bucket for everything else, or renormalised. Renormalising starts from
 * the logits: through log-probabilities the gradient outside the K would be rounding noise instead of 0.
 */
function candidates(
  { logits, logProbs }: StudentOutput,
  teacher: Tensor,
  k: number,
  addTail: boolean,
): [Tensor, Tensor] {
  const [top, indices] = ops.topK(addTail ? logProbs : logits, k)
  const picked = ops.gatherElements(teacher, indices)
  if (!addTail) return [renormalise(top), renormalise(picked)]
  const { graph } = logProbs
  const inside = ops.scatterAddElements(
    ops.zeros(graph, logProbs.shape),
    indices,
    ops.expand(graph.scalar(maskValue), indices.shape),
  )
  const withTail = (all: Tensor, chosen: Tensor) => ops.concat([chosen, tail(ops.add(all, inside))], 1)
  return [withTail(logProbs, top), withTail(teacher, picked)]
}

/**
 * Log-mass of what lies outside the top-K, as the log-sum-exp over it: 1 - sum(p) would cancel in float32.
 * Clamped where the reference clamps; a clamped tail has no gradient.
 */
function tail(outside: Tensor): Tensor {
  return ops.max(ops.expand(outside.graph.scalar(smallestTail), [outside.shape[0]!, 1]), logSumExp(outside))
}

const renormalise = (x: Tensor) => ops.sub(x, logSumExp(x))
const entries = (p: Tensor, q: Tensor) => ops.mul(ops.exp(p), ops.sub(p, q))
const kl = (p: Tensor, q: Tensor) => ops.sum(entries(p, q), [1])

function logSumExp(x: Tensor): Tensor {
  const shift = ops.stopGradient(ops.reduceMax(x, [-1], true))
  return ops.add(ops.log(ops.sum(ops.exp(ops.sub(x, shift)), [-1], true)), shift)
}

function logAddExp(a: Tensor, b: Tensor): Tensor {
  const shift = ops.stopGradient(ops.max(a, b))
  return ops.add(ops.log(ops.add(ops.exp(ops.sub(a, shift)), ops.exp(ops.sub(b, shift)))), shift)
}

function clamp(x: Tensor, bound: number | null): Tensor {
  return bound === null ? x : ops.max(ops.min(x, bound), -bound)
}
