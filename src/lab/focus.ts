/**
 * What is shown when the person has chosen nothing, or something that this moment does not have: the
 * attempt and the token where hindsight disagrees most. A choice is kept and comes back with its moment.
 */
import { mostTelling } from './credit.ts'
import type { Focus } from './store.ts'
import { currentStep, type AttemptView, type RunView, type StepView } from './view.ts'

export interface ResolvedFocus {
  step: StepView | null
  attempt: AttemptView | null
  /** Position of the token whose bars are shown: hovered, else pinned, else the most telling; null while nothing is known of any. */
  token: number | null
  /** The pin itself, whether chosen or the most telling. */
  pinned: number | null
}

/** `credit`: of an attempt under the current switches (creditOf); decides what is most telling. */
export function resolveFocus(view: RunView, focus: Focus, credit: (attempt: AttemptView) => readonly number[] | null): ResolvedFocus {
  const step = currentStep(view)
  if (!step || step.attempts.length === 0) return { step, attempt: null, token: null, pinned: null }
  const attempt = chosenAttempt(step, focus.attempt)
  const has = (token: number | null): token is number => token !== null && token >= 0 && token < attempt.tokens.length
  const own = focus.attempt === attempt.attempt
  const telling = attempt.credit || attempt.advantage !== null ? mostTelling(credit(attempt) ?? attempt.credit ?? []) : null
  const pinned = own && has(focus.token) ? focus.token : telling !== null && has(telling) ? telling : null
  return { step, attempt, token: has(focus.hovered) ? focus.hovered : pinned, pinned }
}

function chosenAttempt(step: StepView, chosen: number | null): AttemptView {
  const found = step.attempts.find((a) => a.attempt === chosen)
  if (found) return found
  const passed = step.attempts.find((a) => a.passed)
  if (passed) return passed
  return step.attempts.reduce((best, a) => (a.creditPeak > best.creditPeak ? a : best))
}
