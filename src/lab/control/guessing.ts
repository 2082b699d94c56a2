/**
 * Guessing the token to blame: the picture goes back to the act before the credit, where nobody knows it yet, a press
 * on a token is a guess, and the next act shows what hindsight says. Guesses outlive the page.
 */
import type { Preferences } from '../history/preferences.ts'
import { guessKey, type GuessState } from '../reading/guess.ts'
import { selectAsking, selectGuessable, selectGuesses } from '../state/guess.ts'
import { selectFocus, selectWhole } from '../state/selectors.ts'
import { tryKeeping, type StoreHandle } from '../state/state-handle.ts'
import type { TimeControls } from './time.ts'

export interface GuessControls {
  /** Asks for the token to blame of the attempt in view, before its credit is shown; nothing where there is none to blame. */
  ask(): void
  /** A guess of the attempt that is asked about (0-based token). */
  guess(token: number): void
  takeBack(): void
  /** Every press is another one's guess; else the next replaces the one before. */
  setMany(many: boolean): void
  /** Shows what hindsight says. */
  show(): void
}

export class Guessing implements GuessControls {
  constructor(
    private readonly handle: StoreHandle,
    private readonly time: Pick<TimeControls, 'seekStep' | 'nextAct'>,
    private readonly preferences: Preferences,
  ) {}

  ask(): void {
    const attempt = selectGuessable(this.handle.state)
    if (!attempt) return
    this.time.seekStep(attempt.step, 'reprompt')
    const { guess } = this.handle.state
    this.handle.set({
      focus: { attempt: attempt.attempt, token: null, hovered: null },
      creditMode: 'sdpo',
      compare: false,
      throughTime: false,
      guess: { ...guess, asked: { run: selectWhole(this.handle.state).startedAt, attempt: attempt.attempt } },
    })
  }

  guess(token: number): void {
    const { state } = this.handle
    if (!selectAsking(state)) return
    this.keep(state.guess.many ? [...selectGuesses(state), token] : [token])
  }

  takeBack(): void {
    this.keep(selectGuesses(this.handle.state).slice(0, -1))
  }

  setMany(many: boolean): void {
    this.set({ many })
  }

  show(): void {
    const { state } = this.handle
    if (!selectAsking(state)) return
    // What hindsight doubts most comes into focus, not the token under the mouse that guessed.
    this.handle.set({ focus: { ...state.focus, token: null, hovered: null } })
    this.time.nextAct()
  }

  private keep(guesses: readonly number[]): void {
    const { state } = this.handle
    const { attempt } = selectFocus(state)
    if (!attempt) return
    const { [guessKey(selectWhole(state).startedAt, attempt.attempt)]: _, ...others } = state.guess.made
    // The latest stand last, so that the oldest are the ones that are forgotten.
    const made =
      guesses.length === 0
        ? others
        : { ...others, [guessKey(selectWhole(state).startedAt, attempt.attempt)]: guesses }
    this.set({ made })
    tryKeeping(this.handle, () => this.preferences.keepGuesses(made))
  }

  private set(change: Partial<GuessState>): void {
    this.handle.set({ guess: { ...this.handle.state.guess, ...change } })
  }
}
