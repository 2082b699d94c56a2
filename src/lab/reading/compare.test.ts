import { describe, expect, it } from 'vitest'
import { sampleRun } from '../../engine/scripted-run.testing.ts'
import { creditRows, holdsHalf, rowsPeak } from './compare.ts'
import { logRatios } from '../run/log-ratio.ts'
import { RunLog } from '../run/run-log.ts'
import { scoredAttempt } from '../run/attempt.testing.ts'
import { beforeScores } from '../run/fold-attempt.ts'
import { attemptOf, type AttemptView } from '../run/view.ts'
import { plain } from '../text/phrase.ts'

const log = RunLog.of(sampleRun({ steps: 1, attempts: 2, tokens: 4, passes: 2, masked: [2] }))
const view = log.view(log.length)
const attempt = scoredAttempt(view, 1)
const masked = attemptOf(view, 2)!
const options = { lambda: 0.9, advantageClip: null, groupMean: 0.5 }
const rowsOf = (a: AttemptView = attempt, change = {}) =>
  Object.fromEntries(creditRows(a, a.positions, { ...options, ...change }).map((row) => [row.kind, row]))

describe('credit in rows', () => {
  it('has the divergence, the log-ratios, their mean, one number, and the mix of two rows', () => {
    const rows = rowsOf()
    const ratios = logRatios(attempt.positions!)
    const mean = ratios.reduce((sum, r) => sum + r, 0) / ratios.length
    expect(rows.logit!.values).toEqual(attempt.positions!.map((p) => p.divergence))
    expect(rows.token!.values).toEqual(ratios)
    for (const value of rows.sequence!.values!) expect(value).toBeCloseTo(mean, 12)
    expect(rows.grpo!.values).toEqual(attempt.tokens.map(() => attempt.advantage))
    rows.mix!.values!.forEach((value, i) =>
      expect(value).toBeCloseTo(0.9 * attempt.advantage! + 0.1 * ratios[i]!, 12),
    )
    expect(rows.logit!.directed).toBe(false)
    expect(rowsPeak(Object.values(rows))).toBe(
      Math.max(...Object.values(rows).flatMap((row) => row.values!.map(Math.abs))),
    )
  })

  it('has GRPO\u2019s number scaled by hindsight, its sign kept and its size clipped', () => {
    const ratios = logRatios(attempt.positions!)
    for (const advantage of [0.5, -0.5, 0]) {
      const { rlsd } = rowsOf({ ...attempt, advantage } as AttemptView)
      rlsd!.values!.forEach((value, i) => {
        const evidence = Math.exp(Math.sign(advantage) * ratios[i]!)
        expect(value).toBeCloseTo(advantage * Math.min(1.2, Math.max(0.8, evidence)), 12)
      })
    }
    expect(plain(rowsOf({ ...attempt, advantage: 0 } as AttemptView).rlsd!.said)).toContain(
      'nothing to scale',
    )
    expect(rowsOf({ ...masked, advantage: 0.5 } as AttemptView).rlsd!.values).toEqual(
      masked.tokens.map(() => 0.5),
    )
    const more = rowsOf({ ...attempt, advantage: 0.5 } as AttemptView).rlsd!
    const count = more.values!.filter((value) => value > 0.5).length
    expect(plain(more.said)).toContain(`more at ${count} token`)
  })

  it('clips the token row and says so', () => {
    const { token } = rowsOf(attempt, { advantageClip: 0.01 })
    for (const value of token!.values!) expect(Math.abs(value)).toBeLessThanOrEqual(0.01)
    expect(plain(rowsOf(attempt, { advantageClip: 0.5 }).token!.said)).toContain('clipped at 0.5')
  })

  it('is nothing of SDPO where the attempt teaches nothing; GRPO goes on', () => {
    const rows = rowsOf(masked)
    for (const kind of ['logit', 'token', 'sequence']) {
      expect(rows[kind]!.values!.every((value) => value === 0)).toBe(true)
      expect(plain(rows[kind]!.said)).toBe('No feedback and no solution: nothing to distil.')
    }
    expect(rows.grpo!.values![0]).toBe(masked.advantage)
    expect(rows.mix!.values![0]).toBeCloseTo(0.9 * masked.advantage!, 12)
  })

  it('says of each row what it is, from its numbers', () => {
    const flat = rowsOf(
      { ...attempt, advantage: 0, verdict: { ...attempt.verdict, reward: 0 } },
      { groupMean: 0 },
    )
    expect(plain(flat.grpo!.said)).toBe('Reward 0 \u2212 group mean 0 = 0: no token learns anything.')
    expect(plain(flat.mix!.said)).toContain('Only SDPO\u2019s share is left')
    expect(plain(rowsOf().sequence!.said)).toMatch(/^The mean of the row above, [+\u2212]\d\.\d\d: /)
  })

  it('is unknown before it is known', () => {
    const before = { ...beforeScores(attempt), advantage: null }
    expect(creditRows(before, null, options).every((row) => row.values === null)).toBe(true)
    expect(rowsPeak(creditRows(before, null, options))).toBe(0)
  })
})

describe('what holds half', () => {
  it('is the fewest of the largest', () => {
    expect(holdsHalf([9, 1, 1, 1])).toBe(1)
    expect(holdsHalf([1, -1, 1, 1])).toBe(2)
    expect(holdsHalf([0, 0])).toBe(0)
    expect(holdsHalf([])).toBe(0)
  })
})
