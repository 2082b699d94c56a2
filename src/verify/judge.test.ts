/** What a person and the self-teacher are told, for every way in which an attempt can end. */
import { afterAll, describe, expect, it } from 'vitest'
import type { Problem } from '../problems/problem.ts'
import { createLocalJudge } from './local.ts'
import { cheapestLive, keepLarge, keepLargeFunction } from './problem.testing.ts'

const judge = createLocalJudge()
afterAll(() => judge.dispose())
const first = { pick: () => 0 }

describe('which test is told', () => {
  const told = async (change: Partial<Problem>, response: string, pick?: (count: number) => number) =>
    (await judge.judge({ ...keepLarge, ...change }, response, pick ? { pick } : {})).verdict.told

  it('is the one that was picked, by its place in the problem', async () => {
    expect(await told({}, 'xs.filter(x=>x>2)', () => 1)).toBe(
      (await judge.judge(keepLarge, 'xs.filter(x=>x>2)')).records.filter((record) => !record.passed)[1]!
        .testIndex,
    )
  })

  it('is the first of all that are told', async () => {
    expect(await told({ feedbackDetail: 'all-failures' }, '1', () => 3)).toBe(0)
  })

  it('is none where all pass, where the code cannot be read, where the tests are hidden or not told', async () => {
    expect(await told({}, 'xs.filter(x=>x>3)')).toBeNull()
    expect(await told({}, 'xs.filter(')).toBeNull()
    expect(await told({ feedbackDetail: 'verdict' }, '1')).toBeNull()
    expect(await told({ tests: keepLarge.tests.map((test) => ({ ...test, hidden: true })) }, '1')).toBeNull()
  })
})

