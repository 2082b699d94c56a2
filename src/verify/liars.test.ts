/** No candidate passes without being right: liars of both languages against tests of every form, each alone, and a few of their variants. `npm run hostile` draws many more. */
import { afterAll, describe, expect, it } from 'vitest'
import { Rng } from '../rng.ts'
import type { Problem, TestCase } from '../problems/problem.ts'
import { honest, liarProblem, liars, liarTests, liarVariant } from './liars.testing.ts'
import { createLocalJudge } from './local.ts'
import { nodePython } from './node-python.ts'
import {
  honestPython,
  pythonLiarProblem,
  pythonLiars,
  pythonLiarTests,
  pythonLiarVariant,
} from './python/liars.testing.ts'
import type { Variants } from './variants.testing.ts'

const judge = createLocalJudge(nodePython)
afterAll(() => judge.dispose())

interface Side {
  tests: TestCase[]
  problem: (tests: TestCase[]) => Problem
  honest: string
  liars: [string, string][]
  variant: (variants: Variants) => [string, string]
  fence: string
}
const sides: [string, Side][] = [
  [
    'JavaScript',
    { tests: liarTests, problem: liarProblem, honest, liars, variant: liarVariant, fence: 'js' },
  ],
  [
    'Python',
    {
      tests: pythonLiarTests,
      problem: pythonLiarProblem,
      honest: honestPython,
      liars: pythonLiars,
      variant: pythonLiarVariant,
      fence: 'python',
    },
  ],
]

describe.each(sides)('in %s', (_, { tests, problem, honest, liars, variant, fence }) => {
  /** The tests that a candidate passes. */
  const passes = async (code: string): Promise<TestCase[]> => {
    const { records } = await judge.judge(problem(tests), `\`\`\`${fence}\n${code}\n\`\`\``)
    return tests.filter((_, i) => records[i]!.passed)
  }

  it('the honest program passes every test', { timeout: 60_000 }, async () => {
    expect(await passes(honest)).toEqual(tests)
  })

  it.each(liars)('a liar passes none: %s', { timeout: 60_000 }, async (_, code) => {
    expect(await passes(code)).toEqual([])
  })

  it('nor do variants', { timeout: 120_000 }, async () => {
    const rng = Rng.of(1)
    for (let i = 0; i < 12; i++) {
      const [, code] = variant(rng)
      expect([code, await passes(code)]).toEqual([code, []])
    }
  })
})
