import { expect, it } from 'vitest'
import { sampleRun } from '../../engine/scripted-run.testing.ts'
import { RunLog } from '../run/run-log.ts'
import { tokenTable } from './token-table.ts'
import { attemptOf } from '../run/view.ts'

const log = RunLog.of(sampleRun({ steps: 1, tokens: 4 }))
const attempt = attemptOf(log.view(log.length), 1)!
const options = { lambda: 0.9, advantageClip: null, groupMean: 0 }

it('writes a row a token under named columns, quoting what a token may hold', () => {
  const odd = { ...attempt, pieces: ['a,"b"', '\n', 'x', 'end'] }
  const text = tokenTable(odd, odd.positions, options)
  expect(text).toContain(',"a,""b""",')
  expect(text).toContain(',"\n",')
  const [head, first] = tokenTable({ ...attempt, pieces: ['p', 'q', 'r', 's'] }, attempt.positions, options)
    .split('\n')
    .map((line) => line.split(','))
  const cell = (name: string) => Number(first![head!.indexOf(name)])
  expect(first).toHaveLength(head!.length)
  expect(cell('credit_sdpo_token')).toBeCloseTo(cell('log_p_teacher') - cell('log_p_student'), 12)
  expect(cell('credit_mix')).toBeCloseTo(0.9 * cell('credit_grpo') + 0.1 * cell('credit_sdpo_token'), 12)
  expect(cell('position')).toBe(1)
  expect(cell('log_p_student_after')).toBe(attempt.after![0]![0])
})

it('leaves what is not known empty, and the update out of another reading', () => {
  const last = (text: string) => text.trimEnd().split('\n').at(-1)!.split(',')
  const unread = tokenTable({ ...attempt, pieces: ['p', 'q', 'r', 's'] }, null, options)
  const head = unread.split('\n')[0]!.split(',')
  expect(last(unread)[head.indexOf('log_p_teacher')]).toBe('')
  const other = tokenTable(
    { ...attempt, pieces: ['p', 'q', 'r', 's'] },
    attempt.positions!.map((p) => ({ ...p })),
    options,
  )
  expect(last(other)[head.indexOf('log_p_student_after')]).toBe('')
  expect(last(other)[head.indexOf('log_p_teacher')]).not.toBe('')
})
