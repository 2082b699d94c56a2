/** What of a problem must fit together before anything is judged by it. Runs none of its code. */
import { isArgsTest, languageOf } from '../problems/problem.ts'
import type { Problem, ProgramShape, TestCase } from '../problems/problem.ts'
import { kindOf } from './kinds/index.ts'
import type { TestForm } from './kinds/kind.ts'
import { ProblemError } from './problem-error.ts'

/** How a test of each form is written. */
const EXAMPLES = {
  args: '{"args": [...], "expected": ...}',
  call: '{"call": "f(1)", "expected": ...}',
  assert: '{"assert": "..."}',
  stdin: '{"stdin": "...", "stdout": "..."}',
} as const satisfies Record<TestForm, string>

/** Throws a `ProblemError` where the problem cannot be judged at all. */
export function checkProblem(problem: Problem): void {
  const { program, tests } = problem
  checkTests(program, tests)
  if (problem.compare) checkCompare(program)
  if (problem.family !== undefined || problem.feedbackStyle !== 'leetcode' || problem.strictFields)
    checkFamily(problem)
  kindOf(program.kind).check?.(program, problem)
}

function formOf(test: TestCase): TestForm {
  return 'args' in test ? 'args' : 'call' in test ? 'call' : 'assert' in test ? 'assert' : 'stdin'
}

function checkTests({ kind }: ProgramShape, tests: readonly TestCase[]): void {
  const forms = kindOf(kind).tests
  if (forms.length === 0) {
    if (tests.length > 0)
      throw new ProblemError(
        'The tests of this problem would never be run.',
        `Its program is of the kind "${kind}", which is judged by its own rule.`,
        'Leave "tests" out, or choose the kind "function" or "stdin".',
      )
    return
  }
  if (tests.length === 0)
    throw new ProblemError(
      'The problem has no tests.',
      'Without a test no answer can be right or wrong.',
      `Add at least one test: ${EXAMPLES[forms[0]!]}.`,
    )
  const odd = tests.findIndex((test) => !forms.includes(formOf(test)))
  if (odd >= 0)
    throw new ProblemError(
      `Test ${odd + 1} does not fit the program.`,
      `It has the form ${EXAMPLES[formOf(tests[odd]!)]}, and the program is of the kind "${kind}".`,
      `Write it as ${forms.map((form) => EXAMPLES[form]).join(' or ')}, or choose another kind of program.`,
    )
}

/** Rules of comparison are about what a program returns or prints. */
function checkCompare({ kind }: ProgramShape): void {
  if (kindOf(kind).tests.length > 0) return
  throw new ProblemError(
    'The rules of comparison would never be used.',
    `"compare" is for programs with tests, and this one is of the kind "${kind}".`,
    'Leave "compare" out.',
  )
}

/** Strict rows, reports and the words of the bundled families are about values that a JavaScript program is called with. */
function checkFamily({ program, tests, strictFields }: Problem): void {
  if (languageOf(program) !== 'javascript' || !tests.every(isArgsTest)) {
    throw new ProblemError(
      'The problem is of no family.',
      `Families, reports and strict fields are for JavaScript called with arguments, and the program is of the kind "${program.kind}".`,
      'Leave "family", "feedbackStyle" and "strictFields" out, or make the program an expression with tests {"args": [...], "expected": ...}.',
    )
  }
  if (!strictFields) return
  tests.forEach((test, i) => {
    const rows = test.args[0]
    if (
      Array.isArray(rows) &&
      rows.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row))
    )
      return
    throw new ProblemError(
      `Test ${i + 1} has no rows.`,
      'The problem has strict fields, so the first argument of every test is a list of objects.',
      'Give the test such a list, or leave "strictFields" out.',
    )
  })
}
