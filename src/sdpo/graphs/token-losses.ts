/** What an update makes of each response token: its divergence, its loss by distillation and its loss by policy gradient, before any mean. */
import type { Graph, Tensor } from 'ort-train'
import * as ops from 'ort-train/ops'
import type { LossConfig } from '../config.ts'
import {
  divergence,
  importanceWeight,
  sampled,
  sequenceLevel,
  tokenLevel,
  type StudentOutput,
} from './distillation.ts'
import { defaultPolicyClip, policyLoss } from './policy.ts'

export interface LossShape {
  batch: number
  response: number
}

export interface TokenLosses {
  /** log p_S of the response tokens; like all of these [B, N]. */
  student: Tensor
  /** 1 at real tokens: an input, `response_mask`. */
  responseMask: Tensor
  /** Null where the weight of distillation is 0. */
  distillation: { losses: Tensor; divergences: Tensor } | null
  /** Null where the weight of the policy gradient is 0. */
  policy: Tensor | null
}

/**
 * Declares the inputs `targets`, `response_mask`, and as needed `old_log_probs` and `advantages`.
 * `teacher` makes the teacher's log-probabilities [B * N, V]; it is asked where there is distillation.
 */
export function tokenLosses(
  graph: Graph,
  output: StudentOutput,
  { batch, response }: LossShape,
  loss: LossConfig,
  grpoWeight: number,
  teacher: () => Tensor,
): TokenLosses {
  const targets = graph.input('targets', 'i64', [batch * response, 1])
  const responseMask = graph.input('response_mask', 'f32', [batch, response])
  const student = ops.reshape(sampled(output.logProbs, targets), [batch, response])
  const needsOld = grpoWeight > 0 || loss.isClip !== null
  const old = needsOld ? graph.input('old_log_probs', 'f32', [batch, response]) : null

  const distilled = () => {
    const teacherLogProbs = teacher()
    const onSampled = ops.reshape(sampled(teacherLogProbs, targets), [batch, response])
    const divergences = ops.reshape(divergence(output, teacherLogProbs, loss), [batch, response])
    const plain = grain(loss, divergences, student, onSampled, responseMask)
    return {
      losses: loss.isClip === null ? plain : ops.mul(plain, importanceWeight(student, old!, loss.isClip)),
      divergences,
    }
  }
  const reinforced = () =>
    policyLoss(
      student,
      old!,
      ops.expand(graph.input('advantages', 'f32', [batch, 1]), [batch, response]),
      defaultPolicyClip,
    ).losses
  return {
    student,
    responseMask,
    distillation: grpoWeight < 1 ? distilled() : null,
    policy: grpoWeight > 0 ? reinforced() : null,
  }
}

/** The three grains of the same credit, [B, N]. */
function grain(loss: LossConfig, logit: Tensor, student: Tensor, teacher: Tensor, mask: Tensor): Tensor {
  switch (loss.grain) {
    case 'logit':
      return logit
    case 'token':
      return tokenLevel(student, teacher, loss.advantageClip)
    case 'sequence':
      return sequenceLevel(student, teacher, mask, loss.advantageClip)
    default:
      return loss.grain satisfies never
  }
}
