/** A problem that cannot be judged: what is wrong, why, and the way out, for the person who wrote it. */
import type { Problem } from '../problems/problem.ts'

export class ProblemError extends Error {
  readonly reason: string
  readonly wayOut: string

  constructor(message: string, reason: string, wayOut: string) {
    super(message)
    this.name = 'ProblemError'
    this.reason = reason
    this.wayOut = wayOut
  }
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u
const RESERVED = new Set(
  'break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with yield let static await implements interface package private protected public arguments eval'.split(' '),
)

/** Throws a `ProblemError` where the problem's program or tests cannot be run at all. */
export function checkProblem(problem: Problem): void {
  const { program, tests } = problem
  if (tests.length === 0) throw new ProblemError('The problem has no tests.', 'Without a test no answer can be right or wrong.', 'Add at least one test: {"args": [...], "expected": ...}.')
  const names = program.kind === 'expression' ? program.parameters : [program.name]
  for (const name of names) {
    if (!IDENTIFIER.test(name) || RESERVED.has(name)) {
      throw new ProblemError(`"${name}" cannot name a ${program.kind === 'expression' ? 'parameter' : 'function'}.`, 'It is not a JavaScript identifier.', 'Use letters, digits and _ only, not starting with a digit.')
    }
  }
  if (problem.strictFields) {
    tests.forEach((test, i) => {
      if (Array.isArray(test.args[0]) && test.args[0].every((row) => typeof row === 'object' && row !== null && !Array.isArray(row))) return
      throw new ProblemError(`Test ${i + 1} has no rows.`, 'The problem has strict fields, so the first argument of every test is a list of objects.', 'Give the test such a list, or leave "strictFields" out.')
    })
  }
  if (program.kind !== 'expression') return
  if (new Set(names).size !== names.length) throw new ProblemError('Two parameters have the same name.', `The parameters are ${names.join(', ')}.`, 'Give each parameter a name of its own.')
  tests.forEach((test, i) => {
    if (test.args.length !== names.length) {
      throw new ProblemError(`Test ${i + 1} does not fit the program.`, `It has ${count(test.args.length, 'argument')} for ${count(names.length, 'parameter')} (${names.join(', ')}).`, 'Give "args" one value for each parameter.')
    }
  })
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}
