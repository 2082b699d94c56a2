/** Problems of every kind: the examples of docs/PROBLEM.md, judged right and wrong, and what a failing attempt is told. */
import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import type { Problem } from '../problems/problem.ts'
import { createLocalJudge } from './local.ts'
import { nodePython } from './node-python.ts'
import { parseProblem, validateProblem } from './validate.ts'

const judge = createLocalJudge(nodePython)
afterAll(() => judge.dispose())
const read = (path: string) => readFileSync(new URL(`../../docs/${path}`, import.meta.url), 'utf8')
const examples = [...read('PROBLEM.md').matchAll(/```json\n([\s\S]*?)```/g)].map((found) =>
  parseProblem(found[1]!),
)
const example = (id: string): Problem => examples.find((each) => each.id === id)!
const told = async (problem: Problem, response: string) =>
  (await judge.judge(problem, response, { limits: { timeMs: 20_000 } })).verdict

describe('docs/PROBLEM.md', () => {
  it.each(examples.map((problem) => [problem.id, problem] as const))(
    '%s: its solution passes',
    async (_, problem) => {
      expect(await validateProblem(problem, judge)).toEqual(problem)
    },
    120_000,
  )

  it('has every kind', () => {
    expect([...new Set(examples.map(({ program }) => program.kind))]).toEqual([
      'expression',
      'function',
      'stdin',
      'answer',
      'question',
      'tool-call',
      'custom',
    ])
  })
})

describe('a failing attempt is told', () => {
  const sum = example('running-sum')

  it('each failing test that may be shown, and how many pass', async () => {
    const { feedback, reward, judged } = await told(
      sum,
      'Here:\n```python\ndef running_sum(xs):\n    return xs\n```',
    )
    expect(feedback).toBe(
      'Test Case 1: Wrong Answer\n\nInput\n[[1,2,3]]\n\nOutput\n[1,2,3]\n\nExpected\n[1,3,6]\n\n1 of 3 tests passes.'.replace(
        '[[1,2,3]]',
        '[1,2,3]',
      ),
    )
    expect(reward).toBe(0)
    expect(judged).toEqual({ text: 'def running_sum(xs):\n    return xs', from: 'the code block' })
  })

  it('nothing, the verdict alone, or its share, as the problem says', async () => {
    const response = 'def running_sum(xs): return xs'
    expect((await told({ ...sum, feedbackDetail: 'nothing' }, response)).feedback).toBe('')
    expect((await told({ ...sum, feedbackDetail: 'verdict' }, response)).feedback).toBe(
      'Wrong Answer\n1 of 3 tests passes.',
    )
    expect(
      await told({ ...sum, feedbackDetail: 'first-failure', partialCredit: true }, response),
    ).toMatchObject({ reward: 1 / 3, feedback: expect.stringContaining('1 of 3') as string })
  })

  it('of a hidden test only that there is one', async () => {
    const { feedback, reward } = await told(
      { ...sum, feedbackDetail: 'first-failure' },
      'def running_sum(xs):\n    return [] if not xs else [1, 3, 6]',
    )
    expect([feedback, reward]).toEqual([
      'Wrong Answer\nEvery test that is shown passes; a hidden test does not.',
      0,
    ])
  })

  it('errors with their line, and where there is no code', async () => {
    expect(
      (await told({ ...sum, feedbackDetail: 'first-failure' }, 'def running_sum(xs):\n    return xs + 1'))
        .feedback,
    ).toMatch(/^Runtime Error\nTypeError: .*\nLine 2\n\nLast Executed Input/)
    expect((await told(sum, 'def running_sum(xs:\n    return 1')).feedback).toMatch(
      /^Syntax Error\nSyntaxError: .*\nLine 1$/,
    )
    expect((await told(sum, 'I would add them up.')).feedback).toBe(
      'Incorrect Format: Put your code inside a ```python ... ``` block.',
    )
    expect((await told(sum, '```python\nx = 1\n```')).feedback).toBe(
      'Incorrect Format: The code defines no function running_sum.',
    )
  })

  it('what a program printed instead', async () => {
    expect((await told(example('mean'), 'print(1)')).feedback).toBe(
      'Test Case 1: Wrong Answer\n\nInput\n3\n1 2 3\n\nOutput\n1\n\nExpected\n2.0',
    )
    expect((await told(example('mean'), 'print(2.0000001)')).reward).toBe(1)
  })

  it('in what way an answer is off, and the API in its own words', async () => {
    expect((await told(example('speed'), 'Answer: 11 m/s')).feedback).toBe(
      'Wrong Answer\n\nYour answer\n11 m/s\n\nIt is too small.',
    )
    expect((await told(example('speed'), 'Fast.')).feedback).toBe(
      'Incorrect Format: Answer with the number alone, in m/s.',
    )
    const call = (room: string, day: string) => JSON.stringify({ name: 'book', arguments: { room, day } })
    expect((await told(example('room'), call('B', 'Monday'))).feedback).toBe(
      `Runtime Error\nroom B is taken on Monday\n\nLast Executed Call\nbook({"room":"B","day":"Monday"})`,
    )
    expect((await told(example('room'), call('A', 'Friday'))).feedback).toMatch(
      /^Wrong Answer\none room on Monday is to be booked/,
    )
    expect((await told(example('room'), '{"name": "book", "arguments": {"room": "C"}}')).feedback).toMatch(
      /^Invalid Call\nbook: room: .*\nbook: day: is required/,
    )
    expect(
      (await told(example('room'), 'Action: book\nAction Input: {"room": "A", "day": "Monday"}')).reward,
    ).toBe(1)
    expect((await told(example('haiku'), 'one')).feedback).toBe('1 lines, not 3')
  })

  it('where the judge itself fails, that it does', async () => {
    const broken = {
      ...example('haiku'),
      solution: undefined,
      program: { kind: 'custom' as const, source: 'function judge(response) { return response.x.y }' },
    }
    expect(await told(broken, 'one')).toMatchObject({
      reward: 0,
      feedback: expect.stringMatching(
        /^The judge of this problem failed: TypeError: .*\(line 1\)$/,
      ) as string,
    })
  })
})
