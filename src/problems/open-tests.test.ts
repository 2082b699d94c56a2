import { expect, it } from 'vitest'
import { openTests } from './open-tests.ts'

const tests = [
  { args: [1], expected: 2 },
  { args: [2], expected: 4, hidden: true },
]

it('are shown but for those that are hidden, and of a sealed problem when its meaning is found', () => {
  expect(openTests({ tests }, false)).toEqual([tests[0]])
  expect(openTests({ tests, sealed: true }, false)).toEqual([])
  expect(openTests({ tests, sealed: true }, true)).toEqual([tests[0]])
})
