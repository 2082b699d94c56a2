/** Which judge a problem's kind has. */
import { checkProblem } from './check-problem.ts'
import type { Job } from './job.ts'
import type { Executor, Judge } from './judge.ts'
import { judgeProgram } from './judge-program.ts'
import { judgeAnswer, judgeCustom, judgeToolCall } from './judge-response.ts'

export function createJudge(executor: Executor): Judge {
  const execute = (job: Job) => executor.execute(job)
  return {
    judge: async (problem, response, options = {}) => {
      checkProblem(problem)
      const { program } = problem
      switch (program.kind) {
        case 'expression':
        case 'function':
        case 'stdin':
          return judgeProgram(problem, program, response, options, execute)
        case 'answer':
          return judgeAnswer(problem, program.answer, response, options, execute)
        case 'tool-call':
          return judgeToolCall(problem, program, response, options, execute)
        case 'custom':
          return judgeCustom(problem, program.source, response, options, execute)
        default:
          return program satisfies never
      }
    },
    dispose: () => executor.dispose(),
  }
}
