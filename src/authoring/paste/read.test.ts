import { describe, expect, it } from 'vitest'
import { draftOf, testsOf } from '../draft-program.ts'
import { readDraft } from '../read-draft.ts'
import { readPasted } from './read.ts'
import * as samples from './samples.testing.ts'

/** What becomes of a text when its draft is saved at once. */
const saved = (text: string) => readDraft(readPasted(text).draft, 'x')

describe('a pasted problem', () => {
  it('of LeetCode brings title, examples, constraints and signature', () => {
    const { draft, notUnderstood } = readPasted(samples.leetcode)
    expect(draft).toMatchObject({
      title: 'Longest Quiet Stretch',
      kind: 'function',
      language: 'javascript',
      name: 'longestQuiet',
    })
    expect(draft.statement).toBe(
      'Given an array of integers noise and an integer limit, return the length of the longest run of hours whose noise stays below limit.\n\nConstraints:\n\n1 <= noise.length <= 1000\n0 <= noise[i] <= 100\n\nWrite a JavaScript function longestQuiet(noise, limit).',
    )
    expect(testsOf(draft).tests).toEqual([
      { args: [[3, 1, 2, 9, 1], 5], expected: 3 },
      { args: [[7, 8], 5], expected: 0 },
    ])
    expect(notUnderstood).toEqual([])
  })

  it('without a signature is an expression over the named inputs', () => {
    const { draft } = readPasted(samples.leetcode.slice(0, samples.leetcode.indexOf('/**')))
    expect(draft).toMatchObject({ kind: 'expression', parameters: ['noise', 'limit'] })
  })

  it('of LeetCode in Python, in bold, asks for Python', () => {
    const { draft } = readPasted(samples.leetcodePython)
    expect(draft).toMatchObject({
      title: 'Merge two logs',
      kind: 'function',
      language: 'python',
      name: 'mergeLogs',
    })
    expect(draft.statement).toContain(
      'Write a Python function mergeLogs(first: List[int], second: List[int]) -> List[int].',
    )
    expect(testsOf(draft).tests).toEqual([
      {
        args: [
          [1, 4],
          [2, 3],
        ],
        expected: [1, 2, 3, 4],
      },
      { args: [[], [null]], expected: [null] },
    ])
  })

  it('of a contest brings its samples, and keeps what is said of input and output', () => {
    const { draft } = readPasted(samples.codeforces)
    expect(draft).toMatchObject({ title: 'Lanterns', kind: 'stdin' })
    expect(testsOf(draft).tests).toEqual([
      { stdin: '3\n1 2 3\n', stdout: '6\n' },
      { stdin: '1\n5\n', stdout: '5\n' },
    ])
    expect(draft.statement).toContain('The first line contains an integer n')
    expect(draft.statement).not.toContain('time limit')
    expect(testsOf(readPasted(samples.atcoder).draft).tests).toEqual([
      { stdin: 'abc\n', stdout: 'cba\n' },
      { stdin: 'x\n', stdout: 'x\n' },
    ])
  })

  it('of HumanEval brings its docstring, its doctests and its checks, which stay hidden', () => {
    const { draft } = readPasted(samples.humanEval)
    expect(draft).toMatchObject({
      kind: 'function',
      language: 'python',
      name: 'is_ramp',
      statement:
        'Check whether the steps never fall, and never rise by more than most.\n\nWrite a Python function is_ramp(steps: List[int], most: int) -> bool.',
    })
    expect(testsOf(draft).tests).toEqual([
      { args: [[1, 2, 3], 1], expected: true },
      { args: [[1, 4], 2], expected: false },
      { args: [[1, 1, 2], 1], expected: true, hidden: true },
      { args: [[2, 1], 5], expected: false, hidden: true },
      { assert: 'assert abs(is_ramp([], 0) - 1) < 1e-6', hidden: true },
    ])
  })

  it('with a body keeps it as the solution, and a doctest that expects an exception is a test', () => {
    const { draft, notUnderstood } = readPasted(samples.doctests)
    expect(draft.solution).toBe(
      'def area(width, height=1):\n    if width < 0:\n        raise ValueError("negative")\n    return width * height',
    )
    expect(draft.statement).toContain('The area of a rectangle.')
    expect(testsOf(draft).tests).toEqual([
      { args: [2, 3], expected: 6 },
      { args: [4], expected: 4 },
      {
        assert:
          "try:\n    area(-1)\nexcept ValueError as raised:\n    pass\nelse:\n    raise AssertionError('ValueError is not raised')",
      },
    ])
    expect(notUnderstood).toEqual([])
  })

  it('with arrows or asserts brings them, and says which line it cannot read', () => {
    const arrows = readPasted(samples.arrows)
    expect(arrows.draft).toMatchObject({ kind: 'function', name: 'double_even' })
    expect(testsOf(arrows.draft).tests).toHaveLength(2)
    expect(arrows.notUnderstood).toMatchObject([{ line: 5, text: 'double_even([7)] -> []' }])
    const asserts = readPasted(samples.asserts).draft
    expect(asserts).toMatchObject({ name: 'seat', language: 'python' })
    expect(testsOf(asserts).tests).toEqual([
      { args: [1, [4, 5]], expected: 4 },
      { call: 'seat(2, (9, 8))', expected: 8 },
      { assert: 'assert set(seat(1, [[1]])) == set([1])' },
    ])
  })

  it.each([
    ['expect(tidy([2, 1])).toEqual([1, 2])'],
    ['assert.deepStrictEqual(tidy([2, 1]), [1, 2])'],
    ['self.assertEqual(tidy([2, 1]), [1, 2])'],
    ['console.assert(tidy([2, 1]) === [1, 2])'],
    ['- `tidy([2, 1])` returns `[1, 2]`.'],
    ['tidy([2, 1]) # => nothing\ntidy([2, 1]) \u2192 [1, 2]'],
  ])('understands %s', (line) => {
    expect(testsOf(readPasted(`Tidy the list.\n${line}`).draft).tests).toEqual([
      { args: [[2, 1]], expected: [1, 2] },
    ])
  })

  it.each<[string, object]>([
    [samples.questionAnswer, { type: 'exact', accepted: ['carbon dioxide'] }],
    [
      samples.choices,
      {
        type: 'choice',
        options: [
          { label: 'A', text: 'The liver' },
          { label: 'B', text: 'The heart' },
          { label: 'C', text: 'The lung' },
          { label: 'D', text: 'The kidney' },
        ],
        right: 'B',
      },
    ],
    [samples.physics, { type: 'number', value: 19.6, unit: 'm/s', relativeTolerance: 0.01 }],
    [samples.gradeSchool, { type: 'number', value: 29 }],
    [
      'What is the charge of an electron?\nAnswer: -1.6 \u00d7 10^-19 C',
      { type: 'number', value: -1.6e-19, unit: 'C', relativeTolerance: 0.01 },
    ],
    ['How far?\nAnswer: 1,250 km', { type: 'number', value: 1250, unit: 'km', relativeTolerance: 0.01 }],
    ['Solve 2x = 7.\n\\boxed{3.5}', { type: 'number', value: 3.5, relativeTolerance: 0.01 }],
    [
      '{"question": "Which is even?", "choices": ["1", "2"], "answer": 1}',
      {
        type: 'choice',
        options: [
          { label: 'A', text: '1' },
          { label: 'B', text: '2' },
        ],
        right: 'B',
      },
    ],
  ])('with an answer: %s', (text, answer) => {
    expect(saved(text).problem?.program).toEqual({ kind: 'answer', answer })
  })

  it('says that choices have no answer', () => {
    expect(readPasted('Which?\nA. this\nB. that').notUnderstood).toMatchObject([
      { line: 2, reason: expect.stringContaining('no line that says which is right') },
    ])
  })

  it('in HTML is read by its words', () => {
    const { draft, notUnderstood } = readPasted(samples.html)
    expect(draft.statement).toBe('Given a string word, return it in capital letters \u2014 nothing else.')
    expect(testsOf(draft).tests).toEqual([{ args: ['ab<c'], expected: 'AB<C' }])
    expect(notUnderstood).toMatchObject([{ reason: 'The text is HTML: its tags are left out.' }])
  })

  it('that a lab exported is that problem again', () => {
    const { problem } = saved(samples.leetcode)
    expect(draftOf(saved(JSON.stringify(problem)).problem!)).toEqual(draftOf(problem!))
  })

  it('that is no more than words is a statement', () => {
    expect(readPasted('keep the large ones')).toMatchObject({
      draft: { statement: 'keep the large ones', tests: '' },
      understood: [],
      notUnderstood: [],
    })
  })
})
