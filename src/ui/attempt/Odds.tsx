/** The first act's picture: how likely the student itself found the tokens that it was least sure of, and the whole text. */
import { Fragment } from 'react'
import { leastSure, oddsPhrases } from '../../lab/words/odds-words.ts'
import type { AttemptView } from '../../lab/run/view.ts'
import { percent } from '../../lab/text/format.ts'
import { tokenText } from '../../lab/text/token.ts'
import { Phrase } from './Phrase.tsx'
import './Odds.css'

export function Odds({ attempt }: { attempt: AttemptView }) {
  const said = oddsPhrases(attempt)
  if (said.length === 0) return null
  return (
    <>
      <h3>How sure the student was</h3>
      <ul className="odds" aria-label="Tokens that the student was least sure of">
        {leastSure(attempt).map((token) => {
          const odds = Math.exp(attempt.logProbs[token]!)
          return (
            <li key={token}>
              <code>{tokenText(attempt.pieces[token]!).bare}</code>
              <i aria-hidden="true">
                <b style={{ width: `${100 * odds}%` }} />
              </i>
              <span>{percent(odds)}</span>
            </li>
          )
        })}
      </ul>
      <p className="odds-said">
        {said.map((words, i) => (
          <Fragment key={i}>
            <Phrase words={words} />{' '}
          </Fragment>
        ))}
      </p>
    </>
  )
}
