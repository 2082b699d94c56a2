/**
 * Programs that pass given tests, of the steps that the bundled model was trained on: what it could write for
 * somebody's own problem about a list of numbers, and whether there is anything that it could.
 */
import { sameJson } from '../families/outcome.ts'
import { isArgsTest, type Problem } from '../problem.ts'
import { listInstructions } from './list-instructions.ts'

/** Steps of the longest program that is looked at. */
export const mostSteps = 3
/** Programs that are kept, the shortest first. */
const most = 16

const steps = [
  ...new Map(
    listInstructions.flatMap(({ meanings }) => meanings.map((step) => [step.code, step] as const)),
  ).values(),
]

/** All programs of up to `mostSteps` steps that pass, at most 16; null where the problem is not about one list `xs` of numbers. */
export function programsFor({ program, tests }: Problem): string[] | null {
  if (program.kind !== 'expression' || program.parameters.join() !== 'xs') return null
  const cases: { xs: readonly number[]; expected: unknown }[] = []
  for (const test of tests) {
    if (!isArgsTest(test) || test.args.length !== 1 || !isNumbers(test.args[0])) return null
    cases.push({ xs: test.args[0], expected: test.expected })
  }
  if (cases.length === 0) return null
  const passing: string[] = []
  const look = (code: string, values: readonly (readonly number[])[], left: number): void => {
    for (const step of steps) {
      if (passing.length >= most) return
      const passes = values.every((xs, i) => sameJson(step.run(xs), cases[i]!.expected))
      if (passes) passing.push(code + step.code)
      else if (left > 1) {
        const next = values.map((xs) => step.run(xs))
        // A step that ends in a number is the last, and one that changes nothing here is not needed.
        if (next.every(isNumbers) && !sameJson(next, values)) look(code + step.code, next, left - 1)
      }
    }
  }
  for (let depth = 1; depth <= mostSteps && passing.length === 0; depth++)
    look(
      'xs',
      cases.map(({ xs }) => xs),
      depth,
    )
  return passing
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number')
}
