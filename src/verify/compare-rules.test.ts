/** Rules of comparison, preludes and adapters, judged: in both languages, in the sandboxes. */
import { afterAll, describe, expect, it } from 'vitest'
import type { Problem } from '../problems/problem.ts'
import { createLocalJudge } from './local.ts'
import { nodePython } from './node-python.ts'
import { parseProblem } from './validate.ts'

const judge = createLocalJudge(nodePython)
afterAll(() => judge.dispose())
const problem = (parts: object): Problem => parseProblem({ id: 'p', title: '', statement: 's', ...parts })
const verdict = async (of: Problem, response: string) =>
  (await judge.judge(of, response, { limits: { timeMs: 20_000 } })).verdict

describe.each([
  [
    'python',
    'def f(xs):\n    return xs[::-1] if len(xs) < 2 else f(xs[1:]) + [xs[0]]',
    'def adapted(program, xs, more):\n    return program(xs) + more',
    'def f(xs):\n    return Counter(xs).most_common(1)[0][0]',
    'from collections import Counter',
  ],
  [
    'javascript',
    'function f(xs) { return xs.length < 2 ? [...xs] : [...f(xs.slice(1)), xs[0]] }',
    'function adapted(program, xs, more) { return [...program(xs), ...more] }',
    'function f(xs) { return twice(xs[0]) / 2 }',
    'function twice(x) { return 2 * x }',
  ],
])('in %s', (language, reversed, adapter, needing, prelude) => {
  it('an adapter is called in the place of the program, which calls itself as it is', async () => {
    const tests = [
      { args: [[1, 2, 3], [9]], expected: [3, 2, 1, 9] },
      { call: 'f([1, 2], [5])', expected: [2, 1, 5] },
      {
        assert:
          language === 'python'
            ? 'assert f([1, 2], [5]) == [2, 1, 5]'
            : 'deepEqual(f([1, 2], [5]), [2, 1, 5])',
      },
    ]
    const adapted = problem({ program: { kind: 'function', name: 'f', language, adapter }, tests })
    expect(await verdict(adapted, reversed)).toMatchObject({ status: 'passed', passedTests: 3 })
    expect((await verdict(adapted, 'x = 1')).status).toBe('format-error')
  }, 60_000)

  it('a prelude runs before the program and moves none of its lines', async () => {
    const tests = [{ args: [[4, 4, 1]], expected: 4 }]
    const program = { kind: 'function', name: 'f', language }
    expect((await verdict(problem({ program: { ...program, prelude }, tests }), needing)).status).toBe(
      'passed',
    )
    expect((await verdict(problem({ program, tests }), needing)).feedback).toContain('Line')
  }, 60_000)
})

describe('a checker', () => {
  const split = (checker: string) =>
    problem({
      program: { kind: 'function', name: 'f' },
      tests: [{ args: [5], expected: [2, 3] }],
      compare: { checker },
    })
  const sums = 'function check([n], [a, b]) { return a + b === n || "the sum is " + (a + b) }'

  it('decides, and its words are told', async () => {
    expect((await verdict(split(sums), 'function f(n) { return [1, n - 1] }')).status).toBe('passed')
    const wrong = await verdict(split(sums), 'function f(n) { return [1, n] }')
    expect(wrong).toMatchObject({ status: 'wrong-answer', reward: 0 })
    expect(wrong.feedback).toContain('the sum is 6')
    expect((await verdict(split(sums), 'function f(n) { return null }')).status).toBe('wrong-answer')
    expect((await verdict(split(sums), 'function f(n) { throw new Error("no") }')).status).toBe(
      'runtime-error',
    )
  })

  it('that refuses the expected result, or is none, is an error of the problem', async () => {
    await expect(verdict(split('function check() { return "never" }'), 'f = 1')).rejects.toThrow('refuses')
    await expect(verdict(split('const x = 1'), 'f = 1')).rejects.toThrow('cannot be run')
  })
})
