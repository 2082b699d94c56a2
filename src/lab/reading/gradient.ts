/**
 * Where an update pushes: the pull on each candidate's logit at one position, minus the gradient of the
 * loss there, from what a run recorded. Up to the factor that all of a step shares (importance weight,
 * mean, learning rate). With s, t the two readers' probabilities (src/sdpo/divergence.ts):
 *
 *   forward KL (alpha 0)   t - s, the paper's picture of it
 *   reverse KL (alpha 1)   s (KL - log s/t)
 *   between                (1 - a) s (KL(s || m) - log s/m), m = (1 - a) s + a t
 *   with a pointwise clip  an entry at the clip pulls at nothing, and the others less what it would have
 *   token, sequence level  log t/s of the sampled token, or its mean, times (1 if sampled - s)
 *   GRPO                   its advantage times (1 if sampled - s)
 */
import type { Position } from '../../engine/protocol.ts'
import { pointwiseClipOf, type DistillationConfig, type LossConfig } from '../../sdpo/config.ts'
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
      return logitPull(position, distillation)
    case 'topk-logits':
      return logitPull(distillation.addTail ? position : renormalised(position), distillation)
    case 'sampled-token':
      return towardsSampled(position, sdpoCredit(positions, 'token', distillation.advantageClip)[token]!)
    case 'sequence':
      return towardsSampled(position, sdpoCredit(positions, 'sequence', distillation.advantageClip)[token]!)
    default:
      return distillation satisfies never
  }
}

type Logits = Extract<DistillationConfig, { alpha: unknown }>

/** What a divergence of whole distributions pulls at: minus its slope along each log p_S, through the softmax. */
function logitPull({ student, teacher, divergence }: Readings, distillation: Logits): number[] {
  const a = distillation.alpha
  const clip = pointwiseClipOf(distillation) ?? Infinity
  const candidates = student.map((s, i) => entry(s, teacher[i]!, a))
  const unclipped =
    a === 0
      ? -1
      : a === 1
        ? divergence + 1
        : candidates.reduce((sum, { slope }) => sum + slope, (1 - a) * rest(student, teacher, a))
  const counts = ({ share }: Entry) => share < clip
  const total = candidates.reduce((sum, e) => (counts(e) ? sum : sum - e.slope), unclipped)
  return candidates.map((e, i) => Math.exp(student[i]!) * total - (counts(e) ? e.slope : 0))
}

interface Entry {
  /** What the entry adds to the divergence, nats. */
  share: number
  /** Of the share, along log p_S. */
  slope: number
}

function entry(s: number, t: number, a: 0 | 0.5 | 1): Entry {
  const [p, q] = [Math.exp(s), Math.exp(t)]
  if (a === 0) return { share: q * (t - s), slope: -q }
  if (a === 1) return { share: p * (s - t), slope: p * (s - t + 1) }
  const m = Math.log((1 - a) * p + a * q)
  return { share: (1 - a) * p * (s - m) + a * q * (t - m), slope: (1 - a) * p * (s - m) }
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
