/** What the middle of the screen shows now: the attempt in focus, what its teacher read, and each token's credit under the switches. */
import { useMemo } from 'react'
import { mostTelling, type CreditMode } from '../lab/reading/credit.ts'
import type { Reading } from '../lab/reading/hindsight.ts'
import { pullsAt } from '../lab/reading/gradient.ts'
import {
  selectConfig,
  selectCredit,
  selectFocus,
  selectGradient,
  selectReading,
} from '../lab/state/selectors.ts'
import { beforeScores } from '../lab/run/fold-attempt.ts'
import type { AttemptView, StepView } from '../lab/run/view.ts'
import type { Position } from '../engine/protocol.ts'
import { useLabState } from './lab.tsx'

export interface Scene {
  step: StepView | null
  attempt: AttemptView | null
  /** Token whose bars are shown, and the pin itself (0-based). */
  token: number | null
  pinned: number | null
  mode: CreditMode
  reading: Reading | null
  /** Credit under the switches; null while unknown. */
  credit: readonly number[] | null
  /** Scale of the bars. */
  peak: number
  position: Position | null
  /** The student after the update, on the position's candidates; null while unknown or of no account. */
  after: readonly number[] | null
  /** Where the update pushes each candidate of the position; null where the gradient is not shown or not known. */
  pulls: readonly number[] | null
  /** Every shown credit is nothing. */
  flat: boolean
  masked: boolean
}

export function useScene(): Scene {
  const focus = useLabState(selectFocus)
  const { step } = focus
  // The attempt that tells most is known when the last is re-read: until then a live run shows no credit of another.
  const early = useLabState(
    (s) => s.source === 'live' && s.live.following && s.focus.attempt === null && step?.stage === 'reprompt',
  )
  const attempt = useMemo(
    () => (early && focus.attempt ? beforeScores(focus.attempt) : focus.attempt),
    [early, focus.attempt],
  )
  const [token, pinned] = early ? [null, null] : [focus.token, focus.pinned]
  const reading = useLabState((s) => (attempt ? selectReading(s, attempt) : null))
  const credit = useLabState((s) => (attempt ? selectCredit(s, attempt) : null))
  const mode = useLabState((s) => s.creditMode)
  const gradient = useLabState(selectGradient)
  const loss = useLabState((s) => selectConfig(s).loss)
  return useMemo(() => {
    const masked = attempt?.reprompt?.mask === 0
    const loudest = credit && mostTelling(credit)
    return {
      step,
      attempt,
      token,
      pinned,
      mode,
      reading,
      credit,
      peak: Math.max(attempt?.creditPeak ?? 0, loudest === null ? 0 : Math.abs(credit![loudest]!)),
      position: token === null ? null : (reading?.positions?.[token] ?? null),
      after:
        token === null || mode === 'grpo' || reading?.status !== 'own'
          ? null
          : (attempt?.after?.[token] ?? null),
      pulls:
        gradient && attempt && token !== null && reading?.positions
          ? pullsAt({ mode, loss, positions: reading.positions, token, advantage: attempt.advantage, masked })
          : null,
      flat: credit !== null && credit.every((c) => Math.abs(c) < 0.005),
      masked,
    }
  }, [step, attempt, token, pinned, mode, reading, credit, gradient, loss])
}
