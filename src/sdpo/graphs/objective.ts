/**
 * The objective of an update as every way to cut a model computes it: the loss of each response token by distillation and
 * by policy gradient, each times its weight in the mean. Its sum is the loss.
 */
import { f32, i64, type Tensor, type Tensors } from 'ort-train'
import * as ops from 'ort-train/ops'
import { pointwiseClipOf, type DistillationConfig, type LossConfig } from '../config.ts'
import { divergenceSpec } from '../divergence.ts'
import { weighted } from './aggregate.ts'
import {
  divergence,
  importanceWeight,
  pointwiseClipped,
  sampled,
  sequenceLevel,
  tokenLevel,
  type StudentOutput,
} from './distillation.ts'
import { distils, reinforces, type LossTerms } from '../loss-terms.ts'
import { defaultPolicyClip, evidenceWeight, policyLoss } from './policy.ts'

/** What the graph of an objective depends on. */
export interface ObjectiveOptions {
  batch: number
  response: number
  loss: LossConfig
  terms: LossTerms
}

/**
 * The inputs, [B, N] but for `targets` [B * N, 1], `advantages` and `told` [B, 1]: the response tokens and which are real, log p_old where a
 * ratio is taken, the weights of both terms, where there is one, and whether an attempt's teacher was told anything, where that scales its advantage.
 */
export function objectiveInputs({ batch, response, loss, terms }: ObjectiveOptions) {
  const table = f32([batch, response])
  return {
    targets: i64([batch * response, 1]),
    responseMask: table,
    oldLogProbs: reinforces(terms) || loss.isClip !== null ? table : undefined,
    distillationWeights: distils(terms) ? table : undefined,
    policyWeights: reinforces(terms) ? table : undefined,
    advantages: reinforces(terms) ? f32([batch, 1]) : undefined,
    told: terms.kind === 'evidence' ? f32([batch, 1]) : undefined,
  }
}

export interface Objective {
  /** Weighted loss of every token [B, N]; the sum is the loss. */
  losses: Tensor
  /** log p_S of the response tokens [B, N]. */
  studentLogProbs: Tensor
  /** [B, N], nats, before any clip and weight; undefined where nothing is distilled. */
  divergences?: Tensor
}

/** `teacher` makes the teacher's log-probabilities [B * N, V]; it is asked where an update reads it. */
export function objective(
  output: StudentOutput,
  inputs: Tensors<ReturnType<typeof objectiveInputs>>,
  { batch, response, loss, terms }: ObjectiveOptions,
  teacher: () => Tensor,
): Objective {
  const { targets, responseMask, oldLogProbs, distillationWeights, policyWeights, advantages, told } = inputs
  const perToken = (x: Tensor) => ops.reshape(x, [batch, response])
  const studentLogProbs = perToken(sampled(output.logProbs, targets))

  const losses: Tensor[] = []
  let divergences: Tensor | undefined
  if (distillationWeights) {
    const teacherLogProbs = teacher()
    const spec = divergenceSpec(loss.distillation)
    divergences = perToken(divergence(output, teacherLogProbs, spec))
    const clip = pointwiseClipOf(loss.distillation)
    const compared =
      clip === null ? divergences : perToken(pointwiseClipped(output, teacherLogProbs, spec, clip))
    const onSampled = perToken(sampled(teacherLogProbs, targets))
    const plain = distilled(loss.distillation, compared, studentLogProbs, onSampled, responseMask)
    const distilledLosses =
      loss.isClip === null || !oldLogProbs
        ? plain
        : ops.mul(plain, importanceWeight(studentLogProbs, oldLogProbs, loss.isClip))
    losses.push(weighted(distilledLosses, distillationWeights))
  }
  if (policyWeights && advantages && oldLogProbs) {
    const uniform = ops.expand(advantages, [batch, response])
    const credited =
      told && terms.kind === 'evidence'
        ? ops.mul(
            uniform,
            evidenceWeight(
              studentLogProbs,
              perToken(sampled(teacher(), targets)),
              advantages,
              told,
              terms.clip,
            ),
          )
        : uniform
    const policy = policyLoss(studentLogProbs, oldLogProbs, credited, defaultPolicyClip)
    losses.push(weighted(policy.losses, policyWeights))
  }
  return {
    losses: losses.reduce((a, b) => ops.add(a, b)),
    studentLogProbs,
    ...(divergences && { divergences }),
  }
}

/** The loss of every token [B, N] at the level that is distilled, from the divergences and both log-probabilities of the sampled tokens, [B, N] each. */
function distilled(
  distillation: DistillationConfig,
  divergences: Tensor,
  student: Tensor,
  teacher: Tensor,
  mask: Tensor,
): Tensor {
  switch (distillation.kind) {
    case 'full-logits':
    case 'topk-logits':
      return divergences
    case 'sampled-token':
      return tokenLevel(student, teacher, distillation.advantageClip)
    case 'sequence':
      return sequenceLevel(student, teacher, mask, distillation.advantageClip)
    default:
      return distillation satisfies never
  }
}
