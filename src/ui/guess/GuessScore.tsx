/** What came of the guesses, beside what hindsight says. */
import { selectGuessScore, selectGuessScores } from '../../lab/state/guess.ts'
import { guessesSoFar, guessPhrase } from '../../lab/words/guess-words.ts'
import { Phrase } from '../attempt/Phrase.tsx'
import { useLabState } from '../lab.tsx'
import type { Scene } from '../scene.ts'
import './guess.css'

export function GuessScore({ scene }: { scene: Scene }) {
  const score = useLabState(selectGuessScore)
  const soFar = useLabState((s) => guessesSoFar(selectGuessScores(s)))
  if (!score || !scene.attempt) return null
  return (
    <p className={`guess-score ${score.met > 0 ? 'met' : ''}`} role="status">
      <Phrase words={guessPhrase(score, scene.attempt.pieces)} />
      {soFar && <small> {soFar}</small>}
    </p>
  )
}
