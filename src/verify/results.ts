/** What each test came to: the sandbox's outcomes compared with what was expected, as records for a person and for feedback. */
import type { Problem, TestCase } from '../problems/problem.ts'
import { ERROR_PREFIX, INCORRECT_FORMAT, TIME_OUT } from './feedback.ts'
import { recursionLimit, stackOverflowMessage } from './limits.ts'
import type { SandboxLimits } from './limits.ts'
import type { Ending, TestOutcome } from './job.ts'
import { sameText, sameValue, toleranceOf } from './compare.ts'
import { decodeValue, NotJson, showValue } from './value.ts'
import type { Value } from './value.ts'
import type { TestRecord, VerdictStatus } from './verdict.ts'

export interface TestResult {
  test: TestCase
  record: TestRecord
  /** `not-run`: the attempt's time was over before. */
  status: VerdictStatus | 'not-run'
  /** What came back, where something did. */
  value?: Value
  error?: { name: string; message: string; line?: number }
}

/** Text of a value in a record, at most. The reference's feedback shows 250 characters of it. */
const MAX_SHOWN_CHARS = 2000

export function resultsOf(problem: Problem, execution: Ending, limits: SandboxLimits): TestResult[] {
  return problem.tests.map((test, testIndex) => {
    const {
      actual,
      printed = '',
      ...result
    } = resultOf(problem, test, outcomeOf(execution, testIndex), limits)
    return {
      ...result,
      test,
      record: {
        testIndex,
        input: inputText(problem, test),
        expected: expectedText(test),
        actual: shorten(actual),
        passed: result.status === 'passed',
        ...(printed !== '' && { debug: printed }),
        ...(test.hidden && { hidden: true }),
      },
    }
  })
}

type Outcome = TestOutcome | Exclude<Ending, { kind: 'ran' }> | { kind: 'not-run' }

function outcomeOf(execution: Ending, i: number): Outcome {
  return execution.kind === 'ran' ? (execution.outcomes[i] ?? { kind: 'not-run' }) : execution
}

function resultOf(
  problem: Problem,
  test: TestCase,
  outcome: Outcome,
  limits: SandboxLimits,
): Pick<TestResult, 'status' | 'value' | 'error'> & { actual: string; printed?: string } {
  switch (outcome.kind) {
    case 'returned': {
      const value = readValue(outcome.value)
      return {
        status: meets(problem, test, value) ? 'passed' : 'wrong-answer',
        value,
        actual: 'stdin' in test && typeof value === 'string' ? value.trimEnd() : showValue(value),
        printed: outcome.printed,
      }
    }
    case 'unmet':
      return {
        status: 'wrong-answer',
        actual: outcome.saw === '' ? 'It does not hold.' : outcome.saw,
        printed: outcome.printed,
      }
    case 'threw':
      return {
        status: 'runtime-error',
        error: outcome.error,
        actual: errorText(outcome.error),
        printed: outcome.printed,
      }
    case 'syntax-error':
      return { status: 'syntax-error', error: outcome.error, actual: errorText(outcome.error) }
    case 'output-limit': {
      const error = { name: 'Error', message: `Output Limit Exceeded (${limits.outputChars} characters)` }
      return { status: 'runtime-error', error, actual: ERROR_PREFIX + error.message }
    }
    case 'memory-limit':
      return {
        status: 'memory-limit',
        actual: `${ERROR_PREFIX}Memory Limit Exceeded (${Math.round(limits.memoryBytes / 1048576)} MB)`,
      }
    case 'time-out':
      return { status: 'time-out', actual: TIME_OUT }
    case 'not-run':
      return { status: 'not-run', actual: 'Not run' }
    case 'no-program':
      return { status: 'format-error', actual: INCORRECT_FORMAT }
    default:
      return outcome satisfies never
  }
}

/** A candidate that took its own interpreter over can send any text. */
function readValue(text: string): Value {
  try {
    return decodeValue(text)
  } catch {
    return new NotJson('an unreadable value')
  }
}

function meets(problem: Problem, test: TestCase, value: Value): boolean {
  if ('assert' in test) return value === true
  const rules = { ...problem.compare, tolerance: toleranceOf(problem) }
  return 'stdin' in test
    ? typeof value === 'string' && sameText(value, test.stdout, rules)
    : sameValue(value, test.expected, rules)
}

/** What a person and the self-teacher should know of an error that is this sandbox's, and would not be a desk's. */
function sandboxNote({ name, message }: NonNullable<TestResult['error']>): string {
  if (message === recursionLimit || message === stackOverflowMessage || /^Stack overflow/.test(message))
    return '\nThis limit is the sandbox’s: it says nothing of whether the program is right. A recursion that ends can be written as a loop, or with a list as its stack.'
  if (name === 'ModuleNotFoundError') return '\nThe sandbox has Python’s standard library alone.'
  return ''
}

/** `Error: TypeError: not a function`, and the line in the candidate's code where it has several. */
function errorText({ name, message, line }: NonNullable<TestResult['error']>): string {
  return `${ERROR_PREFIX}${name}${message === '' ? '' : `: ${message}`}${line === undefined ? '' : `\nLine ${line}`}${sandboxNote({ name, message })}`
}

/** LeetCode's way: one value a line, with its name where the program names its parameters. */
function inputText({ program }: Problem, test: TestCase): string {
  if ('assert' in test) return test.assert
  if ('stdin' in test) return test.stdin
  if ('call' in test) return test.call
  return test.args
    .map(
      (value, i) =>
        (program.kind === 'expression' ? `${program.parameters[i]} = ` : '') + JSON.stringify(value),
    )
    .join('\n')
}

/** Empty for an assert, which says itself what it expects. */
function expectedText(test: TestCase): string {
  return 'assert' in test ? '' : 'stdin' in test ? test.stdout.trimEnd() : JSON.stringify(test.expected)
}

function shorten(text: string): string {
  return text.length > MAX_SHOWN_CHARS ? `${text.slice(0, MAX_SHOWN_CHARS)}...` : text
}
