import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleProblem } from '../problems/sample.testing.ts'
import type { Json, Problem } from '../problems/problem.ts'
import { draftOf } from './draft-program.ts'
import { emptyDraft, type ProblemDraft } from './problem-draft.ts'
import { readDraft } from './read-draft.ts'
import { readStdinTests, readTests, testsText, testText } from './problem-draft-tests.ts'

const json = fc
  .jsonValue()
  .filter((value) => !JSON.stringify(value).includes('__proto__'))
  .map((value) => JSON.parse(JSON.stringify(value)) as Json)

describe('tests a line each', () => {
  it('are read back as they are written', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ args: fc.array(json, { maxLength: 3 }), expected: json }), { maxLength: 5 }),
        (tests) => {
          expect(readTests(tests.map((test) => testText(test)).join('\n'))).toMatchObject({
            tests,
            complaints: [],
          })
        },
      ),
    )
  })

  it.each([
    'f([1]) -> [2]',
    'f([1])→[2]',
    '([1]) => [2];',
    'solve([1]) == [2]',
    'f([1]) === [2]',
    'f([1]) returns [2]',
    'assert f([1]) == [2]',
  ])('understand %s', (line) => {
    expect(readTests(line)).toEqual({ tests: [{ args: [[1]], expected: [2] }], lines: [1], complaints: [] })
  })

  it('keep arrows and brackets inside text', () => {
    expect(readTests('f("a -> (b]") -> "x => y"').tests).toEqual([{ args: ['a -> (b]'], expected: 'x => y' }])
  })

  it('complain of each line by its number and read the others', () => {
    const { tests, complaints } = readTests('f([1]) -> [2]\n\n// a remark\nf([1] -> 2\nnonsense\nf(3)')
    expect(tests).toHaveLength(1)
    expect(complaints.map(({ line }) => line)).toEqual([4, 5, 6])
    expect(complaints[2]!.message).toContain('What it should return is missing.')
  })
})

describe('tests of other forms', () => {
  it('are calls with code in them, asserts of one line or several, hidden or not', () => {
    const text =
      'f(range(3)) -> 3\nhidden assert set(f(1)) == {2}\nassert:\n  for i in range(3):\n    assert f(i) == i\nf(1) -> 2'
    const { tests, lines, complaints } = readTests(text, 'python')
    expect(complaints).toEqual([])
    expect(tests).toEqual([
      { call: 'f(range(3))', expected: 3 },
      { assert: 'assert set(f(1)) == {2}', hidden: true },
      { assert: 'for i in range(3):\n  assert f(i) == i' },
      { args: [1], expected: 2 },
    ])
    expect(lines).toEqual([1, 2, 3, 6])
    expect(readTests(testsText(tests), 'python').tests).toEqual(tests)
  })

  it('are an expression that is true in JavaScript', () => {
    expect(readTests('assert f(1) > f(0)').tests).toEqual([{ assert: 'f(1) > f(0)' }])
  })

  it('are blocks of standard input and output', () => {
    const tests = [
      { stdin: '3\n1 2 3\n', stdout: '6\n' },
      { stdin: '\n', stdout: 'nothing\n', hidden: true },
    ]
    expect(readStdinTests(testsText(tests)).tests).toEqual(tests)
    expect(readStdinTests('input:\n3\n').complaints).toMatchObject([
      { line: 1, message: expect.stringContaining('Its output is missing.') },
    ])
    expect(readStdinTests('3 -> 6').complaints).toMatchObject([{ line: 1 }])
  })
})

const base = { id: 'p', title: 'T', statement: 'S', feedbackStyle: 'leetcode' as const, tests: [] }
const kinds: Problem[] = [
  {
    ...base,
    program: { kind: 'function', name: 'f', language: 'python' },
    tests: [
      { args: [1], expected: 2 },
      { call: 'f(range(2))', expected: 1, hidden: true },
    ],
    partialCredit: true,
  },
  {
    ...base,
    program: { kind: 'stdin', language: 'python' },
    tests: [{ stdin: '1\n', stdout: '2\n' }],
    feedbackDetail: 'all-failures',
  },
  {
    ...base,
    program: {
      kind: 'answer',
      answer: { type: 'exact', accepted: ['a', 'b'], caseSensitive: true, spaces: 'ignore' },
    },
  },
  {
    ...base,
    program: {
      kind: 'answer',
      answer: {
        type: 'number',
        value: 9.81,
        relativeTolerance: 0.02,
        unit: 'm/s^2',
        units: { 'cm/s^2': 0.01 },
      },
    },
  },
  {
    ...base,
    program: {
      kind: 'answer',
      answer: {
        type: 'choice',
        options: [
          { label: 'A', text: 'one' },
          { label: 'B', text: 'two' },
        ],
        right: 'B',
      },
    },
  },
  { ...base, program: { kind: 'answer', answer: { type: 'regex', pattern: 'a+', flags: 'i' } } },
  {
    ...base,
    program: {
      kind: 'tool-call',
      tools: [{ name: 'look', description: 'Looks.', parameters: { type: 'object' } }],
      api: 'function look() {}\nfunction check() { return true }',
    },
  },
  { ...base, program: { kind: 'custom', source: 'function judge() { return { reward: 1, feedback: "" } }' } },
]

