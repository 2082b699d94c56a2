/** What the act in view has just done to this attempt, in one sentence that leads the eye to the picture below. */
import { useRef } from 'react'
import { selectAsking } from '../../lab/state/guess.ts'
import { guessQuestion } from '../../lab/words/guess-words.ts'
import { headlineOf } from '../../lab/words/headline.ts'
import { plain } from '../../lab/text/phrase.ts'
import { selectChance, selectPiece, selectView } from '../../lab/state/selectors.ts'
import { useLabState } from '../lab.tsx'
import type { Scene } from '../scene.ts'
import { useKeptHeight } from '../parts/useKeptHeight.ts'
import { Phrase } from './Phrase.tsx'
import './Headline.css'

export function Headline({ scene }: { scene: Scene }) {
  const { step, attempt, reading, pinned, mode } = scene
  const pieceOf = useLabState(selectPiece)
  const firstPass = useLabState((s) => selectView(s).firstPass)
  const chance = useLabState(selectChance)
  const asking = useLabState(selectAsking)
  const place = useRef<HTMLDivElement>(null)
  useKeptHeight(place, 'headline')
  if (!step || !attempt || !reading) return null
  if (asking)
    return (
      <div ref={place} className="headline-place">
        <p key="question" className="headline">
          <strong>{guessQuestion}</strong>
        </p>
      </div>
    )
  const words = headlineOf({ step, attempt, token: pinned, mode, reading, firstPass, chance, pieceOf })
  // Another sentence is another line, not the words of the one before moved about.
  return (
    <div ref={place} className="headline-place">
      <p key={plain(words)} className={`headline ${attempt.passed ? 'passed' : ''}`}>
        <Phrase words={words} />
      </p>
    </div>
  )
}
