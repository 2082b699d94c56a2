/** An expression over parameters. */
import type { TestCase } from '../../problems/problem.ts'
import { readTests, testForm } from '../problem-draft-tests.ts'
import type { DraftKind } from './kind.ts'

export const expression: DraftKind<'expression'> = {
  fields: ({ parameters }) => ({ parameters }),
  program: ({ parameters }, tests) => ({
    program: { kind: 'expression', parameters: parametersFor(parameters, tests) },
  }),
  tests: { read: ({ tests }) => readTests(tests), form: testForm },
}

/** The draft's names where they fit the tests, else plain ones. */
function parametersFor(names: readonly string[], tests: readonly TestCase[]): string[] {
  const first = tests.find((test) => 'args' in test)
  const wanted = first ? first.args.length : names.length
  if (wanted === names.length || wanted === 0) return [...names]
  return wanted === 1 ? ['xs'] : Array.from({ length: wanted }, (_, i) => (i < 8 ? 'abcdefgh'[i]! : `p${i}`))
}
