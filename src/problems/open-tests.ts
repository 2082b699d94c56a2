/** Which tests of a problem are shown to whoever looks on. */
import type { Problem, TestCase } from './problem.ts'

/** Whether the problem's meaning is still hidden from whoever opened its link. `found`: an attempt has passed. */
export const isSealed = ({ sealed }: Pick<Problem, 'sealed'>, found: boolean): boolean =>
  sealed === true && !found

/** Those that neither the judge keeps to itself nor a seal hides. */
export function openTests(problem: Pick<Problem, 'sealed' | 'tests'>, found: boolean): TestCase[] {
  return isSealed(problem, found) ? [] : problem.tests.filter(({ hidden }) => !hidden)
}
