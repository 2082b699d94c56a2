/**
 * Where several answers are right: the problem's own `check(input, output, expected)`, run in the
 * sandbox on what the program gave, decides each test in place of a comparison.
 */
import type { Json, Problem, TestCase } from '../problems/problem.ts'
import type { TestOutcome } from './job.ts'
import type { Executor } from './judge.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import { ProblemError } from './problem-error.ts'
import type { TestResult } from './results.ts'
import { decodeValue, toJson } from './value.ts'

/** What a checker is called with for one test. */
type Question = [input: Json, output: Json, expected: Json]

/**
 * The results, judged by the problem's checker where it has one.
 * @throws ProblemError where the checker cannot be run, or refuses an expected result
 */
export async function checkedResults(
  problem: Problem,
  results: readonly TestResult[],
  execute: Executor['execute'],
): Promise<TestResult[]> {
  const checker = problem.compare?.checker
  if (checker === undefined) return [...results]
  const given = results.flatMap((result, index) => {
    const question = questionOf(result.test, outputOf(result))
    return question ? [{ index, question }] : []
  })
  const expected = problem.tests.flatMap((test, index) => {
    const right = expectedOf(test)
    const question = right === null || right === '' ? null : questionOf(test, right)
    return question ? [{ index, question }] : []
  })
  const execution = await execute({
    program: { language: 'javascript', shape: { kind: 'function', name: 'check' }, code: checker },
    steps: [...expected, ...given].map(({ question }) => ({ kind: 'args', args: question })),
    limits: DEFAULT_LIMITS.javascript,
  })
  if (execution.kind !== 'ran')
    throw new ProblemError(
      'The checker of this problem cannot be run.',
      execution.kind === 'no-program'
        ? 'It defines no function check.'
        : `${execution.error.name}: ${execution.error.message}`,
      'Define check(input, output, expected), which returns true, or a text that says what is wrong.',
    )
  expected.forEach(({ index }, i) => {
    const said = sayOf(execution.outcomes[i])
    if (said === true) return
    throw new ProblemError(
      `The checker refuses the expected result of test ${index + 1}.`,
      said === '' ? 'It does not return true for it.' : said,
      'Correct the checker, or what the test expects.',
    )
  })
  const checked = [...results]
  given.forEach(({ index }, i) => {
    const said = sayOf(execution.outcomes[expected.length + i])
    const result = results[index]!
    const { actual } = result.record
    checked[index] = {
      ...result,
      status: said === true ? 'passed' : 'wrong-answer',
      record: {
        ...result.record,
        passed: said === true,
        actual: said === true || said === '' ? actual : `${actual}\n(${said})`,
      },
    }
  })
  return checked
}

function questionOf(test: TestCase, output: Json | undefined): Question | null {
  if ('assert' in test || output === undefined) return null
  const input = 'args' in test ? test.args : 'call' in test ? test.call : test.stdin
  return [input, output, expectedOf(test)]
}

function expectedOf(test: TestCase): Json {
  return 'stdin' in test ? test.stdout : 'assert' in test ? null : test.expected
}

/** What the program gave; undefined where it gave nothing that JSON has a word for. */
function outputOf({ status, value }: TestResult): Json | undefined {
  return value !== undefined && (status === 'passed' || status === 'wrong-answer') ? toJson(value) : undefined
}

/** True, or what the checker says against it. */
function sayOf(outcome: TestOutcome | undefined): true | string {
  if (outcome?.kind === 'threw') return `the checker: ${outcome.error.name}: ${outcome.error.message}`
  if (outcome?.kind !== 'returned') return 'the checker did not come to an end'
  const value = decodeValue(outcome.value)
  return value === true ? true : typeof value === 'string' ? value : ''
}
