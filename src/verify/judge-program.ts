/**
 * Judges of programs. They run in a sandbox that never sees an expected value; comparing, choosing
 * the failing test and telling it happen here, outside.
 */
import { strictRowsSource } from '../problems/families/strict-rows.ts'
import { languageOf } from '../problems/problem.ts'
import type { Problem, ProgramShape, TestCase } from '../problems/problem.ts'
import { checkedResults } from './checker.ts'
import { extractExpression, extractFunction, extractProgram } from './extract.ts'
import { judgedPart } from './extract/extracted.ts'
import type { Extracted } from './extract/extracted.ts'
import { runnable } from './extract/runnable.ts'
import type { Execution, Step } from './job.ts'
import type { Executor, Judged, JudgeOptions } from './judge.ts'
import { limitsOf } from './limits.ts'
import { resultsOf } from './results.ts'
import { tell } from './tell.ts'

type ProgramOf<K extends ProgramShape['kind']> = Extract<ProgramShape, { kind: K }>

export async function judgeProgram(
  problem: Problem,
  program: ProgramOf<'expression' | 'function' | 'stdin'>,
  response: string,
  options: JudgeOptions,
  execute: Executor['execute'],
): Promise<Judged> {
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
            shape:
              program.kind === 'expression'
                ? program
                : program.kind === 'function'
                  ? {
                      kind: 'function',
                      name: program.name,
                      ...(program.objects && { objects: true }),
                    }
                  : { kind: 'stdin' },
            code: await runnable(extracted.text, language, program.kind === 'function' ? program.name : null),
            ...(program.kind === 'function' && {
              ...(program.prelude !== undefined && { prelude: program.prelude }),
              ...(program.adapter !== undefined && { adapter: program.adapter }),
            }),
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

function extract(
  program: ProgramOf<'expression' | 'function' | 'stdin'>,
  response: string,
): Extracted | null {
  switch (program.kind) {
    case 'expression':
      return extractExpression(response, program.parameters)
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
