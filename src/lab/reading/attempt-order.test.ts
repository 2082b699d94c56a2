import { describe, expect, it } from 'vitest'
import { sampleRun } from '../../engine/scripted-run.testing.ts'
import { attemptsListed } from './attempt-order.ts'
import { RunLog } from '../run/run-log.ts'

const log = RunLog.of(sampleRun({ steps: 3, attempts: 4, passes: 10, masked: [2] }))
const view = log.view(log.length)
const numbers = (...how: [Parameters<typeof attemptsListed>[1], Parameters<typeof attemptsListed>[2]]) =>
  attemptsListed(view, ...how).map((a) => a.attempt)

describe('the list of attempts', () => {
  it('shows the update in view, all so far, or those of one verdict', () => {
    expect(numbers('update', 'order')).toEqual([9, 10, 11, 12])
    expect(numbers('all', 'order')).toEqual(Array.from({ length: 12 }, (_, i) => i + 1))
    expect(numbers('passed', 'order')).toEqual([10])
    expect(numbers('failed', 'order')).toHaveLength(11)
  })

  it('puts the best first, equals as they were written', () => {
    const listed = attemptsListed(view, 'all', 'reward')
    expect(listed[0]!.attempt).toBe(10)
    const worth = listed.slice(1).map((a) => a.verdict!.passedTests)
    expect(worth).toEqual([...worth].sort((a, b) => b - a))
  })

  it('puts the most credit first, and what teaches nothing last', () => {
    const peaks = attemptsListed(view, 'all', 'credit').map((a) => a.creditPeak)
    expect(peaks).toEqual([...peaks].sort((a, b) => b - a))
    expect(
      numbers('all', 'credit')
        .slice(-2)
        .sort((a, b) => a - b),
    ).toEqual([2, 10])
  })

  it('puts the shortest first', () => {
    const lengths = attemptsListed(view, 'all', 'length').map((a) => a.tokens.length)
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b))
  })
})
