/** The branches that the reference's own cases (experiments/conformance) leave out. */
import { describe, expect, it } from 'vitest'
import { formatTestFeedback } from './feedback.ts'
import type { ReferenceRecord } from './feedback.ts'

const failing = (fields: Partial<ReferenceRecord>): ReferenceRecord => ({
  test_idx: 0,
  input: 'i',
  expected: 'e',
  actual: 'a',
  passed: false,
  debug: '',
  ...fields,
})

describe('formatTestFeedback', () => {
  it('spells values as Python does', () => {
    const text = formatTestFeedback([
      failing({ input: [1, "a'b", null, true, 0.00001, { k: [false] }], actual: null, expected: [1.5] }),
    ])
    expect(text).toContain("Input\n[1, \"a'b\", None, True, 1e-05, {'k': [False]}]")
    expect(text).toContain('Output\nNone')
    expect(text).toContain('Expected\n[1.5]')
  })

  it('says nothing of an expected value that is null', () => {
    expect(formatTestFeedback([failing({ expected: null })])).toBe(
      'Test Case 1: Wrong Answer\n\nInput\ni\n\nOutput\na',
    )
  })

  it('prefers an error to a time-out and a time-out to a format error', () => {
    const records = [
      failing({ actual: 'Incorrect format' }),
      failing({ actual: 'Time out' }),
      failing({ actual: 'Error: boom' }),
    ]
    expect(formatTestFeedback(records)).toMatch(/^Runtime Error\nboom/)
    expect(formatTestFeedback(records.slice(0, 2))).toMatch(/^Time Limit Exceeded/)
  })

  it('keeps the order of the tests where lengths are equal or sorting is off', () => {
    const records = [
      failing({ test_idx: 4, input: 'long input' }),
      failing({ test_idx: 5 }),
      failing({ test_idx: 6 }),
    ]
    const shown = (text: string) => [...text.matchAll(/Test Case (\d+)/g)].map((match) => Number(match[1]))
    expect(shown(formatTestFeedback(records))).toEqual([6, 7])
    expect(shown(formatTestFeedback(records, { sort_test_cases_by_length: false }))).toEqual([5, 6])
    expect(shown(formatTestFeedback(records, { max_tests_to_show: null }))).toEqual([6, 7, 5])
  })

  it('cuts in code points, lines and as a whole', () => {
    expect(formatTestFeedback([failing({ actual: '😀'.repeat(300) })])).toContain(
      `\n${'😀'.repeat(250)}...\n`,
    )
    expect(formatTestFeedback([failing({ debug: '1\n2\n3' })], { max_debug_lines: 2 })).toMatch(
      /Debug Output\n1\n2\n\.\.\. \(1 more lines\)$/,
    )
    expect(formatTestFeedback([failing({})], { max_length: 11 })).toBe('Test Case 1')
  })
})