describe('verdicts', () => {
  it('passes an answer that meets every test', async () => {
    const { verdict, records } = await judge.judge(keepLarge, ' xs.filter(x => x > 3); ')
    expect(verdict).toMatchObject({
      reward: 1,
      status: 'passed',
      passedTests: 10,
      totalTests: 10,
      feedback: '',
    })
    expect(records.map((record) => record.testIndex)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(records[0]).toEqual({
      testIndex: 0,
      input: 'xs = [1,5,2,9]',
      expected: '[5,9]',
      actual: '[5,9]',
      passed: true,
    })
  })

  it('tells a wrong answer by input, output and expected', async () => {
    const { verdict } = await judge.judge(keepLarge, 'xs.filter(x=>x>2)', first)
    expect(verdict).toMatchObject({ reward: 0, status: 'wrong-answer', passedTests: 8 })
    expect(verdict.feedback).toBe(
      'Test Case 4: Wrong Answer\n\nInput\nxs = [3,3]\n\nOutput\n[3,3]\n\nExpected\n[]',
    )
  })

  it('tells a runtime error by its message, with the line of a function', async () => {
    const expression = await judge.judge(keepLarge, 'ys.filter(x=>x>2)', first)
    expect(expression.verdict).toMatchObject({
      status: 'runtime-error',
      feedback: "Runtime Error\nReferenceError: 'ys' is not defined\n\nLast Executed Input\nxs = [1,5,2,9]",
    })
    const lines = await judge.judge(
      keepLargeFunction,
      '```js\nfunction solve(xs) {\n  return xs.a.b\n}\n```',
      first,
    )
    expect(lines.verdict.feedback).toBe(
      "Runtime Error\nTypeError: cannot read property 'b' of undefined\nLine 2\n\nLast Executed Input\n[1,5,2,9]",
    )
  })

  it('tells a syntax error and runs nothing', async () => {
    const { verdict, records } = await judge.judge(
      keepLargeFunction,
      '```js\nfunction solve(xs) {\n  return xs.filter(\n}\n```',
      first,
    )
    expect(verdict).toMatchObject({ status: 'syntax-error', passedTests: 0 })
    expect(verdict.feedback).toBe("Syntax Error\nSyntaxError: unexpected token in expression: '}'\nLine 3")
    expect(records.every((record) => record.actual.startsWith('Error: SyntaxError'))).toBe(true)
  })

  it('tells a time-out, and does not run the tests after it', async () => {
    const { verdict, records } = await judge.judge(
      keepLarge,
      '(() => { if (xs.length === 0) for (;;); return xs.filter(x=>x>3) })()',
      { limits: { timeMs: 100 } },
    )
    expect(verdict).toMatchObject({
      status: 'time-out',
      passedTests: 2,
      feedback: 'Time Limit Exceeded\n\nLast Executed Input\nxs = []',
    })
    expect(records.map((record) => record.actual).slice(2, 5)).toEqual(['Time out', 'Not run', 'Not run'])
    expect(verdict.timeMs).toBeLessThan(600)
  })

  it('tells the memory limit, and goes on with the next test', async () => {
    const { verdict, records } = await judge.judge(
      keepLarge,
      '(() => { if (xs.length === 0) "x".repeat(2**29); return xs.filter(x=>x>3) })()',
      first,
    )
    expect(verdict).toMatchObject({ status: 'memory-limit', passedTests: 9 })
    expect(verdict.feedback).toContain('Memory Limit Exceeded (32 MB)')
    expect(records[3]!.passed).toBe(true)
  })

  it('tells a response without code', async () => {
    const { verdict, records } = await judge.judge(keepLargeFunction, 'I would filter the list.')
    expect(verdict).toMatchObject({
      status: 'format-error',
      feedback: 'Incorrect Format: Put your code inside a ```javascript ... ``` block.',
    })
    expect(records[0]!.actual).toBe('Incorrect format')
    expect((await judge.judge(keepLargeFunction, '```js\nconst other = 1\n```')).verdict.status).toBe(
      'format-error',
    )
  })

  it('says of a cut attempt that it was cut', async () => {
    const wrong = await judge.judge(keepLarge, 'xs', { ...first, truncated: true })
    expect(wrong.verdict.feedback).toMatch(/Wrong Answer[\s\S]*cut at the length limit\.$/)
    const cut = await judge.judge(keepLargeFunction, 'Let me think about', { truncated: true })
    expect(cut.verdict.feedback).toMatch(/^Truncated Attempt: /)
    const unclosed = await judge.judge(
      keepLargeFunction,
      '```js\nconst solve = xs => xs.filter(x => x > 3)',
      { truncated: true },
    )
    expect(unclosed.verdict).toMatchObject({ reward: 1, feedback: '' })
  })

  it('keeps what the program printed', async () => {
    const { verdict, records } = await judge.judge(keepLarge, '(console.log("saw", xs, {a: 1}), 0)', first)
    expect(records[0]!.debug).toBe('saw [1,5,2,9] {"a":1}\n')
    expect(verdict.feedback).toMatch(/Debug Output\nsaw \[1,5,2,9\] \{"a":1\}$/)
  })

  it('awaits what an async function promises', async () => {
    expect(
      (
        await judge.judge(
          keepLargeFunction,
          'async function solve(xs) { await 0; return xs.filter(x => x > 3) }',
        )
      ).verdict.reward,
    ).toBe(1)
    expect(
      (await judge.judge(keepLargeFunction, 'async function solve(xs) { await 0; throw new Error("late") }'))
        .verdict.feedback,
    ).toContain('Error: late')
  })

  it('judges the same attempt the same twice', async () => {
    const response =
      '[Math.random(), Date.now(), new Date().toISOString(), xs.sort(() => Math.random() - .5)]'
    const [one, two] = [await judge.judge(keepLarge, response), await judge.judge(keepLarge, response)]
    expect(two.records).toEqual(one.records)
  })
})

describe('which failing test is told', () => {
  const response = 'xs.slice(0, 1)'

  it('is the one picked, counted among those that fail', async () => {
    const counts: number[] = []
    const told = []
    for (const index of [0, 1, 5]) {
      const { verdict } = await judge.judge(keepLarge, response, {
        pick: (count) => (counts.push(count), index),
      })
      told.push(/^Test Case (\d+)/.exec(verdict.feedback)![1])
    }
    const { records } = await judge.judge(keepLarge, response)
    const failing = records.filter((record) => !record.passed)
    expect(counts).toEqual([failing.length, failing.length, failing.length])
    expect(told).toEqual([0, 1, 5].map((index) => String(failing[index]!.testIndex + 1)))
  })

  it('follows the reference where none is picked: an error first, else the two shortest', async () => {
    expect((await judge.judge(keepLarge, response)).verdict.feedback.match(/Test Case \d+/g)).toEqual([
      'Test Case 9',
      'Test Case 4',
    ])
    const mixed = await judge.judge(keepLarge, 'xs.length > 4 ? nothing : xs.slice(0, 1)')
    expect(mixed.verdict).toMatchObject({ status: 'runtime-error' })
    expect(mixed.verdict.feedback).toMatch(/^Runtime Error\nReferenceError/)
  })

  it('gives the verdict its status', async () => {
    const { records } = await judge.judge(keepLarge, 'xs.length > 4 ? nothing : xs.slice(0, 1)')
    const failing = records.filter((record) => !record.passed)
    for (let index = 0; index < failing.length; index++) {
      const { verdict } = await judge.judge(keepLarge, 'xs.length > 4 ? nothing : xs.slice(0, 1)', {
        pick: () => index,
      })
      expect(verdict.status).toBe(
        failing[index]!.actual.startsWith('Error') ? 'runtime-error' : 'wrong-answer',
      )
    }
  })
})

describe('the bundled families', () => {
  const lists: Problem = { ...keepLarge, family: 'lists' }

  it('tell one failing test in their own words', async () => {
    const { verdict } = await judge.judge(lists, 'xs.filter(x=>x>2)', first)
    expect(verdict.feedback).toBe('Wrong Answer: too many numbers\nInput: [3,3]\nOutput: [3,3]\nExpected: []')
    expect((await judge.judge(lists, 'xs.reverse(', first)).verdict.feedback).toContain(
      'SyntaxError: cannot read the program',
    )
    expect((await judge.judge(lists, 'xs[0]()', first)).verdict.feedback).toContain(
      'Runtime Error: TypeError: not a function',
    )
    expect(
      (await judge.judge(lists, '(()=>{for(;;);})()', { ...first, limits: { timeMs: 50 } })).verdict.feedback,
    ).toBe('Time Limit Exceeded\nInput: [1,5,2,9]')
    expect((await judge.judge(lists, '"x".repeat(2**29)', first)).verdict.feedback).toBe(
      'Memory Limit Exceeded\nInput: [1,5,2,9]',
    )
    expect((await judge.judge(lists, 'undefined', first)).verdict.feedback).toContain('Output: undefined')
  })

  it('hold reports to their rows', async () => {
    const feedback = async (response: string) =>
      (await judge.judge(cheapestLive, response, first)).verdict.feedback
    expect(await feedback('rows.filter(r=>r.live).sort((a,b)=>a.cost-b.cost).map(r=>r.label)')).toBe('')
    expect(await feedback('rows.filter(r=>r.live).sort((a,b)=>a.price-b.price).map(r=>r.label)')).toBe(
      'TypeError: unknown field price. Did you mean cost?',
    )
    expect(await feedback('rows.filter(r=>r.weight)')).toBe('TypeError: unknown field weight')
    expect(await feedback('rows.filter(r=>r.live).sort((a,b)=>b.cost-a.cost).map(r=>r.label)')).toBe(
      'expected the smallest cost first',
    )
    expect(await feedback('rows.sort((a,b)=>a.cost-b.cost).map(r=>r.label)')).toBe(
      'unexpected row with live = false',
    )
    expect(await feedback('rows.map(r=>r.live = true)')).toContain('rows are read-only')
    expect(await feedback('rows.length')).toBe('expected a list, got one number')
    expect(await feedback('rows.filter(r=>r.live)')).not.toBe('')
  })
})

describe('speed', () => {
  it('judges 8 attempts of 10 tests within 150 ms', async () => {
    const times: number[] = []
    for (let round = 0; round < 6; round++) {
      const begun = performance.now()
      for (let i = 0; i < 8; i++) await judge.judge(keepLarge, `xs.filter(x=>x>${i})`, first)
      times.push(performance.now() - begun)
    }
    expect(Math.min(...times.slice(1))).toBeLessThan(150)
  })
})

describe('a queue', () => {
  it('answers calls that overlap, each with its own verdict', async () => {
    const rewards = await Promise.all(
      [3, 2, 3, 1].map(async (n) => (await judge.judge(keepLarge, `xs.filter(x=>x>${n})`)).verdict.reward),
    )
    expect(rewards).toEqual([1, 0, 1, 0])
  })

  it('rejects what comes after its end', async () => {
    const ended = createLocalJudge()
    ended.dispose()
    await expect(ended.judge(keepLarge, 'xs')).rejects.toThrow('disposed')
  })
})
