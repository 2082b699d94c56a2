/**
 * What is shown when the person has chosen nothing, or something that this moment does not have: the
 * attempt and the token where hindsight disagrees most. A choice is kept and comes back with its moment.
 */
import { mostTelling } from './credit.ts'
import type { Focus } from './store.ts'
import { attemptOf, currentStep, type AttemptView, type RunView, type StepView } from './view.ts'

export interface ResolvedFocus {
  step: StepView | null
  attempt: AttemptView | null
  /** Position of the token whose bars are shown: hovered, else pinned, else the most telling; null while nothing is known of any. */
  token: number | null
  /** The pin itself, whether chosen or the most telling. */
  pinned: number | null
}

/** The choice does not depend on switches: the pin stays where it is when the credit's kind or the feedback changes. */
export function resolveFocus(view: RunView, focus: Focus): ResolvedFocus {
  const step = currentStep(view)
  if (!step || step.attempts.length === 0) return { step, attempt: null, token: null, pinned: null }
  const attempt = chosenAttempt(view, step, focus.attempt)
  const has = (token: number | null): token is number => token !== null && token >= 0 && token < attempt.tokens.length
  const own = focus.attempt === attempt.attempt
  const telling = attempt.credit && mostTelling(attempt.credit)
  const pinned = own && has(focus.token) ? focus.token : has(telling) ? telling : null
  return { step, attempt, token: has(focus.hovered) ? focus.hovered : pinned, pinned }
}

/** The chosen one; the same row of another step; else, once all is known, the one that passed or tells most. */
function chosenAttempt(view: RunView, step: StepView, chosen: number | null): AttemptView {
  const attempts = step.attempts
  const elsewhere = chosen === null ? null : attemptOf(view, chosen)
  if (elsewhere) return attempts.find((a) => a.attempt === chosen) ?? attempts[elsewhere.row] ?? attempts[0]!
  if (step.judged < attempts.length) return attempts[0]!
  const passed = attempts.find((a) => a.passed)
  if (passed || (step.beat !== 'score' && step.beat !== 'update')) return passed ?? attempts[0]!
  return attempts.reduce((best, a) => (a.creditPeak > best.creditPeak ? a : best))
}

/** The first picture of a run: the failed attempt where hindsight disagrees most, before the first pass. */
export function mostTellingAttempt(whole: RunView): AttemptView | null {
  const solvedAt = whole.firstPass === null ? Infinity : (whole.steps.find((s) => s.attempts.some((a) => a.attempt === whole.firstPass))?.step ?? Infinity)
  const failed = whole.steps.filter((s) => s.step < solvedAt).flatMap((s) => s.attempts.filter((a) => a.passed === false && a.credit))
  const all = failed.length > 0 ? failed : whole.steps.flatMap((s) => s.attempts.filter((a) => a.credit))
  return all.reduce<AttemptView | null>((best, a) => (best === null || a.creditPeak > best.creditPeak ? a : best), null)
}
