import { describe, expect, it } from 'vitest'
import { sampleRun } from '../../engine/scripted-run.testing.ts'
import { RunLog } from '../run/run-log.ts'
import { tokensThatMattered } from './mattered.ts'

const log = RunLog.of(sampleRun({ seed: 4, steps: 6, attempts: 4, tokens: 6, masked: [3, 4] }))
const run = log.view(log.length)
const found = tokensThatMattered(run)

describe('tokens that mattered', () => {
  it('share out the whole run\u2019s credit, without the attempts that teach nothing', () => {
    const all = run.steps
      .flatMap((step) => step.attempts)
      .filter((a) => a.reprompt?.mask === 1)
      .flatMap((a) => a.credit!)
    const sum = (values: number[]) => values.reduce((total, v) => total + v, 0)
    expect(sum(found.map((token) => token.praise + token.blame))).toBeCloseTo(sum(all.map(Math.abs)), 8)
    expect(sum(found.map((token) => token.praise - token.blame))).toBeCloseTo(sum(all), 8)
    expect(sum(found.map((token) => token.count))).toBe(all.length)
  })

  it('come in order, each one once for what it came after', () => {
    const sizes = found.map((token) => token.praise + token.blame)
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
    expect(new Set(found.map((token) => token.key)).size).toBe(found.length)
    expect(found.some((token) => token.before === null)).toBe(true)
  })

  it('name their best example, which is there', () => {
    for (const { best, piece, before, praise, blame } of found) {
      const attempt = run.steps[best.step - 1]!.attempts.find((a) => a.attempt === best.attempt)!
      expect(attempt.credit![best.token]).toBe(best.credit)
      expect(attempt.pieces[best.token]).toBe(piece)
      expect(attempt.pieces[best.token - 1] ?? null).toBe(before)
      expect(Math.abs(best.credit)).toBeLessThanOrEqual(Math.max(praise, blame) + 1e-12)
    }
  })

  it('are none before anything is re-read', () => {
    expect(tokensThatMattered(log.view(4))).toEqual([])
  })
})
