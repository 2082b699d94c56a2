/**
 * From a response to a reward and the words that hindsight is made of. Candidates run in a sandbox
 * that never sees an expected value; comparing, choosing the failing test and telling it happen
 * here, outside.
 */
import { strictRowsSource } from '../problems/families/strictRows.ts'
import { languageOf } from '../problems/problem.ts'
import type { Problem, ProgramShape, TestCase } from '../problems/problem.ts'
import { checkProblem } from './check-problem.ts'
import { extractExpression, extractFunction, extractProgram, WHOLE } from './extract.ts'
import type { Extracted } from './extract.ts'
import { judgeAnswer, judgeCustom, judgeToolCall } from './judge-response.ts'
import { limitsOf } from './limits.ts'
import type { SandboxLimits } from './limits.ts'
import type { Execution, Job, Step } from './job.ts'
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
  /** Every test, in the problem's order; one record where the problem has no tests. */
  records: TestRecord[]
}

export interface Judge {
  /**
   * Rejects with a `ProblemError` where the problem itself cannot be judged, never because of what
   * the response does. May be called before an earlier call is done, and detached from its object.
   */
  readonly judge: (problem: Problem, response: string, options?: JudgeOptions) => Promise<Judged>
  /** Ends the sandboxes; calls still waiting reject. */
  dispose(): void
}

/** Whatever runs jobs: sandboxes in this thread, or in workers. */
export interface Executor {
  execute(job: Job): Promise<Execution>
  dispose(): void
}

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

type ProgramOf<K extends ProgramShape['kind']> = Extract<ProgramShape, { kind: K }>

async function judgeProgram(problem: Problem, program: ProgramOf<'expression' | 'function' | 'stdin'>, response: string, options: JudgeOptions, execute: Executor['execute']): Promise<Judged> {
  const language = languageOf(program)!
  const limits = limitsOf(problem, language, options.limits)
  const extracted = extract(program, response)
  const strict = problem.strictFields
  const execution: Execution =
    extracted === null
      ? { kind: 'no-program', timeMs: 0 }
      : await execute({
          program: {
            language,
            shape: program.kind === 'expression' ? program : program.kind === 'function' ? { kind: 'function', name: program.name } : { kind: 'stdin' },
            code: extracted.text,
            ...(strict && { wrapArguments: `(args) => { args[0] = ${strictRowsSource}(args[0], ${JSON.stringify(strict)}); return args; }` }),
          },
          steps: problem.tests.map(stepOf),
          limits,
        })
  const results = resultsOf(problem, execution, limits)
  const { status, feedback } = tell(problem, results, { pick: options.pick, truncated: options.truncated ?? false, hasCode: extracted !== null })
  const passedTests = results.filter((result) => result.record.passed).length
  const reward = status === 'passed' ? 1 : problem.partialCredit ? passedTests / results.length : 0
  return {
    verdict: { reward, status, passedTests, totalTests: results.length, feedback, timeMs: execution.timeMs, ...judgedPart(extracted) },
    records: results.map((result) => result.record),
  }
}

function extract(program: ProgramOf<'expression' | 'function' | 'stdin'>, response: string): Extracted | null {
  switch (program.kind) {
    case 'expression':
      return extractExpression(response)
    case 'function':
      return extractFunction(response, program.name, program.language)
    case 'stdin':
      return extractProgram(response, program.language)
    default:
      return program satisfies never
  }
}

/** Without what was expected, but for asserts. */
function stepOf(test: TestCase): Step {
  if ('args' in test) return { kind: 'args', args: test.args }
  if ('call' in test) return { kind: 'call', call: test.call }
  if ('assert' in test) return { kind: 'assert', assert: test.assert }
  return { kind: 'stdin', stdin: test.stdin }
}

/** What of a response was judged, for the verdict; left out where it is all of it. */
function judgedPart(extracted: Extracted | null): Pick<Verdict, 'judged'> {
  return extracted === null || extracted.from === WHOLE ? {} : { judged: { text: extracted.text, from: extracted.from } }
}
