/**
 * From a response to a reward and the words that hindsight is made of. The candidate runs in a
 * sandbox that never sees an expected value; comparing, choosing the failing test and telling it
 * happen here, outside.
 */
import { strictRowsSource } from '../problems/families/strictRows.ts'
import { isArgsTest, type Problem } from '../problems/problem.ts'
import { extractExpression, extractFunction } from './extract.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import type { SandboxLimits } from './limits.ts'
import { checkProblem } from './check-problem.ts'
import { ProblemError } from './problem-error.ts'
import type { Execution, Job, Program } from './job.ts'
import { resultsOf } from './results.ts'
import { tell } from './tell.ts'
import type { TestRecord, Verdict } from './verdict.ts'

export interface JudgeOptions {
  /** Chooses the failing test that becomes feedback: an index below `count`. Absent: the rule of the reference's `format_test_feedback`. */
  pick?: (count: number) => number
  /** The response met the length limit; it is judged as it stands, and feedback says so. */
  truncated?: boolean
  limits?: Partial<SandboxLimits>
}

export interface Judged {
  verdict: Verdict
  /** Every test, in the problem's order. */
  records: TestRecord[]
}

export interface Judge {
  /**
   * Rejects with a `ProblemError` where the problem itself cannot be judged, never because of what
   * the response does. May be called before an earlier call is done, and detached from its object.
   */
  readonly judge: (problem: Problem, response: string, options?: JudgeOptions) => Promise<Judged>
  /** Ends the sandbox; calls still waiting reject. */
  dispose(): void
}

/** Whatever runs a job: the sandbox in this thread, or one in a worker. */
export interface Executor {
  execute(job: Job): Promise<Execution>
  dispose(): void
}

export function createJudge(executor: Executor): Judge {
  return {
    judge: async (problem, response, options = {}) => {
      checkProblem(problem)
      const limits = { ...DEFAULT_LIMITS, ...options.limits }
      const program = programOf(problem, response)
      const execution: Execution = program === null ? { kind: 'no-program', timeMs: 0 } : await executor.execute({ program, calls: problem.tests.filter(isArgsTest).map((test) => test.args), limits })
      const results = resultsOf(problem, execution, limits)
      const { status, feedback } = tell(problem, results, { pick: options.pick, truncated: options.truncated ?? false })
      const passedTests = results.filter((result) => result.record.passed).length
      return {
        verdict: { reward: status === 'passed' ? 1 : 0, status, passedTests, totalTests: results.length, feedback, timeMs: execution.timeMs },
        records: results.map((result) => result.record),
      }
    },
    dispose: () => executor.dispose(),
  }
}

/** The program in a response, or null where it holds no code. */
function programOf(problem: Problem, response: string): Program | null {
  const shape = problem.program
  if ((shape.kind !== 'expression' && (shape.kind !== 'function' || shape.language === 'python')) || !problem.tests.every(isArgsTest)) throw new ProblemError('This kind of problem has no judge yet.', `Its program is of the kind "${shape.kind}".`, 'Write it with a JavaScript function and tests {"args": [...], "expected": ...}.')
  const code = shape.kind === 'expression' ? extractExpression(response) : extractFunction(response, shape.name)
  if (code === null) return null
  const strict = problem.strictFields
  return { shape: shape.kind === 'expression' ? shape : { kind: 'function', name: shape.name }, code, ...(strict && { wrapArguments: `(args) => { args[0] = ${strictRowsSource}(args[0], ${JSON.stringify(strict)}); return args; }` }) }
}
