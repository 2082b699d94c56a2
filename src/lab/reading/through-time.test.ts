import { describe, expect, it } from 'vitest'
import type { Position } from '../../engine/protocol.ts'
import { sampleRun } from '../../engine/scripted-run.testing.ts'
import { RunLog } from '../run/run-log.ts'
import { tokenTime } from './through-time.ts'
import { scoredAttempt } from '../run/attempt.testing.ts'
import type { ScoredAttempt } from '../run/attempt-view.ts'

const log = RunLog.of(sampleRun({ steps: 1 }))
const some = scoredAttempt(log.view(log.length), 1)
const at = (student: Record<number, number>, teacher: Record<number, number>): Position => {
  const ids = Object.keys(student).map(Number)
  return {
    ids,
    student: ids.map((id) => Math.log(student[id]!)),
    teacher: ids.map((id) => Math.log(teacher[id]!)),
    divergence: 0,
    studentEntropy: 0,
    teacherEntropy: 0,
  }
}
const wrote = (tokens: number[], position: Position, change: Partial<ScoredAttempt> = {}): ScoredAttempt => ({
  ...some,
  tokens,
  positions: [at({ [tokens[0]!]: 1 }, { [tokens[0]!]: 1 }), position],
  after: null,
  reprompt: { pieces: [], mask: 1, solutionFrom: null },
  ...change,
})
const steps = [
  {
    attempts: [
      wrote([5, 1], at({ 1: 0.6, 2: 0.3 }, { 1: 0.1, 2: 0.8 })),
      wrote([9, 1], at({ 1: 1 }, { 1: 1 })),
    ],
  },
  { attempts: [wrote([9, 1], at({ 1: 1 }, { 1: 1 }))] },
  { attempts: [wrote([5, 3], at({ 3: 0.2, 2: 0.7 }, { 3: 0.1, 2: 0.9 }))] },
]
const close = (values: readonly (number | null)[]) => values.map((p) => p && Math.round(p * 1e6) / 1e6)

describe('a token through time', () => {
  it('reads both readers wherever an attempt began with the same tokens', () => {
    const time = tokenTime(steps, [5], 1, 6)
    const row = (id: number | null) => time.rows.find((r) => r.id === id)!
    expect(close(row(1).student)).toEqual([0.6, null, null])
    expect(close(row(2).student)).toEqual([0.3, null, 0.7])
    expect(close(row(2).teacher)).toEqual([0.8, null, 0.9])
    expect(close(row(null).student)).toEqual([0.1, null, 0.1])
    expect(time.known).toEqual({ student: [true, false, true], teacher: [true, false, true] })
  })

  it('chooses candidates by their maximum over time, the sampled token first', () => {
    expect(tokenTime(steps, [5], 1, 6).rows.map((row) => row.id)).toEqual([1, 2, 3, null])
    expect(tokenTime(steps, [5], 3, 2).rows.map((row) => [row.id, row.sampled])).toEqual([
      [3, true],
      [2, false],
      [null, false],
    ])
  })

  it('takes the student from the re-scoring of the update before where no attempt came this way', () => {
    const rescored = [
      { attempts: [{ ...steps[0]!.attempts[0]!, after: [[0], [Math.log(0.4), Math.log(0.5)]] }] },
      ...steps.slice(1),
    ]
    const time = tokenTime(rescored, [5], 1, 6)
    expect(close(time.rows[0]!.student)).toEqual([0.6, 0.4, null])
    expect(time.known).toEqual({ student: [true, true, true], teacher: [true, false, true] })
  })

  it('takes the mean of several attempts, and no teacher that had no hindsight', () => {
    const both = [
      {
        attempts: [
          wrote([5, 1], at({ 1: 0.5 }, { 1: 0.2 })),
          wrote([5, 1], at({ 1: 0.5 }, { 1: 0.6 })),
          wrote([5, 1], at({ 1: 0.5 }, { 1: 1 }), { reprompt: { pieces: [], mask: 0, solutionFrom: null } }),
        ],
      },
    ]
    const [row] = tokenTime(both, [5], 1, 6).rows
    expect(close(row!.student)).toEqual([0.5])
    expect(close(row!.teacher)).toEqual([0.4])
  })

  it('lets the attempt in focus have its own teacher', () => {
    const both = [
      {
        attempts: [
          wrote([5, 1], at({ 1: 0.5 }, { 1: 0.2 })),
          wrote([5, 1], at({ 1: 0.5 }, { 1: 0.6 }), { attempt: 77 }),
        ],
      },
    ]
    expect(close(tokenTime(both, [5], 1, 6, 77).rows[0]!.teacher)).toEqual([0.6])
    expect(close(tokenTime(both, [5], 1, 6, 12).rows[0]!.teacher)).toEqual([0.4])
  })

  it('is empty where nothing is known', () => {
    expect(tokenTime(steps, [7], 1, 6)).toMatchObject({
      rows: [{ id: null, student: [null, null, null] }],
      known: { student: [false, false, false] },
    })
  })
})
