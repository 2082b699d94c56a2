import { describe, expect, it } from 'vitest'
import type { Position } from '../../engine/protocol.ts'
import { Rng } from '../../rng.ts'
import { defaultRunConfig, ofLogits, type LossConfig } from '../../sdpo/config.ts'
import { divergence, divergenceSpec } from '../../sdpo/divergence.ts'
import { pullsAt, type PullInput } from './gradient.ts'

const rng = Rng.of(3, 'pulls')
const size = 7
const logits = () => Array.from({ length: size }, () => 1.5 * rng.normal())
const logSoftmax = (z: readonly number[]) => {
  const mass = Math.log(z.reduce((sum, value) => sum + Math.exp(value), 0))
  return z.map((value) => value - mass)
}

/** -dL/dz by central differences. */
function measured(z: readonly number[], loss: (student: number[]) => number): number[] {
  const h = 1e-5
  return z.map((_, j) => {
    const at = (by: number) => loss(logSoftmax(z.map((value, i) => (i === j ? value + by : value))))
    return -(at(h) - at(-h)) / (2 * h)
  })
}

function positionAt(z: readonly number[], teacher: readonly number[], loss: LossConfig): Position {
  const student = logSoftmax(z)
  return {
    ids: z.map((_, i) => i),
    student,
    teacher: [...teacher],
    divergence: divergence(student, teacher, divergenceSpec(loss.distillation)),
    studentEntropy: 0,
    teacherEntropy: 0,
  }
}

const lossOf = (change: Partial<LossConfig>): LossConfig => ({ ...defaultRunConfig.loss, ...change })
const input = (position: Position, loss: LossConfig, change: Partial<PullInput> = {}): PullInput => ({
  mode: 'sdpo',
  loss,
  positions: [position],
  token: 0,
  advantage: null,
  masked: false,
  ...change,
})

describe('the pull on every candidate', () => {
  for (const alpha of [0, 0.5, 1] as const) {
    it(`is minus the gradient of the divergence, alpha ${alpha}`, () => {
      const [z, teacher] = [logits(), logSoftmax(logits())]
      const loss = lossOf({ distillation: ofLogits(alpha) })
      const pulls = pullsAt(input(positionAt(z, teacher, loss), loss))!
      measured(z, (student) => divergence(student, teacher, divergenceSpec(loss.distillation))).forEach(
        (pull, i) => expect(pulls[i]).toBeCloseTo(pull, 6),
      )
      expect(pulls.reduce((sum, pull) => sum + pull, 0)).toBeCloseTo(0, 9)
    })
  }

  for (const alpha of [0, 0.5, 1] as const) {
    it(`is minus the gradient of a divergence clipped pointwise, alpha ${alpha}`, () => {
      const [z, teacher] = [logits(), logSoftmax(logits())]
      const pointwiseClip = 0.02
      const loss = lossOf({ distillation: { ...ofLogits(alpha), pointwiseClip } })
      const shares = (student: readonly number[]) =>
        student.map((s, i) => {
          const [p, q] = [Math.exp(s), Math.exp(teacher[i]!)]
          const m = (1 - alpha) * p + alpha * q
          if (alpha === 0) return q * Math.log(q / p)
          if (alpha === 1) return p * Math.log(p / q)
          return (1 - alpha) * p * Math.log(p / m) + alpha * q * Math.log(q / m)
        })
      expect(shares(logSoftmax(z)).filter((share) => share > pointwiseClip)).not.toEqual([])
      const pulls = pullsAt(input(positionAt(z, teacher, loss), loss))!
      measured(z, (student) =>
        shares(student).reduce((sum, share) => sum + Math.min(share, pointwiseClip), 0),
      ).forEach((pull, i) => expect(pulls[i]).toBeCloseTo(pull, 6))
    })
  }

  it('with top-k and a tail is right for the top k', () => {
    const [z, teacher] = [logits().sort((a, b) => b - a), logSoftmax(logits())]
    const loss = lossOf({ distillation: ofLogits(1, 4) })
    const whole = positionAt(z, teacher, loss)
    const recorded = {
      ...whole,
      ids: whole.ids.slice(0, 4),
      student: whole.student.slice(0, 4),
      teacher: whole.teacher.slice(0, 4),
    }
    const pulls = pullsAt(input(recorded, loss))!
    measured(z, (student) => divergence(student, teacher, divergenceSpec(loss.distillation)))
      .slice(0, 4)
      .forEach((pull, i) => expect(pulls[i]).toBeCloseTo(pull, 6))
  })

  it('at token level is the log-ratio towards the sampled token', () => {
    const [z, teacher] = [logits(), logSoftmax(logits())]
    const loss = lossOf({ distillation: { kind: 'sampled-token', advantageClip: null } })
    const position = positionAt(z, teacher, loss)
    const ratio = position.student[0]! - teacher[0]!
    const pulls = pullsAt(input(position, loss))!
    // The ratio is held still, as in the update.
    measured(z, (student) => ratio * student[0]!).forEach((pull, i) => expect(pulls[i]).toBeCloseTo(pull, 6))
    expect(Math.sign(pulls[0]!)).toBe(-Math.sign(ratio))
  })

  it('of GRPO is nothing while its number is, and the mix is a share of each', () => {
    const loss = lossOf({ lambda: 0.9 })
    const position = positionAt(logits(), logSoftmax(logits()), loss)
    expect(pullsAt(input(position, loss, { mode: 'grpo', advantage: 0 }))).toEqual(position.ids.map(() => 0))
    expect(pullsAt(input(position, loss, { mode: 'grpo' }))).toBeNull()
    const [sdpo, grpo, mix] = (['sdpo', 'grpo', 'mix'] as const).map((mode) =>
      pullsAt(input(position, loss, { mode, advantage: 0.7 }))!,
    )
    mix!.forEach((pull, i) => expect(pull).toBeCloseTo(0.9 * grpo![i]! + 0.1 * sdpo![i]!, 12))
    expect(pullsAt(input(position, loss, { masked: true }))).toEqual(position.ids.map(() => 0))
  })
})
