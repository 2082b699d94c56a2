/** A problem that cannot be judged says what is wrong, why, and what to do. */
import { afterAll, describe, expect, it } from 'vitest'
import { createLocalJudge } from './local.ts'
import { ProblemError } from './problem-error.ts'
import { cheapestLive, keepLarge, keepLargeFunction } from './problem.testing.ts'
import { parseProblem, validateProblem } from './validate.ts'

const judge = createLocalJudge()
afterAll(() => judge.dispose())

const complaint = async (source: unknown): Promise<ProblemError> => {
  const error: unknown = await validateProblem(source, judge).then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ProblemError)
  const problemError = error as ProblemError
  for (const part of [problemError.message, problemError.reason, problemError.wayOut])
    expect(part).toMatch(/^\S.*\S$/)
  return problemError
}

describe('validateProblem', () => {
  it('takes a problem as a value or as JSON text, with or without a solution', async () => {
    expect(await validateProblem(keepLarge, judge)).toEqual(keepLarge)
    expect(
      (await validateProblem(JSON.stringify({ ...keepLarge, solution: 'xs.filter(x => x > 3)' }), judge)).id,
    ).toBe('keep-large')
    expect(
      (
        await validateProblem(
          { ...keepLargeFunction, solution: 'const solve = xs => xs.filter(x => x > 3)' },
          judge,
        )
      ).id,
    ).toBe('keep-large')
    expect(
      (
        await validateProblem(
          { ...cheapestLive, solution: 'rows.filter(r=>r.live).sort((a,b)=>a.cost-b.cost).map(r=>r.label)' },
          judge,
        )
      ).id,
    ).toBe('cheapest-live')
  })

  it.each<[string, unknown, RegExp]>([
    ['text that is no JSON', '{tests: []}', /not JSON/],
    ['no tests', { ...keepLarge, tests: [] }, /no tests/],
    ['tests of another kind', { ...keepLarge, tests: 'assert solve(1) == 1' }, /no usable tests/],
    ['a test without expected', { ...keepLarge, tests: [{ args: [[1]] }] }, /not a problem/],
    ['a test of another form', { ...keepLarge, tests: [{ assert: 'f(1) === 1' }] }, /Test 1 does not fit/],
    [
      'tests beside an answer',
      { ...keepLarge, program: { kind: 'answer', answer: { type: 'number', value: 4 } } },
      /never be run/,
    ],
    [
      'a choice of nothing',
      {
        ...keepLarge,
        tests: [],
        program: {
          kind: 'answer',
          answer: {
            type: 'choice',
            options: [
              { label: 'A', text: '1' },
              { label: 'B', text: '2' },
            ],
            right: 'C',
          },
        },
      },
      /No option is right/,
    ],
    [
      'a pattern that is none',
      { ...keepLarge, tests: [], program: { kind: 'answer', answer: { type: 'regex', pattern: '(' } } },
      /pattern of the answer/,
    ],
    [
      'units of nothing',
      {
        ...keepLarge,
        tests: [],
        program: { kind: 'answer', answer: { type: 'number', value: 4, units: { km: 1000 } } },
      },
      /none of its own/,
    ],
    [
      'a Python function of a reserved name',
      { ...keepLarge, program: { kind: 'function', name: 'lambda', language: 'python' } },
      /cannot name a function/,
    ],
    [
      'a family in Python',
      { ...cheapestLive, program: { kind: 'function', name: 'f', language: 'python' } },
      /no family/,
    ],
    [
      'two tools of one name',
      {
        ...keepLarge,
        tests: [],
        program: {
          kind: 'tool-call',
          tools: [
            { name: 'a', description: '', parameters: {} },
            { name: 'a', description: '', parameters: {} },
          ],
          api: 'x',
        },
      },
      /same name/,
    ],
    [
      'a value that JSON has no word for',
      { ...keepLarge, tests: [{ args: [[1]], expected: undefined }] },
      /not a problem/,
    ],
    ['no statement', { ...keepLarge, statement: '' }, /not a problem/],
    [
      'too many arguments',
      { ...keepLarge, tests: [{ args: [[1], 2], expected: [] }] },
      /Test 1 does not fit/,
    ],
    [
      'a parameter that is no name',
      { ...keepLarge, program: { kind: 'expression', parameters: ['x s'] } },
      /cannot name a parameter/,
    ],
    [
      'a parameter that is code',
      { ...keepLarge, program: { kind: 'expression', parameters: ['xs = (() => { for (;;); })()'] } },
      /cannot name a parameter/,
    ],
    [
      'a function that is a keyword',
      { ...keepLarge, program: { kind: 'function', name: 'delete' } },
      /cannot name a function/,
    ],
    [
      'two parameters of one name',
      { ...keepLarge, program: { kind: 'expression', parameters: ['a', 'a'] } },
      /same name/,
    ],
    [
      'strict rows that are none',
      { ...cheapestLive, tests: [{ args: [[1, 2]], expected: [] }] },
      /Test 1 has no rows/,
    ],
    ['a solution that fails', { ...keepLarge, solution: 'xs.filter(x => x > 4)' }, /does not pass its tests/],
    [
      'tests that throw in the solution',
      {
        ...keepLarge,
        tests: [...keepLarge.tests, { args: [null], expected: [] }],
        solution: 'xs.filter(x => x > 3)',
      },
      /fails on its tests/,
    ],
    ['a solution without end', { ...keepLarge, solution: '(() => { for (;;); })()' }, /fails on its tests/],
    ['a solution that cannot be read', { ...keepLarge, solution: 'xs.filter(' }, /cannot be read/],
    [
      'a solution of another name',
      { ...keepLargeFunction, solution: 'const answer = 1' },
      /holds no program/,
    ],
  ])('names the cause: %s', async (_, source, message) => {
    expect((await complaint(source)).message).toMatch(message)
  })

  it('says where the solution and the tests part', async () => {
    const error = await complaint({
      ...keepLarge,
      tests: [...keepLarge.tests.slice(0, 2), { args: [[5]], expected: [6] }],
      solution: 'xs.filter(x => x > 3)',
    })
    expect(error.reason).toBe('At test 3 (xs = [5]) it returns [5], and the test expects [6].')
    expect(
      (
        await complaint({
          ...keepLarge,
          tests: [{ args: [null], expected: [] }],
          solution: 'xs.filter(x => x > 3)',
        })
      ).reason,
    ).toBe("At test 1 (xs = null): Error: TypeError: cannot read property 'filter' of null.")
  })

  it('is asked before every judgement too', async () => {
    await expect(judge.judge({ ...keepLarge, tests: [] }, 'xs')).rejects.toThrow('no tests')
    expect(() => parseProblem('null')).toThrow(ProblemError)
  })
})
