/**
 * What waits for the judge before a run does: the sandbox starts with the model, so that no first verdict waits for it and it is
 * there when the network is not, and a problem's own solution is judged, but holds nobody up for long.
 */
import type { Problem } from '../problems/problem.ts'
import { parseProblem, validateProblem } from '../verify/validate.ts'
import type { Host } from './host.ts'

const trial: Problem = {
  id: 'trial',
  title: '',
  statement: 'x',
  program: { kind: 'expression', parameters: ['x'] },
  tests: [{ args: [1], expected: 1 }],
  feedbackStyle: 'leetcode',
}

/** Never fails: what keeps the sandbox away is told by the first verdict. */
export async function startJudge({ judge }: Host['judge']): Promise<void> {
  await judge(trial, 'x').catch(() => {})
}

/** Milliseconds that somebody waits without asking what is the matter. */
export const patience = 700

/**
 * A problem that may be attempted, and the judging of its own solution, which has ended or goes on: one that takes its time, or an
 * interpreter that starts for it, is waited for at the first verdict. Null where `signal` called it off. Throws a
 * `ProblemError` where the problem is none, or its solution is soon found to fail.
 */
export async function checkedSoon(
  given: Problem,
  judge: Host['judge'],
  signal: AbortSignal,
): Promise<{ problem: Problem; checked: Promise<Problem> } | null> {
  const problem = parseProblem(given)
  const checked = validateProblem(problem, judge, { signal })
  const late = new Promise((resolve) => setTimeout(resolve, patience))
  try {
    await Promise.race([checked, late])
  } catch (error) {
    if (!signal.aborted) throw error
  }
  // Told where it is waited for.
  checked.catch(() => {})
  return signal.aborted ? null : { problem, checked }
}
