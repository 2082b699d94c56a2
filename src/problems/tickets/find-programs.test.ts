import { describe, expect, it } from 'vitest'
import type { Problem } from '../problem.ts'
import { sampleProblem } from '../sample.testing.ts'
import { programsFor } from './find-programs.ts'

const about = (...tests: [number[], unknown][]): Problem => ({
  ...sampleProblem,
  tests: tests.map(([xs, expected]) => ({ args: [xs], expected: expected as number })),
})
const run = (code: string, xs: number[]): unknown =>
  (new Function('xs', `return ${code}`) as (xs: number[]) => unknown)(xs)

describe('programs that a model of expressions was trained to write', () => {
  it('pass the tests, the shortest alone', () => {
    expect(
      programsFor(
        about(
          [
            [1, 2, 3],
            [3, 2, 1],
          ],
          [
            [5, 4],
            [4, 5],
          ],
        ),
      ),
    ).toEqual(['xs.reverse()'])
    const odd = about([[1, 2, 3], 4], [[2, 4], 0], [[5, 7, 8], 12])
    const found = programsFor(odd)!
    expect(found).toContain('xs.filter(x=>x%2===1).reduce((s,x)=>s+x,0)')
    for (const code of found)
      for (const test of odd.tests)
        if ('args' in test) expect(run(code, test.args[0] as number[])).toEqual(test.expected)
  })

  it('are none where steps of these cannot do it, and are looked for in a moment', () => {
    const begun = performance.now()
    expect(
      programsFor(
        about(
          [
            [1, 2, 3],
            [77, 1],
          ],
          [[4], [9, 9, 9]],
        ),
      ),
    ).toEqual([])
    expect(performance.now() - begun).toBeLessThan(10_000)
  })

  it('are not looked for where the problem is of another kind', () => {
    expect(programsFor({ ...sampleProblem, program: { kind: 'function', name: 'f' } })).toBeNull()
    expect(
      programsFor({ ...sampleProblem, program: { kind: 'expression', parameters: ['xs', 'n'] } }),
    ).toBeNull()
  })
})
