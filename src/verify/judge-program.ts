/**
 * Judges of programs. They run in a sandbox that never sees an expected value; comparing, choosing
 * the failing test and telling it happen here, outside.
 */
import { strictRowsSource } from '../problems/families/strict-rows.ts'
import type { TestCase } from '../problems/problem.ts'
import { checkedResults } from './checker.ts'
import { judgedPart } from './extract/extracted.ts'
import type { Extracted } from './extract/extracted.ts'
import { runnable } from './extract/runnable.ts'
import type { Execution, Job, Step } from './job.ts'
import type { Judged } from './judge.ts'
import type { Submission } from './kinds/kind.ts'
import { limitsOf } from './limits.ts'
import { resultsOf } from './results.ts'
import { tell } from './tell.ts'

/**
 * Judges the code of a response by the problem's tests.
 * @param extracted what of the response is its program; null where it holds none
 * @param program what the sandbox needs to know of it beside its code
 */
export async function judgeProgram(
  { problem, options, execute }: Submission,
  extracted: Extracted | null,
  program: Omit<Job['program'], 'code' | 'wrapArguments'>,
): Promise<Judged> {
  const { language, shape } = program
  const limits = limitsOf(problem, language, options.limits)
  const strict = problem.strictFields
  const execution: Execution =
    extracted === null
      ? { kind: 'no-program', timeMs: 0 }
      : await execute({
          program: {
            ...program,
            code: await runnable(extracted.text, language, shape.kind === 'function' ? shape.name : null),
            ...(strict && {
              wrapArguments: `(args) => { args[0] = ${strictRowsSource}(args[0], ${JSON.stringify(strict)}); return args; }`,
            }),
          },
          steps: problem.tests.map(stepOf),
          limits,
        })
  const results = await checkedResults(problem, resultsOf(problem, execution, limits), execute)
  const { status, feedback, told } = tell(problem, results, {
    pick: options.pick,
    truncated: options.truncated ?? false,
    hasCode: extracted !== null,
  })
  const passedTests = results.filter((result) => result.record.passed).length
  const reward = status === 'passed' ? 1 : problem.partialCredit ? passedTests / results.length : 0
  return {
    verdict: {
      reward,
      status,
      passedTests,
      totalTests: results.length,
      feedback,
      told,
      timeMs: execution.timeMs,
      ...judgedPart(extracted),
    },
    records: results.map((result) => result.record),
  }
}

/** Without what was expected, but for asserts. */
function stepOf(test: TestCase): Step {
  if ('args' in test) return { kind: 'args', args: test.args }
  if ('call' in test) return { kind: 'call', call: test.call }
  if ('assert' in test) return { kind: 'assert', assert: test.assert }
  return { kind: 'stdin', stdin: test.stdin }
}
