/** Expressions: the response is one JavaScript expression over named parameters. */
import { isArgsTest } from '../../problems/problem.ts'
import type { TestCase } from '../../problems/problem.ts'
import { extractExpression } from '../extract.ts'
import { checkName } from '../identifiers.ts'
import { judgeProgram } from '../judge-program.ts'
import { ProblemError } from '../problem-error.ts'
import type { JudgeKind } from './kind.ts'

export const expression: JudgeKind<'expression'> = {
  tests: ['args'],
  check: ({ parameters }, { tests }) => checkExpression(parameters, tests),
  judge: (program, submission) =>
    judgeProgram(submission, extractExpression(submission.response, program.parameters), {
      language: 'javascript',
      shape: program,
    }),
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

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}
