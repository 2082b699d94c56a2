import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sameText, sameValue } from './compare.ts'

describe('a returned value', () => {
  it.each([
    [[1, 0], [0, 1], { order: 'any' }, true],
    [[1, 0], [0, 1], {}, false],
    [[0, 0], [0, 1], { order: 'any' }, false],
    [
      [
        [2, 1],
        [3, 4],
      ],
      [
        [3, 4],
        [1, 2],
      ],
      { order: 'any' },
      false,
    ],
    [
      [
        [2, 1],
        [3, 4],
      ],
      [
        [3, 4],
        [1, 2],
      ],
      { order: 'any-nested' },
      true,
    ],
    ['Yes', 'YES', { case: 'any' }, true],
    [['b', 'A'], ['a', 'B'], { case: 'any', order: 'any' }, true],
    ['Yes', 'YES', {}, false],
    [1 / 3, 0.33333, { tolerance: 1e-5 }, true],
    [0.334, 0.33333, { tolerance: 1e-5 }, false],
    [[2 / 3, 1 / 3], [0.33333, 0.66667], { tolerance: 1e-4, order: 'any' }, true],
  ] as const)('%j against %j by %j: %s', (value, expected, rules, same) => {
    expect(sameValue(structuredClone(value) as never, structuredClone(expected) as never, rules)).toBe(same)
  })

  it('in any order is the same as any arrangement of it, and as no other list', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer(), fc.string(), fc.constant(null))),
        fc.integer(),
        (items, more) => {
          const arranged = [...items].reverse()
          expect(sameValue(arranged, items, { order: 'any' })).toBe(true)
          expect(sameValue([...arranged, more], items, { order: 'any' })).toBe(false)
        },
      ),
    )
  })
})

describe('what is printed', () => {
  it.each([
    ['Yes\nno\n', 'YES\nNO', { case: 'any' }, true],
    ['Yes\n', 'YES', {}, false],
    ['2\n10\n1\n', '1\n2\n10', { order: 'any' }, true],
    ['2 1\n', '1 2', { order: 'any' }, false],
    ['2 1\n', '1 2', { order: 'any-nested' }, true],
    ['0.3333333\n', '0.333333333', { tolerance: 1e-6 }, true],
  ] as const)('%j against %j by %j: %s', (actual, expected, rules, same) => {
    expect(sameText(actual, expected, rules)).toBe(same)
  })
})
