/** Which failing test is told: the one that is picked, or the reference's choice among those that may be shown. */
import { selectFailing } from '../feedback.ts'
import type { TestResult } from '../results.ts'

/** The failing tests that may be told, and which of them is; hidden tests are told of only where none else fails. */
export function toldTest(
  failing: readonly TestResult[],
  pick: ((count: number) => number) | undefined,
): { tellable: readonly TestResult[]; told: TestResult } {
  // What stands before any test, no test can hide.
  const tellable = isAboutAll(failing[0]!) ? failing : failing.filter((result) => !result.record.hidden)
  const told =
    tellable.length === 0
      ? byReference(failing)
      : pick
        ? at(tellable, pick(tellable.length))
        : byReference(tellable)
  return { tellable, told }
}

/** Whether what went wrong is so before any test. */
export function isAboutAll({ status }: TestResult): boolean {
  return status === 'syntax-error' || status === 'format-error'
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index]
  if (item === undefined) throw new RangeError(`The failing test picked is ${index}, of ${items.length}.`)
  return item
}

function byReference(failing: readonly TestResult[]): TestResult {
  const [record] = selectFailing(failing.map((result) => result.record))
  return failing.find((result) => result.record === record)!
}
