/** The attempt under what its self-teacher read, and under what it could have read instead: two strips on one scale, what is asked in words, and what it changes. */
import { useRef } from 'react'
import { logRatios } from '../../lab/run/log-ratio.ts'
import { selectFocus, selectPiece } from '../../lab/state/selectors.ts'
import { selectWhatIf, type WhatIfView } from '../../lab/state/what-if.ts'
import { signed } from '../../lab/text/format.ts'
import { beside, ownName, whatIfNames, whatIfPhrases, whatIfTitle } from '../../lab/words/what-if-words.ts'
import { useLab, useLabState } from '../lab.tsx'
import { sideOf } from '../maths/credit.ts'
import { useKeptHeight } from '../parts/useKeptHeight.ts'
import { Phrase } from './Phrase.tsx'
import { TokenStrip } from './TokenStrip.tsx'
import { WhatIfChoice } from './WhatIfChoice.tsx'
import './CompareCredits.css'
import './WhatIf.css'

/** In the page's first script: it is there in the frame after the key, so that what it moves is moved by the person. */
export function WhatIf() {
  const view = useLabState(selectWhatIf)
  return view && <Shown view={view} />
}

function Shown({ view }: { view: WhatIfView }) {
  const lab = useLab()
  const pieceOf = useLabState(selectPiece)
  const place = useRef<HTMLElement>(null)
  const { attempt, what, pieces, positions, note } = view
  useKeptHeight(place, `${attempt.attempt}`)
  const own = logRatios(attempt.positions ?? [])
  const other = positions && logRatios(positions)
  const peak = Math.max(0, ...[...own, ...(other ?? [])].map(Math.abs))
  const said = whatIfPhrases(view, pieceOf)
  return (
    <section ref={place} className="what-if" aria-label={whatIfTitle}>
      <div className="what-if-head">
        <h3>What if it had read</h3>
        <WhatIfChoice what={what} />
        <button
          type="button"
          className="link-button"
          aria-label="Close the what-if"
          onClick={() => lab.looking.setWhatIf(null)}
        >
          Close
        </button>
      </div>
      <Row
        view={view}
        name={ownName(attempt)}
        words={beside(attempt.reprompt?.pieces ?? [])}
        credit={own}
        own={own}
        peak={peak}
      />
      <Row
        view={view}
        name={whatIfNames[what]}
        words={pieces ? beside(pieces) : note}
        credit={other}
        own={own}
        peak={peak}
      />
      <p className="what-if-said" role="status">
        {said.length === 0 && pieces ? note : null}
        {said.map((words, i) => (
          <span key={i}>
            <Phrase words={words} />{' '}
          </span>
        ))}
        {said.length > 0 && note}
      </p>
    </section>
  )
}

function Row(props: {
  view: WhatIfView
  name: string
  words: string
  credit: readonly number[] | null
  /** The run's own credit, whose room both rows keep. */
  own: readonly number[]
  peak: number
}) {
  const { view, name, words, credit, own, peak } = props
  const lab = useLab()
  const token = useLabState((s) => selectFocus(s).token)
  const pinned = useLabState((s) => selectFocus(s).pinned)
  const { attempt } = view
  const here = token === null ? null : (credit?.[token] ?? null)
  return (
    <div className="compare-row">
      <div className="compare-head">
        <h4>{name}</h4>
        <p>{words}</p>
        <b className={here === null ? '' : sideOf(here)}>{here === null ? '' : signed(here)}</b>
      </div>
      <TokenStrip
        compact
        label={`${name}, attempt ${attempt.attempt}`}
        tokens={attempt.pieces.map((piece, i) => ({ piece, credit: credit?.[i] ?? null, own: own[i] ?? 0 }))}
        peak={peak}
        pinned={pinned}
        largest={16}
        unknown="not read"
        onPin={(i) => lab.looking.pinToken(i)}
        onHover={(i) => lab.looking.hoverToken(i)}
      />
    </div>
  )
}
