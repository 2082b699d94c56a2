/** An attempt of a view that both readers have read, for tests that change what was read. */
import type { ScoredAttempt } from './attempt-view.ts'
import { attemptOf, type RunView } from './view.ts'

export function scoredAttempt(view: RunView, attempt: number): ScoredAttempt {
  const found = attemptOf(view, attempt)
  if (!found || found.positions === null) throw new Error(`Attempt ${attempt} is not scored.`)
  return found
}
