/**
 * Where an update pushes: the pull on each candidate's logit at one position, minus the gradient of the
 * loss there, from what a run recorded. Up to the factor that all of a step shares (importance weight,
 * mean, learning rate). With s, t the two readers' probabilities (src/sdpo/divergence.ts):
 *
 *   forward KL (alpha 0)   t - s, the paper's picture of it
 *   reverse KL (alpha 1)   s (KL - log s/t)
 *   between                (1 - a) s (KL(s || m) - log s/m), m = (1 - a) s + a t
 *   token, sequence level  log t/s of the sampled token, or its mean, times (1 if sampled - s)
 *   GRPO                   its advantage times (1 if sampled - s)
 */
import type { Position } from '../../engine/protocol.ts'
import type { DistillationConfig, LossConfig } from '../../sdpo/config.ts'
import { sdpoCredit, type CreditMode } from './credit.ts'

export interface PullInput {
  mode: CreditMode
  loss: LossConfig
  /** The attempt's readings; the sequence level needs all of them. */
  positions: readonly Position[]
  /** 0-based. */
  token: number
  /** GRPO's number; null where it is not known. */
  advantage: number | null
  /** The attempt has neither feedback nor solution, so SDPO teaches nothing by it. */
  masked: boolean
}

/** One pull per candidate of the position, in its order; positive: made likelier. Null where the rule's number is not known. */
export function pullsAt(input: PullInput): number[] | null {
  const { mode, loss, positions, token, advantage, masked } = input
  const position = positions[token]
  if (!position) return null
  const grpo = advantage === null ? null : towardsSampled(position, advantage)
  const sdpo = masked ? position.ids.map(() => 0) : sdpoPull(position, loss.distillation, positions, token)
  switch (mode) {
    case 'sdpo':
      return sdpo
    case 'grpo':
      return grpo
    case 'mix':
      return grpo && sdpo.map((pull, i) => loss.lambda * grpo[i]! + (1 - loss.lambda) * pull)
    default:
      return mode satisfies never
  }
}

type Readings = Pick<Position, 'student' | 'teacher' | 'divergence'>

function sdpoPull(
  position: Position,
  distillation: DistillationConfig,
  positions: readonly Position[],
  token: number,
): number[] {
  switch (distillation.kind) {
    case 'full-logits':
      return logitPull(position, distillation.alpha)
    case 'topk-logits':
      return logitPull(distillation.addTail ? position : renormalised(position), distillation.alpha)
    case 'sampled-token':
      return towardsSampled(position, sdpoCredit(positions, 'token', distillation.advantageClip)[token]!)
    case 'sequence':
      return towardsSampled(position, sdpoCredit(positions, 'sequence', distillation.advantageClip)[token]!)
    default:
      return distillation satisfies never
  }
}

/** What a divergence of whole distributions pulls at. */
function logitPull({ student, teacher, divergence }: Readings, a: 0 | 0.5 | 1): number[] {
  if (a === 0) return student.map((s, i) => Math.exp(teacher[i]!) - Math.exp(s))
  if (a === 1) return student.map((s, i) => Math.exp(s) * (divergence - (s - teacher[i]!)))
  const toMixture = student.map((s, i) => s - Math.log((1 - a) * Math.exp(s) + a * Math.exp(teacher[i]!)))
  const kl = student.reduce((sum, s, i) => sum + Math.exp(s) * toMixture[i]!, rest(student, teacher, a))
  return student.map((s, i) => (1 - a) * Math.exp(s) * (kl - toMixture[i]!))
}

/** What the rest of the mass, as one candidate, adds to KL(s || m). */
function rest(student: readonly number[], teacher: readonly number[], a: number): number {
  const left = (row: readonly number[]) =>
    Math.max(0, 1 - row.reduce((sum, value) => sum + Math.exp(value), 0))
  const [s, t] = [left(student), left(teacher)]
  return s === 0 ? 0 : s * Math.log(s / ((1 - a) * s + a * t))
}

function towardsSampled(position: Position, size: number): number[] {
  return position.student.map((s, i) => (size === 0 ? 0 : size * ((i === 0 ? 1 : 0) - Math.exp(s))))
}

/** Top-k without the tail compares the candidates alone. */
function renormalised(position: Position): Readings {
  const over = (row: readonly number[]) => {
    const mass = Math.log(row.reduce((sum, value) => sum + Math.exp(value), 0))
    return row.map((value) => value - mass)
  }
  return { student: over(position.student), teacher: over(position.teacher), divergence: position.divergence }
}
