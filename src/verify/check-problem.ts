/** What of a problem must fit together before anything is judged by it. Runs none of its code. */
import { isArgsTest, languageOf } from '../problems/problem.ts'
import type { AnswerRule, Language, Problem, ProgramShape, TestCase, Tool } from '../problems/problem.ts'
import { ProblemError } from './problem-error.ts'
import { SchemaFault } from './tool-patterns.ts'
import { toolSchema } from './tool-schema.ts'

const IDENTIFIER = {
  javascript: /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u,
  python: /^[\p{ID_Start}_]\p{ID_Continue}*$/u,
} as const
const words = (text: string) => new Set(text.split(' '))
const RESERVED = {
  javascript: words(
    'break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with yield let static await implements interface package private protected public arguments eval',
  ),
  python: words(
    'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield',
  ),
} as const
const LANGUAGE_NAMES = { javascript: 'JavaScript', python: 'Python' } as const satisfies Record<
  Language,
  string
>

/** The forms of tests that a kind of program is judged by. */
type TestForm = 'args' | 'call' | 'assert' | 'stdin'
const FORMS = {
  expression: ['args'],
  function: ['args', 'call', 'assert'],
  stdin: ['stdin'],
  answer: [],
  'tool-call': [],
  custom: [],
} as const satisfies Record<ProgramShape['kind'], readonly TestForm[]>
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
  if (problem.family !== undefined || problem.feedbackStyle === 'report' || problem.strictFields)
    checkFamily(problem)
  switch (program.kind) {
    case 'expression':
      return checkExpression(program.parameters, tests)
    case 'function':
      return checkName(program.name, 'function', languageOf(program)!)
    case 'answer':
      return checkAnswer(program.answer)
    case 'tool-call':
      return checkTools(program.tools)
    case 'stdin':
    case 'custom':
      return
    default:
      return program satisfies never
  }
}

function formOf(test: TestCase): TestForm {
  return 'args' in test ? 'args' : 'call' in test ? 'call' : 'assert' in test ? 'assert' : 'stdin'
}

function checkTests({ kind }: ProgramShape, tests: readonly TestCase[]): void {
  const forms: readonly TestForm[] = FORMS[kind]
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
  const forms: readonly TestForm[] = FORMS[kind]
  if (forms.length > 0) return
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

function checkExpression(names: readonly string[], tests: readonly TestCase[]): void {
  for (const name of names) checkName(name, 'parameter', 'javascript')
  if (new Set(names).size !== names.length)
    throw new ProblemError(
      'Two parameters have the same name.',
      `The parameters are ${names.join(', ')}.`,
      'Give each parameter a name of its own.',
    )
  tests.filter(isArgsTest).forEach((test, i) => {
    if (test.args.length !== names.length) {
      throw new ProblemError(
        `Test ${i + 1} does not fit the program.`,
        `It has ${count(test.args.length, 'argument')} for ${count(names.length, 'parameter')} (${names.join(', ')}).`,
        'Give "args" one value for each parameter.',
      )
    }
  })
}

function checkName(name: string, what: string, language: Language): void {
  if (IDENTIFIER[language].test(name) && !RESERVED[language].has(name)) return
  throw new ProblemError(
    `"${name}" cannot name a ${what}.`,
    `It is not a ${LANGUAGE_NAMES[language]} identifier.`,
    'Use letters, digits and _ only, not starting with a digit.',
  )
}

function checkAnswer(answer: AnswerRule): void {
  switch (answer.type) {
    case 'choice': {
      const labels = answer.options.map(({ label }) => label)
      if (new Set(labels).size !== labels.length)
        throw new ProblemError(
          'Two options have the same label.',
          `The labels are ${labels.join(', ')}.`,
          'Give each option a label of its own.',
        )
      if (!labels.includes(answer.right))
        throw new ProblemError(
          'No option is right.',
          `The right one is said to be "${answer.right}", and the labels are ${labels.join(', ')}.`,
          'Set "right" to one of them.',
        )
      return
    }
    case 'regex':
      try {
        new RegExp(answer.pattern, answer.flags)
      } catch (error) {
        throw new ProblemError(
          'The pattern of the answer cannot be read.',
          (error as Error).message,
          'Correct the pattern; it is written as in JavaScript, without the slashes.',
        )
      }
      return
    case 'number':
      if (answer.units && answer.unit === undefined)
        throw new ProblemError(
          'The answer has other units, but none of its own.',
          `The others are ${Object.keys(answer.units).join(', ')}.`,
          'Set "unit" to the unit of "value".',
        )
      return
    case 'exact':
      return
    default:
      return answer satisfies never
  }
}

function checkTools(tools: readonly Tool[]): void {
  const names = tools.map(({ name }) => name)
  for (const name of names) for (const part of name.split('.')) checkName(part, 'tool', 'javascript')
  for (const tool of tools) checkSchema(tool)
  if (new Set(names).size !== names.length || names.includes('check'))
    throw new ProblemError(
      'Two functions of the API have the same name.',
      `The tools are ${names.join(', ')}, and check is the function that judges.`,
      'Give each tool a name of its own.',
    )
}

function checkSchema(tool: Tool): void {
  try {
    toolSchema(tool)
  } catch (error) {
    if (!(error instanceof SchemaFault)) throw error
    throw new ProblemError(
      `The parameters of the tool ${tool.name} cannot be read.`,
      error.message,
      'Write them as a JSON Schema: {"type": "object", "properties": {...}, "required": [...]}.',
    )
  }
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}
