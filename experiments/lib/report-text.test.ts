import { expect, test } from 'vitest'
import { reportText } from './report-text.ts'

test('lists of numbers are one line, and nothing is changed', () => {
  const report = {
    rows: [{ name: 'a [1, 2] and a [1,\n 2] of text', value: Infinity, low: -1.5e-7 }],
    points: [[1, null, 2.5], [], [-3e21, 4]],
    words: ['one', 'two'],
  }
  const text = reportText(report)
  expect(JSON.parse(text)).toEqual({ ...report, rows: [{ ...report.rows[0], value: null }] })
  expect(text).toContain('[1,null,2.5]')
  expect(text).toContain('"words": [\n')
})
