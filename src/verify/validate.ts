/** Problems from outside (pasted, imported, a file): read, checked, and their own solution judged before anyone spends an attempt on them. */
import { problemSchema } from '../problems/problem.ts'
import type { Problem } from '../problems/problem.ts'
import type { Judge, JudgeOptions } from './judge.ts'
import { checkProblem } from './check-problem.ts'
import { ProblemError } from './problem-error.ts'

/** Reads a problem from JSON text or a value. Throws a `ProblemError`. Runs no code. */
export function parseProblem(source: unknown): Problem {
  const parsed = problemSchema.safeParse(typeof source === 'string' ? parseJson(source) : source)
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!
    if (path[0] === 'tests' && path.length === 1)
      throw new ProblemError(
        'The problem has no usable tests.',
        message,
        'Give "tests" a list with at least one {"args": [...], "expected": ...}.',
      )
    throw new ProblemError(
      'This is not a problem that the lab can read.',
      `${path.length === 0 ? 'The whole' : path.join('.')}: ${message}.`,
      'Correct that field; the presets show the form.',
    )
  }
  checkProblem(parsed.data)
  return parsed.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ProblemError(
      'The problem is not JSON.',
      (error as Error).message,
      'Check quotes, commas and brackets near that place; keys need double quotes, and there are no comments.',
    )
  }
}

/**
 * A problem that is ready to be attempted. Beside `parseProblem`, its own solution, if it has one,
 * must pass its tests. Throws a `ProblemError`, and the signal's reason where that calls the judging off.
 */
export async function validateProblem(
  source: unknown,
  judge: Judge,
  { signal }: Pick<JudgeOptions, 'signal'> = {},
): Promise<Problem> {
  const problem = parseProblem(source)
  if (problem.solution === undefined) return problem
  const { verdict, records } = await judge.judge(problem, problem.solution, { signal })
  if (verdict.status === 'passed') return problem
  const record = records.find((each) => !each.passed)!
  const place = `test ${record.testIndex + 1} (${record.input.replaceAll('\n', ', ')})`
  switch (verdict.status) {
    case 'syntax-error':
      throw new ProblemError(
        "The problem's own solution cannot be read.",
        record.actual,
        'Correct the solution, or leave it out.',
      )
    case 'format-error':
      throw new ProblemError(
        "The problem's own solution holds no program.",
        problem.program.kind === 'function'
          ? `It defines no function named ${problem.program.name}.`
          : 'It is empty.',
        'Correct the solution, or leave it out.',
      )
    case 'wrong-answer':
      throw new ProblemError(
        "The problem's own solution does not pass its tests.",
        `At ${place} it returns ${record.actual}, and the test expects ${record.expected}.`,
        'Correct the expected value, or the solution.',
      )
    case 'runtime-error':
    case 'memory-limit':
    case 'time-out':
      throw new ProblemError(
        "The problem's own solution fails on its tests.",
        `At ${place}: ${record.actual}.`,
        'Correct the arguments of that test, or the solution.',
      )
    default:
      throw new Error(`unexpected status ${verdict.status satisfies never}`)
  }
}
