import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Position } from '../../engine/protocol.ts'
import { Rng } from '../../rng.ts'
import { barsAt, creditOf, historyAt, mostTelling, sdpoCredit } from './credit.ts'
import { logRatios } from '../run/log-ratio.ts'
import { RunLog } from '../run/run-log.ts'
import { samplePosition, sampleRun } from '../../engine/scripted-run.testing.ts'
import { scoredAttempt } from '../run/attempt.testing.ts'
import { beforeScores } from '../run/fold-attempt.ts'

const position = (student: number[], teacher: number[], ids = student.map((_, i) => i)): Position => ({
  ids,
  student: student.map(Math.log),
  teacher: teacher.map(Math.log),
  divergence: 0.5,
  studentEntropy: 1,
  teacherEntropy: 1,
})
const plus = position([0.71, 0.16, 0.05], [0.14, 0.74, 0.02])
const attempt = scoredAttempt(RunLog.of(sampleRun({ steps: 1, attempts: 2, tokens: 3 })).view(99), 1)
const options = { mode: 'sdpo', level: 'logit', lambda: 0.9, advantageClip: null } as const

describe('SDPO credit', () => {
  it('is log p_T - log p_S of the sampled token', () => {
    expect(sdpoCredit([plus], 'logit', null)[0]).toBeCloseTo(-1.6236, 4)
  })

  it('at token level is clamped by the advantage clip', () => {
    expect(sdpoCredit([plus], 'token', 1)).toEqual([-1])
    expect(sdpoCredit([plus], 'token', null)).toEqual(logRatios([plus]))
    expect(sdpoCredit([plus], 'logit', 1)).toEqual(logRatios([plus]))
  })

  it('at sequence level is one mean, repeated', () => {
    const other = position([0.2], [0.4])
    const credit = sdpoCredit([plus, other], 'sequence', null)
    expect(credit[0]).toBeCloseTo((Math.log(0.14 / 0.71) + Math.log(2)) / 2, 10)
    expect(credit[1]).toBe(credit[0])
    expect(sdpoCredit([], 'sequence', null)).toEqual([])
  })

  it('is nothing where the attempt teaches nothing, even though readers differ', () => {
    const masked = { ...attempt, reprompt: { ...attempt.reprompt, mask: 0 as const } }
    expect(creditOf(masked, masked.positions, options)).toEqual(masked.tokens.map(() => 0))
  })
})

describe('other credits', () => {
  it("GRPO's is flat, and the mix is lambda of one and the rest of the other", () => {
    const graded = { ...attempt, advantage: 0.75 }
    expect(creditOf(graded, graded.positions, { ...options, mode: 'grpo' })).toEqual([0.75, 0.75, 0.75])
    const mix = creditOf(graded, graded.positions, { ...options, mode: 'mix' })!
    graded.credit!.forEach((c, i) => expect(mix[i]).toBeCloseTo(0.9 * 0.75 + 0.1 * c, 12))
  })

  it('are unknown until their act', () => {
    const fresh = { ...beforeScores(attempt), advantage: null }
    for (const mode of ['sdpo', 'grpo', 'mix'] as const)
      expect(creditOf(fresh, null, { ...options, mode })).toBeNull()
  })

  it('of most is the largest either way, the first of equals', () => {
    expect(mostTelling([0.1, -2, 2])).toBe(1)
    expect(mostTelling([])).toBeNull()
  })
})

describe('bars', () => {
  it('add up to one for each reader, whatever is cut', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 1, max: 6 }), (seed, limit) => {
        const drawn = samplePosition(Rng.of(seed, 'bars'), 3, 12)
        const bars = barsAt(drawn, drawn.student, limit)
        expect(bars[0]).toMatchObject({ id: 3, sampled: true })
        for (const side of ['student', 'teacher', 'after'] as const)
          expect(bars.reduce((sum, bar) => sum + bar[side]!, 0)).toBeCloseTo(1, 6)
      }),
    )
  })

  it('leave out the update until it is known', () => {
    expect(barsAt(plus, undefined).every((bar) => bar.after === null)).toBe(true)
  })
})

describe('a token through time', () => {
  it('follows one prefix over the steps that came to it', () => {
    const at = (step: number, tokens: number[], p: number, after: number | null) => ({
      step,
      attempts: [
        {
          ...attempt,
          step,
          tokens,
          positions: tokens.map(() => position([p, 0.1], [0.5, 0.5], [7, 8])),
          after: after === null ? null : tokens.map(() => [Math.log(after), Math.log(0.2)]),
        },
      ],
    })
    const steps = [at(1, [5, 7], 0.4, 0.5), at(2, [6, 7], 0.9, 0.9), at(3, [5, 7], 0.6, null)]
    const points = historyAt(steps, [5], [7, 9])
    expect(points.map((point) => point.step)).toEqual([1, 2, 3])
    expect(points.map((point) => point.student[0]!.toFixed(2))).toEqual(['0.40', '0.50', '0.60'])
    expect(points.every((point) => point.student[1] === null)).toBe(true)
  })
})
