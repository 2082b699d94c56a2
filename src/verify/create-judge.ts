/** A judge over whatever runs its jobs: each problem is checked, then judged as its kind is. */
import { checkProblem } from './check-problem.ts'
import type { Job } from './job.ts'
import type { Executor, Judge } from './judge.ts'
import { kindOf } from './kinds/index.ts'

export function createJudge(executor: Executor): Judge {
  return {
    judge: async (problem, response, options = {}) => {
      checkProblem(problem)
      const { program } = problem
      const execute = (job: Job) => executor.execute(job, options.signal)
      return kindOf(program.kind).judge(program, { problem, response, options, execute })
    },
    dispose: () => executor.dispose(),
  }
}
