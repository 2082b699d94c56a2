/**
 * The scene: the one reading of what the middle of the screen shows (act, attempt, token, switches, edited words).
 * The picture is drawn from it, and headline, lesson, slide, legend and live region take their words from it,
 * so that none of them can speak of something else.
 */
import type { Position } from '../../engine/protocol.ts'
import { mostTelling, type CreditMode } from '../reading/credit.ts'
import { pullsAt } from '../reading/gradient.ts'
import type { Reading } from '../reading/hindsight.ts'
import { beforeScores } from '../run/fold-attempt.ts'
import type { AttemptView, StepView } from '../run/view.ts'
import {
  remember,
  selectConfig,
  selectCredit,
  selectCreditMode,
  selectFocus,
  selectGradient,
  selectReading,
} from './selectors.ts'
import type { LabState } from './store.ts'

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
  /** The update leaves the token out: it distils others only. */
  left: boolean
}

export function selectScene(state: LabState): Scene {
  const { step, attempt: focused, token, pinned } = selectFocus(state)
  // The attempt that tells most is known when the last is re-read: until then a live run shows no credit of another.
  const early =
    state.source === 'live' &&
    state.live.following &&
    state.focus.attempt === null &&
    step?.stage === 'reprompt'
  const attempt = early && focused ? hidden(focused) : focused
  return sceneOf(
    step,
    attempt,
    early ? null : token,
    early ? null : pinned,
    selectCreditMode(state),
    attempt && selectReading(state, attempt),
    attempt && selectCredit(state, attempt),
    selectGradient(state),
    selectConfig(state).loss,
  )
}

const hidden = remember(beforeScores)

const sceneOf = remember(
  (
    step: StepView | null,
    attempt: AttemptView | null,
    token: number | null,
    pinned: number | null,
    mode: CreditMode,
    reading: Reading | null,
    credit: readonly number[] | null,
    gradient: boolean,
    loss: ReturnType<typeof selectConfig>['loss'],
  ): Scene => {
    const masked = attempt?.reprompt?.mask === 0
    const left = token !== null && attempt?.selected?.[token] === 0 && !masked
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
          ? pullsAt({
              mode,
              loss,
              positions: reading.positions,
              token,
              advantage: attempt.advantage,
              masked: masked || left,
            })
          : null,
      flat: credit !== null && credit.every((c) => Math.abs(c) < 0.005),
      masked,
      left,
    }
  },
)
