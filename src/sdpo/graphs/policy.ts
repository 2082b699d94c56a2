/** The clipped policy-gradient loss of GRPO, as graph nodes: lasgroup/SDPO core_algos.compute_policy_loss_vanilla (dual clip: Ye et al. 2019). */
import type { Tensor } from 'ort-train'
import * as ops from 'ort-train/ops'

export interface PolicyClip {
  low: number
  high: number
  /** Bound on the ratio where the advantage is negative. */
  dual: number
}

export const defaultPolicyClip: PolicyClip = { low: 0.2, high: 0.2, dual: 3 }

export interface PolicyLoss {
  /** Per-token loss, the shape of the inputs. */
  losses: Tensor
  /** log p - log p_old, clamped to +-20. */
  logRatio: Tensor
  /** 1 where the clipped surrogate is the larger loss. */
  clipped: Tensor
  /** 1 where the advantage is negative and the dual clip binds. */
  clippedLower: Tensor
}

/** All inputs of one shape; `old` and `advantages` carry no gradient. */
export function policyLoss(
  logProbs: Tensor,
  old: Tensor,
  advantages: Tensor,
  { low, high, dual }: PolicyClip,
): PolicyLoss {
  const logRatio = ops.max(ops.min(ops.sub(logProbs, old), 20), -20)
  const ratio = ops.exp(logRatio)
  const against = ops.neg(advantages)
  const plain = ops.mul(against, ratio)
  const bounded = ops.mul(against, ops.max(ops.min(ratio, 1 + high), 1 - low))
  const surrogate = ops.max(plain, bounded)
  const floor = ops.mul(against, dual)
  const negative = ops.less(advantages, 0)
  return {
    losses: ops.where(negative, ops.min(floor, surrogate), surrogate),
    logRatio,
    clipped: ops.cast(ops.less(plain, bounded), 'f32'),
    clippedLower: ops.cast(ops.and(ops.less(floor, surrogate), negative), 'f32'),
  }
}

/**
 * What RLSD multiplies the advantages [B, 1] of attempts by, one a token [B, N]: (p_T / p_S)^sign(A) of the sampled token, clipped to
 * 1 +- clip, without gradient (arXiv 2604.03128, Eq. 14 and 15). 1 where `told` [B, 1] is 0: such a teacher knows no more than the student.
 */
export function evidenceWeight(
  student: Tensor,
  teacher: Tensor,
  advantages: Tensor,
  told: Tensor,
  clip: number,
): Tensor {
  const sign = ops.where(ops.less(advantages, 0), -1, 1)
  const evidence = ops.mul(ops.sub(teacher, student), ops.mul(sign, told))
  const ratio = ops.exp(ops.max(ops.min(evidence, 20), -20))
  return ops.stopGradient(ops.max(ops.min(ratio, 1 + clip), 1 - clip))
}
