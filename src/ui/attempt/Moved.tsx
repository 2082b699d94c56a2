/** The fifth act's picture: which of the adapter's numbers the update moved, layer by layer and by projection, how far, and how much of what taught it is at the token in view. */
import { Fragment, type CSSProperties } from 'react'
import {
  gapShare,
  lengthText,
  linePhrase,
  movementPhrases,
  projectionName,
  sharePhrase,
} from '../../lab/words/movement-words.ts'
import { plain } from '../../lab/text/phrase.ts'
import type { StepView } from '../../lab/run/view.ts'
import { useAction } from '../actions.ts'
import type { Scene } from '../scene.ts'
import { MovedLine } from './MovedLine.tsx'
import { Phrase } from './Phrase.tsx'
import './Moved.css'

/** Opacity of the cell that moved least. */
const palest = 0.12

export default function Moved({ scene }: { scene: Scene }) {
  const { step, attempt, token, mode, reading } = scene
  const undo = useAction('undo-update')
  if (!step?.signals || !attempt) return null
  const said = movementPhrases(step)
  const gap = gapShare(step, attempt, token)
  // Where the strip shows another rule's credit, or what other words would have given, its bar is not the gap that taught.
  const led = gap !== null && gap.share >= 0.001 && mode === 'sdpo' && reading?.status === 'own'
  // What is said of the line comes with it, a frame later: last, so that it moves nothing.
  const piece = attempt.pieces[token!]!
  const ofToken = gap ? [sharePhrase(piece, gap), led && linePhrase(piece, gap)] : []
  return (
    <section className="moved" aria-label="What the update moved">
      {led && <MovedLine token={token!} share={gap.share} />}
      <div className="moved-head">
        <h3>What the update moved</h3>
        {undo.enabled && (
          <button type="button" className="link-button" onClick={undo.perform}>
            {undo.label}
          </button>
        )}
      </div>
      {step.movement && <Grid movement={step.movement} said={said.map(plain).join(' ')} />}
      <p className="moved-said">
        {said.map((words, i) => (
          <Fragment key={i}>
            <Phrase words={words} />{' '}
          </Fragment>
        ))}
        {ofToken.map(
          (words, i) =>
            words && (
              <span key={i} className={i === 1 ? 'moved-line-said' : ''}>
                <Phrase words={words} />{' '}
              </span>
            ),
        )}
      </p>
    </section>
  )
}

/** A cell for each pair of matrices, the darker the farther it moved, between the least and the most; layers from left to right. */
function Grid({ movement, said }: { movement: NonNullable<StepView['movement']>; said: string }) {
  const { layers, projections } = movement
  const [least, most] = [Math.min(...layers.flat()), Math.max(...layers.flat())]
  const shade = (by: number) => (most > least ? (by - least) / (most - least) : 1)
  return (
    <div
      className="moved-grid"
      role="img"
      aria-label={said}
      style={{ gridTemplateColumns: `max-content repeat(${layers.length}, minmax(0, 1fr))` }}
    >
      {projections.map((name, p) => (
        <Fragment key={name}>
          <span>{projectionName(name)}</span>
          {layers.map((row, layer) => (
            <i
              key={layer}
              title={`layer ${layer + 1}, ${projectionName(name)}: ${lengthText(row[p]!)}`}
              style={{ opacity: palest + (1 - palest) * shade(row[p]!) }}
            />
          ))}
        </Fragment>
      ))}
      <span>layer</span>
      {layers.map((_, layer) => (
        <b key={layer}>{layers.length <= 12 || (layer + 1) % 5 === 0 || layer === 0 ? layer + 1 : ''}</b>
      ))}
      {most > least && (
        <>
          <span>moved by</span>
          <p className="moved-scale">
            {lengthText(least)}
            <i style={{ '--palest': palest } as CSSProperties} />
            {lengthText(most)}
          </p>
        </>
      )}
    </div>
  )
}