describe('a draft of any kind', () => {
  it.each(kinds)('$program.kind is that problem again', (problem) => {
    expect(readDraft(draftOf(problem), 'new')).toEqual({ problem, complaints: [] })
    // Nor does it need the problem it came from.
    expect(readDraft(draftOf(problem), 'p').problem).toEqual(problem)
  })

  it('says what is missing', () => {
    const message = (change: Partial<ProblemDraft>) =>
      readDraft({ ...emptyDraft, statement: 's', ...change }, 'x').complaints[0]?.message
    expect(message({ kind: 'answer' })).toContain('The right answer is missing')
    expect(
      message({ kind: 'answer', answer: { ...emptyDraft.answer, type: 'number', value: 'many' } }),
    ).toContain('no number')
    expect(
      message({
        kind: 'answer',
        answer: { ...emptyDraft.answer, type: 'choice', options: 'A. one\nB. two', right: 'C' },
      }),
    ).toBe('No choice has the letter C.')
    expect(message({ kind: 'tool-call', tools: '[{' })).toContain('not JSON')
    expect(message({ kind: 'custom', judge: ' ' })).toContain('The judge is empty')
    expect(message({ kind: 'stdin' })).toContain('at least one test')
    expect(message({ kind: 'tool-call' })).toBeUndefined()
    expect(message({ kind: 'custom' })).toBeUndefined()
  })
})

describe('a draft', () => {
  it('of a problem is that problem again, untouched', () => {
    expect(readDraft(draftOf(sampleProblem), 'new')).toEqual({
      problem: sampleProblem,
      complaints: [],
    })
  })

  it('with other tests is a new problem that keeps the kind of feedback', () => {
    const family = {
      ...sampleProblem,
      family: 'records' as const,
      feedbackStyle: 'report' as const,
      strictFields: { pay: ['salary'] },
      solution: 'xs',
    }
    const { problem } = readDraft({ ...draftOf(family), tests: 'f([{pay: 1}]) -> [1]' }, 'new')
    expect(problem).toEqual({
      ...sampleProblem,
      id: 'new',
      family: 'records',
      feedbackStyle: 'report',
      strictFields: { pay: ['salary'] },
      tests: [{ args: [[{ pay: 1 }]], expected: [1] }],
    })
  })

  it('with another statement keeps nothing of the family', () => {
    const { problem } = readDraft(
      { ...draftOf({ ...sampleProblem, family: 'lists' }), statement: 'sum them' },
      'new',
    )
    expect(problem).toMatchObject({ id: 'new', statement: 'sum them', feedbackStyle: 'brief' })
    expect(problem).not.toHaveProperty('family')
  })

  it('tells everything that is wrong at once', () => {
    expect(readDraft(emptyDraft, 'x').complaints.map((c) => [c.field, c.message.split(':')[0]])).toEqual([
      ['statement', 'The statement is empty'],
      [
        'tests',
        'A problem needs at least one test, or no answer could be right or wrong. A test is written f(input) -> output, for instance f([4, 1, 5]) -> [8, 10].',
      ],
    ])
    expect(readDraft({ ...emptyDraft, tests: 'f(' }, 'x').complaints.map((c) => c.field)).toEqual([
      'statement',
      'tests',
    ])
  })

  it('names itself by its first sentence, and its inputs by their number', () => {
    const { problem } = readDraft(
      { ...emptyDraft, statement: 'Add two numbers. Quickly.', tests: 'f(1, 2) -> 3' },
      'x',
    )
    expect(problem).toMatchObject({
      title: 'Add two numbers',
      program: { kind: 'expression', parameters: ['a', 'b'] },
    })
  })

  it('refuses tests of different numbers of inputs, and names that cannot be', () => {
    expect(
      readDraft({ ...emptyDraft, statement: 's', tests: 'f(1) -> 1\nf(1, 2) -> 3' }, 'x').complaints[0]!
        .message,
    ).toBe('Test 2 has 2 inputs and test 1 has 1 input; all must have the same.')
    expect(
      readDraft({ ...emptyDraft, statement: 's', tests: 'f(1) -> 1', kind: 'function', name: 'new' }, 'x')
        .complaints[0],
    ).toMatchObject({ field: 'program', message: expect.stringContaining('cannot name a function') })
  })
})
