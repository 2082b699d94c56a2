/** The attempt in rows, one for each rule of credit, on one scale; a rule that the file has no numbers for says so. */
import { useState } from 'react'
import { ruleRows, type RuleRow } from '../../interchange/rules.ts'
import { decimal, signed } from '../../lab/text/format.ts'
import { TokenStrip } from '../attempt/TokenStrip.tsx'
import { heightSentence, sideOf } from '../maths/credit.ts'
import '../attempt/CompareCredits.css'
import type { Look } from './useLook.ts'

/** Tokens of a row: several strips of hundreds are slow to draw. */
const mostTokens = 120

export function ForeignRules({ look }: { look: Look }) {
  const [open, setOpen] = useState(false)
  return (
    <details className="foreign-said" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Rules of credit</summary>
      {open && <Rows look={look} />}
    </details>
  )
}

function Rows({ look }: { look: Look }) {
  const { n, attempt, pinned, from } = look
  const rows = ruleRows(attempt)
  const peak = rows.reduce(
    (most, { values }) => (values ?? []).reduce<number>((best, v) => Math.max(best, Math.abs(v ?? 0)), most),
    0,
  )
  const shown = attempt.tokens.slice(from, from + mostTokens)
  return (
    <section className="compare" aria-label={`Attempt ${n + 1}, credits compared`}>
      {rows.map((row) => (
        <div className="compare-row" key={row.name}>
          <div className="compare-head">
            <h3>{row.name}</h3>
            <p>{row.said}</p>
            <Number row={row} at={pinned} />
          </div>
          {row.values && (
            <TokenStrip
              compact
              label={`${row.name}, attempt ${n + 1}`}
              tokens={shown.map(({ text }, i) => ({
                piece: text,
                credit: row.values?.[from + i] ?? null,
                own: 0,
              }))}
              peak={peak}
              pinned={pinned === null ? null : pinned - from}
              neutral={row.name === 'GRPO' || !row.directed}
              undirected={!row.directed}
              largest={16}
              onPin={(token) => look.setPinned(from + token)}
              onHover={() => {}}
              unknown="no number is in the file"
            />
          )}
        </div>
      ))}
      <p className="bars-scale">{heightSentence}</p>
      {attempt.tokens.length > from + mostTokens && (
        <p className="foreign-window">
          Of tokens {from + 1} to {from + mostTokens}.
        </p>
      )}
    </section>
  )
}

function Number({ row, at }: { row: RuleRow; at: number | null }) {
  const here = at === null ? null : (row.values?.[at] ?? null)
  if (here === null) return <b />
  return <b className={row.directed ? sideOf(here) : ''}>{row.directed ? signed(here) : decimal(here)}</b>
}
