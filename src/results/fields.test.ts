import { expect, test } from 'vitest'
import { filled, type ReadResult } from './fields.ts'

const read: ReadResult = (file) => {
  if (file !== 'credit') throw new Error(`no ${file}`)
  return {
    command: 'npm run experiment -- credit',
    rows: [
      { name: 'share', value: 0.6049, low: 0.4, high: 0.777 },
      { name: 'lists: attempts for 50 %, a / b', value: 3.814, low: -2.96, high: null },
      { name: 'attempts', value: null, low: 230, high: null },
      { name: 'problems', value: 352 },
    ],
  }
}

test('values, intervals and per cent', () => {
  expect(filled('{{credit: share | %}} and {{credit: share | - | %}}', read)).toBe(
    '60\u202f% [40, 78] and 60\u202f%',
  )
  expect(filled('{{credit: lists: attempts for 50 %, a / b}}', read)).toBe('3.8 [\u22123, not reached]')
  expect(filled('{{credit: attempts}}, {{credit: problems}}', read)).toBe(
    'not reached [230, not reached], 352',
  )
  expect(filled('{{credit: command}}', read)).toBe('`npm run experiment -- credit`')
})

test('a ratio to an arm that never got there is a lower bound', () => {
  const censored: ReadResult = () => ({
    command: '',
    rows: [
      { name: 'lists, hard: a, attempts for 50 %', value: null },
      { name: 'lists, hard: b, attempts for 50 %', value: 120 },
      { name: 'lists, hard: attempts for 50 %, a / sdpo', value: 3.31, low: 2.4, high: 5 },
      { name: 'lists, hard: attempts for 50 %, b / sdpo', value: 1.6, low: 1.1, high: 2 },
    ],
  })
  expect(filled('{{x: lists, hard: attempts for 50 %, a / sdpo}}', censored)).toBe('> 3.3')
  expect(filled('{{x: lists, hard: attempts for 50 %, b / sdpo}}', censored)).toBe('1.6 [1.1, 2]')
})

test('what was not reached within a budget is more than that', () => {
  const censored: ReadResult = () => ({
    command: '',
    budget: 256,
    rows: [
      { name: 'a, attempts for 50 %', value: null, low: null, high: null },
      { name: 'b, attempts for 50 %', value: 209, low: 144, high: null },
      { name: 'a, tokens for 50 %', value: null, low: null, high: null },
    ],
  })
  expect(filled('{{x: a, attempts for 50 %}}', censored)).toBe('> 256')
  expect(filled('{{x: b, attempts for 50 %}}', censored)).toBe('209 [144, > 256]')
  expect(filled('{{x: a, tokens for 50 %}}', censored)).toBe('not reached')
})

test('a figure that is nowhere is an error, not a gap', () => {
  expect(() => filled('{{credit: nothing}}', read)).toThrow('no row "nothing"')
  expect(() => filled('{{other: share}}', read)).toThrow('no other')
  expect(() => filled('{{share}}', read)).toThrow('file: row')
})
