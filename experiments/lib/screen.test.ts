import { expect, it } from 'vitest'
import { createThreadJudge } from '../../src/verify/node.ts'
import { drawnProblems } from './drawn-problems.ts'
import { Screen } from './screen.ts'

it('calls nothing a failure that the judge would pass, and leaves errors and endless programs to the judge', async () => {
  const judge = createThreadJudge()
  try {
    for (const family of ['lists', 'records'] as const) {
      const { value: problem } = drawnProblems(family, 'dev').next()
      const screen = new Screen(problem!)
      const [name] = problem!.program.kind === 'expression' ? problem!.program.parameters : []
      expect(screen.failsPlainly(problem!.solution!)).toBe(false)
      for (const program of [`${name}.length`, `${name}.slice(1)`, `[]`, `${problem!.solution}.concat(1)`]) {
        if (!screen.failsPlainly(program)) continue
        expect((await judge.judge(problem!, program)).verdict.reward, program).toBe(0)
      }
      expect(screen.failsPlainly('[][0].x')).toBe(false)
      expect(screen.failsPlainly('xs.filter(')).toBe(false)
      expect(screen.failsPlainly('(() => { for (;;); })()')).toBe(false)
      expect(screen.failsPlainly('12345')).toBe(true)
    }
  } finally {
    judge.dispose()
  }
})
