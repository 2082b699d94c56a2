/** What came of the guesses of the token to blame, in a sentence, from their score and the attempt's tokens. */
import { negligibleCredit } from '../reading/credit.ts'
import type { GuessScore } from '../reading/guess.ts'
import { capital, count, inWords, shareInWords, signed } from '../text/format.ts'
import type { Phrase, PhrasePart } from '../text/phrase.ts'

export const guessQuestion = 'Which token would you blame?'

/** @param pieces the attempt's tokens */
export function guessPhrase(score: GuessScore, pieces: readonly string[]): Phrase {
  return score.guesses === 1 ? ofOne(score, pieces) : ofMany(score, pieces)
}

function ofOne({ of, blamed, favourite }: GuessScore, pieces: readonly string[]): Phrase {
  const { token, credit } = favourite!
  const yours: PhrasePart[] = ['You blamed ', { token: pieces[token]! }]
  if (!blamed) return [...yours, `. Hindsight doubts none of the ${count(of, 'token', 'tokens')}.`]
  const most = { strong: signed(blamed.credit) }
  if (token === blamed.token) return [...yours, ', and so does hindsight, most of all: ', most, '.']
  const rather: PhrasePart[] = [{ token: pieces[blamed.token]!, side: 'student' }, ': ', most, '.']
  if (credit <= -negligibleCredit)
    return [...yours, `. Hindsight doubts it too, by ${signed(credit)}, but doubts most `, ...rather]
  return credit < negligibleCredit
    ? [...yours, '. Hindsight finds it as likely as before, and doubts most ', ...rather]
    : [...yours, `. Hindsight likes it more than before, by ${signed(credit)}, and doubts most `, ...rather]
}

function ofMany({ guesses, of, blamed, met, favourite }: GuessScore, pieces: readonly string[]): Phrase {
  if (!blamed)
    return [
      `${capital(inWords(guesses))} guesses. Hindsight doubts none of the ${count(of, 'token', 'tokens')}.`,
    ]
  const others: PhrasePart[] =
    favourite && favourite.count > 1 && favourite.token !== blamed.token
      ? [' Most fall on ', { token: pieces[favourite.token]! }, ': ', inWords(favourite.count), '.']
      : []
  return [
    { strong: `${capital(shareInWords(met, guesses))} guesses` },
    met <= 1 && met < guesses ? ' falls on ' : ' fall on ',
    { token: pieces[blamed.token]!, side: 'student' },
    ', which hindsight doubts most: ',
    { strong: signed(blamed.credit) },
    '.',
    ...others,
    ` A blind guess falls on it once in ${inWords(of)}.`,
  ]
}

/** Over the attempts of a run that were guessed on and that hindsight has read; null of fewer than two. */
export function guessesSoFar(scores: readonly GuessScore[]): string | null {
  if (scores.length < 2) return null
  const sum = (pick: (score: GuessScore) => number) => scores.reduce((all, score) => all + pick(score), 0)
  return `Over ${inWords(scores.length)} attempts of this run, ${shareInWords(
    sum((s) => s.met),
    sum((s) => s.guesses),
  )} guesses met its strongest doubt.`
}
