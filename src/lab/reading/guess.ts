/**
 * A guess of the token to blame, made before hindsight speaks, beside what hindsight then says: a pure function of the
 * guesses and of both readers' log-probabilities, under any rule of credit and with any words in the judge's mouth.
 */
import { logRatios } from '../run/log-ratio.ts'
import type { Position } from '../../engine/protocol.ts'
import { negligibleCredit } from './credit.ts'

/** Guesses of the person, or of a class on one machine. */
export interface GuessState {
  /** The attempt that is being guessed on, of the run that started then; null: none. */
  asked: { run: number | null; attempt: number } | null
  /** Every press is another one's guess; else the next replaces the one before. */
  many: boolean
  /** Guessed tokens (0-based positions) in the order of the guesses, by `guessKey`. */
  made: Readonly<Record<string, readonly number[]>>
}

export const noGuesses: GuessState = { asked: null, many: false, made: {} }

export function guessKey(run: number | null, attempt: number): string {
  return `${run ?? 'none'}/${attempt}`
}

export interface GuessScore {
  guesses: number
  /** Tokens of the attempt. */
  of: number
  /** The token that hindsight doubts most, and its credit in nats; null where it doubts none. */
  blamed: { token: number; credit: number } | null
  /** Guesses that fall on it. */
  met: number
  /** The token that most guesses fall on; null where several share that. */
  favourite: { token: number; count: number; credit: number } | null
}

/** Null without a guess. */
export function scoreGuesses(guesses: readonly number[], positions: readonly Position[]): GuessScore | null {
  const credit = logRatios(positions)
  const valid = guesses.filter((token) => token < credit.length)
  if (valid.length === 0) return null
  const least = credit.indexOf(Math.min(...credit))
  const blamed = credit[least]! <= -negligibleCredit ? { token: least, credit: credit[least]! } : null
  const counts = tally(valid)
  const most = Math.max(...counts.values())
  const top = [...counts].filter(([, count]) => count === most)
  return {
    guesses: valid.length,
    of: credit.length,
    blamed,
    met: blamed ? (counts.get(blamed.token) ?? 0) : 0,
    favourite: top.length === 1 ? { token: top[0]![0], count: most, credit: credit[top[0]![0]]! } : null,
  }
}

/** How many guesses fall on each token that any falls on. */
export function tally(guesses: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const token of guesses) counts.set(token, (counts.get(token) ?? 0) + 1)
  return counts
}
