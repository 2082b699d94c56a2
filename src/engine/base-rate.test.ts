import { afterAll, expect, it } from 'vitest'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { worthOfTelling } from '../outlook/worth.ts'
import type { Problem } from '../problems/problem.ts'
import { createLocalJudge } from '../verify/local.ts'
import { baseRate } from './base-rate.ts'
import { ReadModel } from './live-model.ts'
import { tinyFiles, tinyProblem, tinyRunConfig } from './tiny.testing.ts'

const config = tinyRunConfig()
const judge = createLocalJudge()
const model = ReadModel.read({ id: 'tiny', name: 'tiny' }, tinyFiles()).open(
  nativeRuntime({ threads: 1 }),
  config.adapter,
)
afterAll(async () => {
  judge.dispose()
  await model.dispose()
})

it('counts how many of the untouched samples pass, the same for the same seed', async () => {
  const measured = () => baseRate(model, judge.judge, tinyProblem, { ...config, maxNewTokens: 2 }, 64)
  const rate = await measured()
  expect(rate).toMatchObject({ samples: 64, passed: 0 })
  expect(rate.usual.length).toBeGreaterThan(0)
  expect(rate.usual[0]!.count).toBeGreaterThanOrEqual(rate.usual.at(-1)!.count)
  expect(await measured()).toEqual(rate)
  // Whatever is written passes here: all samples are counted.
  const open: Problem = {
    ...tinyProblem,
    program: { kind: 'custom', source: 'function judge() { return { reward: 1, feedback: "" } }' },
    tests: [],
  }
  const all = await baseRate(model, judge.judge, open, { ...config, maxNewTokens: 2 }, 64)
  expect(all.passed).toBe(64)
})

it('reads what each measure of telling does to the odds of the right answer', async () => {
  const question: Problem = {
    ...tinyProblem,
    tests: [],
    program: {
      kind: 'question',
      rule: { type: 'words', right: ['ab'], options: ['ab', 'cd'] },
      tells: 'left',
    },
    solution: 'ab',
  }
  const worth = await worthOfTelling({ model, problem: question, config, judge: judge.judge })
  expect(worth.map(({ tells }) => tells)).toEqual(['nothing', 'wrong', 'hint', 'left'])
  expect(worth[0]!.shift).toBeNull()
  for (const { shift } of worth.slice(1)) {
    expect(shift).toMatchObject({ of: 'right' })
    expect(Number.isFinite(shift!.own) && Number.isFinite(shift!.control)).toBe(true)
  }
  // Other words, another shift.
  expect(worth[3]!.shift!.own).not.toBe(worth[1]!.shift!.own)
  expect(await worthOfTelling({ model, problem: tinyProblem, config, judge: judge.judge })).toEqual([])
})
