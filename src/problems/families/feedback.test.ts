import { describe, expect, it } from 'vitest'
import { errorText } from './errors.ts'
import { leetcodeFeedback, valueText } from './leetcode.ts'
import { reportFeedback } from './report.ts'
import { compileStrictRows } from './strict-rows.ts'

describe('leetcodeFeedback', () => {
  const test = (expected: number[] | number) => ({ args: [[4, 1, 5]], expected })
  const verdict = (expected: number[] | number, value: unknown) =>
    leetcodeFeedback(test(expected), { value }).split('\n')[0]

  it('tells input, output and expected', () => {
    expect(leetcodeFeedback(test([8, 10]), { value: [6, 7] })).toBe(
      'Wrong Answer: wrong numbers\nInput: [4,1,5]\nOutput: [6,7]\nExpected: [8,10]',
    )
  })

  it('says in what way the answer is off', () => {
    expect(verdict([1, 4], [4, 1])).toBe('Wrong Answer: wrong order')
    expect(verdict([1, 4], [4, 1, 5])).toBe('Wrong Answer: too many numbers')
    expect(verdict([1, 4], [])).toBe('Wrong Answer: too few numbers')
    expect(verdict([1, 4], 5)).toBe('Wrong Answer: expected a list')
    expect(verdict(5, [5])).toBe('Wrong Answer: expected one number')
    expect(verdict(5, 7)).toBe('Wrong Answer: too high')
    expect(verdict(5, 4)).toBe('Wrong Answer: too low')
  })

  it('names what JSON has no word for', () => {
    expect(leetcodeFeedback(test(3), { value: undefined })).toContain('Output: undefined')
    expect(valueText([NaN, undefined, null, -0])).toBe('[NaN,undefined,null,0]')
  })

  it('tells errors and limits', () => {
    expect(
      leetcodeFeedback(test(3), { error: { name: 'TypeError', message: 'xs.foo is not a function' } }),
    ).toBe('Runtime Error: TypeError: not a function\nInput: [4,1,5]')
    expect(leetcodeFeedback(test(3), { limit: 'time' })).toBe('Time Limit Exceeded\nInput: [4,1,5]')
  })
})

describe('errorText', () => {
  it('has one wording for what engines word differently', () => {
    for (const message of ['not a function', 'xs.map(...).foo is not a function'])
      expect(errorText('TypeError', message)).toBe('TypeError: not a function')
    for (const message of [
      "cannot read property 'map' of undefined",
      "Cannot read properties of undefined (reading 'map')",
    ])
      expect(errorText('TypeError', message)).toBe('TypeError: cannot read a property of undefined')
    for (const message of ['y is not defined', "'y' is not defined"])
      expect(errorText('ReferenceError', message)).toBe('ReferenceError: not defined')
    for (const message of ['Reduce of empty array with no initial value', 'empty array'])
      expect(errorText('TypeError', message)).toBe('TypeError: empty array')
    expect(errorText('SyntaxError', 'Unexpected token')).toBe('SyntaxError: cannot read the program')
  })

  it('leaves other messages as they are', () => {
    expect(errorText('TypeError', 'unknown field price. Did you mean cost?')).toBe(
      'TypeError: unknown field price. Did you mean cost?',
    )
    expect(errorText('RangeError', 'too large')).toBe('RangeError: too large')
    expect(errorText('Error', '')).toBe('Error')
  })
})

describe('reportFeedback', () => {
  const rows = [
    { name: 'ann', cost: 5, year: 2, live: true },
    { name: 'bob', cost: 3, year: 4, live: true },
    { name: 'cleo', cost: 8, year: 6, live: true },
    { name: 'dan', cost: 1, year: 9, live: false },
  ]
  const test = { args: [rows], expected: ['bob', 'ann', 'cleo'] }
  const checks = {
    filters: [{ field: 'live', test: 'is' as const }],
    order: { field: 'cost', descending: false },
    show: 'name',
  }
  const told = (
    value: unknown,
    more = checks as Parameters<typeof reportFeedback>[2],
    of: Parameters<typeof reportFeedback>[0] = test,
  ) => reportFeedback(of, { value }, more)

  it('passes an error on', () => {
    expect(
      reportFeedback(
        test,
        { error: { name: 'TypeError', message: 'unknown field price. Did you mean cost?' } },
        checks,
      ),
    ).toBe('TypeError: unknown field price. Did you mean cost?')
    expect(reportFeedback(test, { limit: 'memory' }, checks)).toBe('Memory Limit Exceeded')
  })

  it('names a row that should have been filtered out, before all else', () => {
    expect(told(['dan', 'bob', 'ann', 'cleo'])).toBe('unexpected row with live = false')
  })

  it('names the order', () => {
    expect(told(['cleo', 'ann', 'bob'])).toBe('expected the smallest cost first')
    const down = { ...checks, order: { field: 'cost', descending: true } }
    expect(told(['bob', 'ann'], down, { args: [rows], expected: ['ann', 'bob'] })).toBe(
      'expected the largest cost first',
    )
  })

  it('counts rows', () => {
    expect(told(['bob'])).toBe('expected 3 rows, got 1, missing row with cost = 5')
    expect(told(['bob', 'ann'], { filters: [], show: 'name' }, { args: [rows], expected: ['bob'] })).toBe(
      'expected 1 row, got 2',
    )
  })

  it('names a missing row by the field of its limit', () => {
    const limit = { filters: [{ field: 'year', test: '<' as const, value: 8 }], show: 'name' }
    expect(told(['ann', 'bob', 'bob'], limit, { args: [rows], expected: ['ann', 'bob', 'cleo'] })).toBe(
      'missing row with year = 6',
    )
    expect(told(['ann', 'dan'], limit, { args: [rows], expected: ['ann', 'bob', 'cleo'] })).toBe(
      'unexpected row with year = 9',
    )
  })

  it('knows the shown field from others', () => {
    expect(told([5, 3, 8])).toBe('expected the name bob, got 5')
    expect(told(rows.slice(0, 3))).toBe('expected the name bob, got a row')
  })

  it('compares numbers, and tells lists from numbers', () => {
    const sum = { args: [rows], expected: 17 }
    expect(told(15, { filters: [] }, sum)).toBe('expected 17, got 15')
    expect(told([15], { filters: [] }, sum)).toBe('expected one number, got a list')
    expect(told(15)).toBe('expected a list, got one number')
    expect(told(undefined)).toBe('expected a list, got undefined')
  })

  it('falls back on the first row that differs where nothing is known of the report', () => {
    expect(told(['bob', 'cleo', 'ann'], { filters: [] })).toBe('expected ann in row 2, got cleo')
  })
})

describe('strict rows', () => {
  const strict = compileStrictRows()(
    [
      { cost: 5, live: true },
      { cost: 3, live: false },
    ],
    { cost: ['price', 'fee'], live: ['open'] },
  )

  it('read like rows', () => {
    expect(strict.filter((r) => r.live).map((r) => r.cost)).toEqual([5])
    expect(JSON.stringify(strict)).toBe('[{"cost":5,"live":true},{"cost":3,"live":false}]')
  })

  it("throw on an unknown field, and name the row's own of the same meaning", () => {
    expect(() => strict.map((r) => r.price)).toThrow(new TypeError('unknown field price. Did you mean cost?'))
    expect(() => strict.map((r) => r.weather)).toThrow(new TypeError('unknown field weather'))
  })

  it('cannot be written to', () => {
    expect(() => {
      strict[0]!.cost = 1
    }).toThrow('rows are read-only')
    expect(() => {
      delete strict[0]!.cost
    }).toThrow('rows are read-only')
  })
})
