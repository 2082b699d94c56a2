/**
 * What is shown when the person has chosen nothing, or something that this moment does not have: the
 * attempt and the token where hindsight disagrees most. A choice is kept and comes back with its moment.
 */
import { mostTelling } from './credit.ts'
import { attemptOf, currentStep, type AttemptView, type RunView, type StepView } from '../run/view.ts'

/** What the person looks at. Null means "choose for me": see `resolveFocus` (focus.ts). */
export interface Focus {
  attempt: number | null
  /** Pinned position in the attempt. */
  token: number | null
  /** Hovered or keyboard-focused position: previews; leaving restores the pin. */
  hovered: number | null
}

export const noFocus: Focus = { attempt: null, token: null, hovered: null }

export interface ResolvedFocus {
  step: StepView | null
  attempt: AttemptView | null
  /** Position of the token whose bars are shown: hovered, else pinned, else the most telling; null while nothing is known of any. */
  token: number | null
  /** The pin itself, whether chosen or the most telling. */
  pinned: number | null
}

/**
 * The choice does not depend on switches: the pin stays where it is when the credit's kind or the feedback changes.
 * `whole`: the run as far as it is known, past the moment in `view` too.
 */
export function resolveFocus(view: RunView, focus: Focus, whole: RunView = view): ResolvedFocus {
  const step = currentStep(view)
  if (!step || step.attempts.length === 0) return { step, attempt: null, token: null, pinned: null }
  const attempt = chosenAttempt(
    view,
    step,
    focus.attempt,
    whole.steps.find((known) => known.step === step.step) ?? step,
  )
  const has = (token: number | null): token is number =>
    token !== null && token >= 0 && token < attempt.tokens.length
  const own = focus.attempt === attempt.attempt
  const telling = attempt.credit && mostTelling(attempt.credit)
  const pinned = own && has(focus.token) ? focus.token : has(telling) ? telling : null
  return { step, attempt, token: has(focus.hovered) ? focus.hovered : pinned, pinned }
}

/** The chosen one; the same row of another step; else the step's most telling, from its first act on where it is known: one attempt is followed through an update. */
function chosenAttempt(view: RunView, step: StepView, chosen: number | null, known: StepView): AttemptView {
  const attempts = step.attempts
  const elsewhere = chosen === null ? null : attemptOf(view, chosen)
  const number = elsewhere
    ? (attempts.find((a) => a.attempt === chosen) ?? attempts[elsewhere.row])?.attempt
    : tellingOf(known).attempt
  return attempts.find((a) => a.attempt === number) ?? attempts[0]!
}

/** Once all is known, the one that passed or tells most. */
function tellingOf({ attempts, judged, stage }: StepView): AttemptView {
  const passed = judged === attempts.length ? attempts.find((a) => a.passed) : undefined
  if (passed || judged < attempts.length || (stage !== 'score' && stage !== 'update'))
    return passed ?? attempts[0]!
  return attempts.reduce((best, a) => (a.creditPeak > best.creditPeak ? a : best))
}

/** Asked of every attempt of a run, so of nothing that is unpacked for it. */
const isScored = ({ creditPeak }: AttemptView): boolean => creditPeak > 0

/** The first picture of a run: the failed attempt where hindsight disagrees most, before the first pass. */
export function mostTellingAttempt(whole: RunView): AttemptView | null {
  const solvedAt =
    whole.firstPass === null
      ? Infinity
      : (whole.steps.find((s) => s.attempts.some((a) => a.attempt === whole.firstPass))?.step ?? Infinity)
  const failed = whole.steps
    .filter((s) => s.step < solvedAt)
    .flatMap((s) => s.attempts.filter((a) => a.passed === false && isScored(a)))
  const all = failed.length > 0 ? failed : whole.steps.flatMap((s) => s.attempts.filter(isScored))
  return all.reduce<AttemptView | null>(
    (best, a) => (best === null || a.creditPeak > best.creditPeak ? a : best),
    null,
  )
}
