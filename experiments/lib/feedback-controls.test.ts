/** What a learner is told in the place of its own feedback, on the judge of a bundled question. */
import { expect, test } from 'vitest'
import { rememberingJudge } from '../../src/headless/judge.ts'
import { loadPresets } from '../../src/problems/sets.ts'
import { judgeTelling } from './feedback-controls.ts'
import type { Told } from './told.ts'

const problem = (await loadPresets()).find(({ id }) => id === 'question-fox')!
const judge = rememberingJudge()
const pool = {
  [problem.id]: ['its own words'],
  one: ['of one', 'of one again'],
  other: ['of another'],
  solved: [],
}

async function heard(told: Told, answer: string, seed = 1): Promise<{ reward: number; feedback: string }> {
  const telling = judgeTelling(judge, told, { problem, seed, pool, bare: 'Wrong.' })
  const { reward, feedback } = (await telling(problem, answer, { pick: () => 0 })).verdict
  return { reward, feedback }
}

test('a failure is told in the words that are wanted, and counts as it did', async () => {
  const own = await heard('own', 'A fox is a dog.')
  expect(own.reward).toBeLessThan(1)
  expect(own.feedback).not.toBe('')
  expect(await heard('bare failure', 'A fox is a dog.')).toEqual({ reward: own.reward, feedback: 'Wrong.' })
})

test("another problem's words are never its own, differ by seed and are the same again", async () => {
  const seeds = Array.from({ length: 30 }, (_, i) => i)
  const all = await Promise.all(
    seeds.map(async (seed) => (await heard('another problem', 'no', seed)).feedback),
  )
  expect([...new Set(all)].sort()).toEqual(['of another', 'of one', 'of one again'])
  const again = await Promise.all(
    seeds.map(async (seed) => (await heard('another problem', 'no', seed)).feedback),
  )
  expect(again).toEqual(all)
})

test('what passes is told nothing else', async () => {
  const right = problem.solution ?? ''
  expect(await heard('own', right)).toEqual(await heard('bare failure', right))
  expect((await heard('another problem', right)).reward).toBe(1)
})
