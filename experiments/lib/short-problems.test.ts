/** The short problems' judges: what passes, and what their feedback gives away. */
import { describe, expect, it } from 'vitest'
import { rememberingJudge } from '../../src/headless/judge.ts'
import { devProblems, shortFunctions, shortProblems } from './short-problems.ts'

const judge = rememberingJudge()
const verdictOn = async (id: string, response: string) =>
  (await judge(shortProblems([id])[0]!, response, {})).verdict

describe('short problems', () => {
  it('are passed by their solutions', async () => {
    const failed: string[] = []
    for (const problem of [...shortProblems(), ...shortFunctions(), ...devProblems()]) {
      const { verdict } = await judge(problem, problem.solution, {})
      if (verdict.reward < 1) failed.push(problem.id)
    }
    expect(failed).toEqual([])
  })

  it('are judged in the language that they ask for', async () => {
    expect(await verdictOn('py-second', 'def second(xs):\n    return sorted(xs)[-2]')).toMatchObject({
      reward: 0,
      feedback: expect.stringContaining('IndexError'),
    })
    expect((await verdictOn('py-steps', 'def steps(n):\n    while True: pass')).feedback).toMatch(/time/i)
  })

  it('are none of those that settings were chosen on', () => {
    const asked = new Set(shortProblems().map(({ statement }) => statement))
    expect(devProblems().filter(({ statement }) => asked.has(statement))).toEqual([])
  })

  it('leave out the wrong option that was named, and never all of them', async () => {
    expect(await verdictOn('capital-michigan', 'The capital of Michigan is Detroit.')).toMatchObject({
      reward: 0,
      feedback: 'The capital of Michigan is Omaha, Lansing or Tulsa.',
    })
    expect(await verdictOn('capital-michigan', 'The capital of Michigan is Tulsa.')).toMatchObject({
      reward: 0,
      feedback: 'The capital of Michigan is Omaha or Lansing.',
    })
    expect(await verdictOn('crows', 'A pride or a school.')).toMatchObject({
      reward: 0,
      feedback: 'This is wrong. It is a murder or a school.',
    })
  })

  it('are not passed by listing the options', async () => {
    expect(await verdictOn('crows', 'It is a murder, a pride or a school.')).toMatchObject({ reward: 0 })
    expect(
      await verdictOn('capital-michigan', 'The capital of Michigan is Lansing, Omaha or Tulsa.'),
    ).toMatchObject({ reward: 0 })
    expect(await verdictOn('symbol-tungsten', 'It is W, U or Y.')).toMatchObject({ reward: 0 })
  })
})
