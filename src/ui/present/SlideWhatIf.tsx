/** On a slide: the attempt once more under what its self-teacher could have read instead, on the same scale as the strip above it. */
import { Fragment } from 'react'
import { logRatios } from '../../lab/run/log-ratio.ts'
import { selectFocus, selectPiece } from '../../lab/state/selectors.ts'
import { selectWhatIf } from '../../lab/state/what-if.ts'
import { beside, whatIfNames, whatIfPhrases, whatIfTitle } from '../../lab/words/what-if-words.ts'
import { Phrase } from '../attempt/Phrase.tsx'
import { TokenStrip } from '../attempt/TokenStrip.tsx'
import { WhatIfChoice } from '../attempt/WhatIfChoice.tsx'
import { useLab, useLabState } from '../lab.tsx'
import './SlideWhatIf.css'

/** `largest`: pixels of the largest letters; `peak`: the scale of both strips. */
export default function SlideWhatIf({ largest, peak }: { largest: number; peak: number }) {
  const lab = useLab()
  const view = useLabState(selectWhatIf)
  const pieceOf = useLabState(selectPiece)
  const pinned = useLabState((s) => selectFocus(s).pinned)
  if (!view) return null
  const { attempt, what, pieces, positions, note } = view
  const own = logRatios(attempt.positions ?? [])
  const other = positions && logRatios(positions)
  return (
    <section className="slide-what-if" aria-label={whatIfTitle}>
      <div className="slide-what-if-head">
        <WhatIfChoice what={what} />
        <p>{pieces ? beside(pieces) : note}</p>
      </div>
      <TokenStrip
        className="large"
        label={`${whatIfNames[what]}, attempt ${attempt.attempt}`}
        tokens={attempt.pieces.map((piece, i) => ({ piece, credit: other?.[i] ?? null, own: own[i] ?? 0 }))}
        peak={peak}
        pinned={pinned}
        largest={largest}
        unknown="not read"
        onPin={(i) => lab.looking.pinToken(i)}
        onHover={(i) => lab.looking.hoverToken(i)}
      />
      <p className="slide-what-if-said" role="status">
        {whatIfPhrases(view, pieceOf).map((words, i) => (
          <Fragment key={i}>
            <Phrase words={words} />{' '}
          </Fragment>
        ))}
        {pieces && note}
      </p>
    </section>
  )
}
