/** The attempt in rows, one for each rule of credit, on one scale: the token in focus has its number at the row's end. */
import { decimal, signed } from '../../lab/text/format.ts'
import { rowsPeak, type CreditRow } from '../../lab/reading/compare.ts'
import { selectCreditRows } from '../../lab/state/selectors.ts'
import type { AttemptView } from '../../lab/run/view.ts'
import { useLab, useLabState } from '../lab.tsx'
import { heightSentence, sideOf } from '../maths/credit.ts'
import { ChangedRow } from './ChangedRow.tsx'
import { Phrase } from './Phrase.tsx'
import { TokenStrip } from './TokenStrip.tsx'
import './CompareCredits.css'

export function CompareCredits(props: {
  attempt: AttemptView
  token: number | null
  pinned: number | null
  masked: boolean
}) {
  const rows = useLabState(selectCreditRows)
  const peak = rowsPeak(rows)
  return (
    <section className="compare" aria-label={`Attempt ${props.attempt.attempt}, credits compared`}>
      {rows.map((row) => (
        <Row key={row.kind} row={row} peak={peak} {...props} />
      ))}
      <ChangedRow attempt={props.attempt} token={props.token} pinned={props.pinned} />
      <p className="bars-scale">{heightSentence}</p>
    </section>
  )
}

function Row({
  row,
  peak,
  attempt,
  token,
  pinned,
  masked,
}: {
  row: CreditRow
  peak: number
  attempt: AttemptView
  token: number | null
  pinned: number | null
  masked: boolean
}) {
  const lab = useLab()
  const here = token === null ? null : (row.values?.[token] ?? null)
  const neutral = row.kind === 'grpo' || !row.directed
  return (
    <div className="compare-row">
      <div className="compare-head">
        <h3>{row.name}</h3>
        <p>
          <Phrase words={row.said} />
        </p>
        <b className={here === null || neutral ? '' : sideOf(here)}>
          {here === null ? '…' : row.directed ? signed(here) : here === 0 ? '0' : decimal(here)}
        </b>
      </div>
      <TokenStrip
        compact
        label={`${row.name}, attempt ${attempt.attempt}`}
        tokens={attempt.pieces.map((piece, i) => ({ piece, credit: row.values?.[i] ?? null, own: 0 }))}
        peak={peak}
        pinned={pinned}
        masked={masked && !['grpo', 'mix', 'rlsd'].includes(row.kind)}
        neutral={neutral}
        undirected={!row.directed}
        largest={16}
        onPin={(i) => {
          lab.looking.focusAttempt(attempt.attempt)
          lab.looking.pinToken(i)
        }}
        onHover={(i) => lab.looking.hoverToken(i)}
      />
    </div>
  )
}
