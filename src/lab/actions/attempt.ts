/** Acts on what is looked at: the attempt, its tokens, its credit, and what its teacher reads. */
import { valueHindrance } from '../control/values.ts'
import { favouriteOther } from '../reading/credit.ts'
import type { Lab } from '../lab.ts'
import {
  selectFocus,
  selectGradient,
  selectHasRun,
  selectLenders,
  selectPiece,
  selectReading,
  selectTaught,
} from '../state/selectors.ts'
import { whatIfKinds } from '../reading/what-if.ts'
import { selectWhatIfAttempt } from '../state/what-if.ts'
import { selectAsking, selectGuessable } from '../state/guess.ts'
import type { LabState } from '../state/store.ts'
import { tokenText } from '../text/token.ts'
import { actionsOf, toggles } from './action.ts'

export const attemptActions = actionsOf({
  'next-attempt': {
    label: 'Next attempt',
    keys: ['j'],
    enabled: (state) => selectFocus(state).attempt !== null,
    perform: (lab) => moveAttempt(lab, 1),
  },
  'previous-attempt': {
    label: 'Previous attempt',
    keys: ['k'],
    enabled: (state) => selectFocus(state).attempt !== null,
    perform: (lab) => moveAttempt(lab, -1),
  },
  // The strip has its own arrow keys: they move the pin while it has the focus.
  'next-token': {
    label: 'Next token',
    enabled: (state) => selectFocus(state).attempt !== null,
    perform: (lab) => moveToken(lab, 1),
  },
  'previous-token': {
    label: 'Previous token',
    enabled: (state) => selectFocus(state).attempt !== null,
    perform: (lab) => moveToken(lab, -1),
  },
  'toggle-credit': {
    label: (state) => (state.creditMode === 'grpo' ? 'Show SDPO credit' : 'Show GRPO credit'),
    keys: ['g'],
    pressed: (state) => state.creditMode === 'grpo',
    // Without a self-teacher there is one rule, or none.
    enabled: selectTaught,
    perform: (lab) => lab.looking.setCreditMode(lab.store.getState().creditMode === 'grpo' ? 'sdpo' : 'grpo'),
  },
  'toggle-feedback': {
    label: 'Show feedback to the teacher',
    keys: ['f'],
    pressed: (state) => state.hindsight.feedback,
    perform: (lab) => lab.looking.setHindsight({ feedback: !lab.store.getState().hindsight.feedback }),
  },
  guess: {
    label: 'Guess the token to blame',
    keys: ['q'],
    enabled: (state) => selectGuessable(state) !== null,
    pressed: selectAsking,
    perform: (lab) => (selectAsking(lab.store.getState()) ? lab.guessing.show() : lab.guessing.ask()),
  },
  'compare-credits': {
    label: 'Compare credits',
    keys: ['c'],
    enabled: (state) => selectFocus(state).attempt !== null,
    pressed: (state) => state.compare,
    perform: (lab) => lab.looking.setCompare(!lab.store.getState().compare),
  },
  'measure-changes': {
    label: 'Measure what each token changed',
    enabled: (state) =>
      valueHindrance(state) === null && state.valuing === null && selectFocus(state).attempt !== null,
    perform: (lab) => {
      lab.looking.setCompare(true)
      lab.values.measure()
    },
  },
  'same-weights': {
    label: 'Same weights for teacher and student',
    keys: ['w'],
    pressed: (state) => state.hindsight.sameWeights,
    perform: (lab) => lab.looking.setHindsight({ sameWeights: !lab.store.getState().hindsight.sameWeights }),
  },
  'lend-feedback': {
    label: 'Someone else\u2019s feedback',
    keys: ['e'],
    enabled: (state) => selectLenders(state).length > 0,
    pressed: (state) => lenderAt(state) >= 0,
    perform: (lab) => lab.looking.lendFeedback(lenderAt(lab.store.getState()) < 0 ? 0 : null),
  },
  'lend-another': {
    label: 'Another',
    name: 'Someone else\u2019s feedback: another',
    enabled: (state) => lenderAt(state) >= 0 && selectLenders(state).length > 1,
    perform: (lab) => lab.looking.lendFeedback(lenderAt(lab.store.getState()) + 1),
  },
  // One key goes through them all, and then closes.
  'what-if': {
    label: 'What if it had read something else?',
    keys: ['i'],
    enabled: (state) => selectWhatIfAttempt(state) !== null,
    pressed: (state) => state.whatIf !== null,
    perform: (lab) => {
      const { whatIf } = lab.store.getState()
      lab.looking.setWhatIf(
        whatIf === null ? whatIfKinds[0]! : (whatIfKinds[whatIfKinds.indexOf(whatIf) + 1] ?? null),
      )
    },
  },
  branch: {
    label: (state) => {
      const rival = rivalHere(state)
      return rival === null
        ? 'Branch with another token'
        : `Branch with ${tokenText(selectPiece(state)(rival)).bare}`
    },
    keys: ['b'],
    enabled: (state) => rivalHere(state) !== null,
    perform: (lab) => {
      const state = lab.store.getState()
      const { token } = selectFocus(state)
      const rival = rivalHere(state)
      if (token !== null && rival !== null) lab.branches.add(token, rival)
    },
  },
  'through-time': {
    label: 'The token through time',
    keys: ['h'],
    enabled: (state) => selectFocus(state).token !== null,
    pressed: (state) => state.throughTime,
    perform: (lab) => lab.looking.setThroughTime(!lab.store.getState().throughTime),
  },
  gradient: {
    label: 'The gradient on every candidate',
    keys: ['d'],
    enabled: (state) => selectFocus(state).token !== null,
    pressed: selectGradient,
    perform: (lab) => lab.looking.setGradient(!selectGradient(lab.store.getState())),
  },
  mattered: { label: 'Tokens that mattered', keys: ['m'], enabled: selectHasRun, ...toggles('mattered') },
  probes: { label: 'Probes', name: 'Probes: prompts of your own', keys: ['o'], ...toggles('probes') },
})

function moveAttempt(lab: Lab, by: number): void {
  const { step, attempt } = selectFocus(lab.store.getState())
  const next = attempt && step?.attempts[attempt.row + by]
  if (next) lab.looking.focusAttempt(next.attempt)
}

function moveToken(lab: Lab, by: number): void {
  const { attempt, pinned } = selectFocus(lab.store.getState())
  if (!attempt || attempt.tokens.length === 0) return
  const from = pinned ?? (by > 0 ? -1 : attempt.tokens.length)
  lab.looking.pinToken(Math.max(0, Math.min(attempt.tokens.length - 1, from + by)))
}

/** Whose feedback the focused attempt's teacher reads, by its place among the lenders; -1 where it is its own. */
function lenderAt(state: LabState): number {
  const { attempt } = selectFocus(state)
  const from = attempt && state.hindsight.swapped[attempt.attempt]
  return from == null ? -1 : selectLenders(state).findIndex((lender) => lender.from === from)
}

/** The teacher's favourite in place of the token in focus; null while it is not known. */
function rivalHere(state: LabState): number | null {
  const { attempt, token } = selectFocus(state)
  const position = attempt && token !== null ? selectReading(state, attempt).positions?.[token] : null
  return position ? favouriteOther(position) : null
}
