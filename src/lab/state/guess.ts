/** What the screen reads of the guesses: whether one is asked for now, those on the attempt in view, and what came of them. */
import { guessKey, scoreGuesses, type GuessScore } from '../reading/guess.ts'
import { attemptOf, type AttemptView, type RunView } from '../run/view.ts'
import {
  remember,
  selectCreditMode,
  selectFocus,
  selectReading,
  selectView,
  selectWhole,
} from './selectors.ts'
import type { LabState } from './store.ts'

const none: readonly number[] = []

/** Guesses on the attempt in view, as positions of its tokens. */
export function selectGuesses(state: LabState): readonly number[] {
  const { attempt } = selectFocus(state)
  return attempt ? guessesOn(state, attempt) : none
}

const guessesOn = (state: LabState, attempt: AttemptView) =>
  state.guess.made[guessKey(selectWhole(state).startedAt, attempt.attempt)] ?? none

/** The picture waits for a guess: the attempt in view is the one that was asked about, and hindsight has not spoken. */
export function selectAsking(state: LabState): boolean {
  const { attempt, step } = selectFocus(state)
  const { asked } = state.guess
  return (
    asked !== null &&
    attempt?.attempt === asked.attempt &&
    selectWhole(state).startedAt === asked.run &&
    step?.stage === 'reprompt' &&
    attempt.positions === null
  )
}

/** The attempt in view as far as it is known, where its token to blame can be guessed: it failed, and something was said of it. */
export function selectGuessable(state: LabState): AttemptView | null {
  const { attempt } = selectFocus(state)
  const known = attempt && attemptOf(selectWhole(state), attempt.attempt)
  return known?.passed === false && known.reprompt?.mask === 1 && known.tokens.length > 1 ? known : null
}

/** Null without a guess, and while hindsight has not read the attempt under the switches. */
export function selectGuessScore(state: LabState): GuessScore | null {
  const { attempt } = selectFocus(state)
  if (!attempt || selectCreditMode(state) === 'grpo') return null
  const reading = selectReading(state, attempt)
  if (!reading.positions || reading.sameWords || attempt.reprompt?.mask !== 1) return null
  return scoreOf(guessesOn(state, attempt), reading.positions)
}
const scoreOf = remember(scoreGuesses)

/** What came of the guesses on every attempt that the run, as far as it is shown, has let hindsight read. */
export function selectGuessScores(state: LabState): readonly GuessScore[] {
  return scoresOf(selectView(state), state.guess.made)
}
const scoresOf = remember(
  ({ startedAt, steps }: RunView, made: LabState['guess']['made']): readonly GuessScore[] =>
    steps.flatMap(({ attempts }) =>
      attempts.flatMap((attempt) => {
        // Asked first, so that no attempt without a guess is unpacked.
        const guesses = made[guessKey(startedAt, attempt.attempt)]
        if (!guesses || !attempt.positions || attempt.reprompt?.mask !== 1) return []
        return scoreGuesses(guesses, attempt.positions) ?? []
      }),
    ),
)
