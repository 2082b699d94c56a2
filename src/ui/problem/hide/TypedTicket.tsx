/** A ticket typed by hand: what is known of it becomes the ticket, whatever its case; for what is not, the nearest phrases are offered. */
import { useState } from 'react'
import { familyOf, readTicket, type TypedPiece } from '../../../authoring/ticket/read-ticket.ts'
import {
  grammarOf,
  meaningOf,
  withClause,
  wordsOf,
  type BuiltTicket,
  type Clause,
} from '../../../authoring/ticket/ticket.ts'
import { PhraseList } from './PhraseList.tsx'

export function TypedTicket({
  built,
  onChange,
  onUnread,
}: {
  built: BuiltTicket
  onChange: (built: BuiltTicket) => void
  onUnread: (pieces: number) => void
}) {
  const [text, setText] = useState(() => (built.clauses.length > 0 ? grammarOf(built).ticket.text : ''))
  const { family } = built
  const pieces = readTicket(text, family)
  const other = familyOf(text, family) !== family
  /** Phrases whose meaning was chosen already keep it. */
  const type = (next: string, chosen: Clause | null = null) => {
    setText(next)
    const read = readTicket(next, family)
    onUnread(read.filter(({ kind }) => kind === 'unknown').length)
    onChange(ticketOf(read, built, chosen))
  }
  const unknown = pieces.filter((piece) => piece.kind === 'unknown')
  return (
    <div className="hide-typed">
      <label className="field">
        <span className="quiet">The ticket in your words</span>
        <textarea
          className="textbox"
          rows={3}
          spellCheck={false}
          value={text}
          placeholder="From xs, keep the large ones, then scale them up."
          onChange={(event) => type(event.target.value)}
        />
      </label>
      <div role="status">
        {unknown.map((piece) => (
          <div
            key={piece.text}
            className="hide-unknown"
            role="group"
            aria-label={`Phrases near ${piece.text}`}
          >
            <span>
              It does not know <b>{piece.text}</b>
              {piece.near.length > 0 ? '. It knows:' : '. Nothing it knows is near: look through the list.'}
            </span>
            {piece.near.map((clause) => (
              <button
                key={clause.group}
                type="button"
                className="unread-near"
                onClick={() =>
                  type(
                    text.replace(piece.text, () => wordsOf(family, clause)),
                    clause,
                  )
                }
              >
                {wordsOf(family, clause)}
                <small> {meaningOf(built, clause).says}</small>
              </button>
            ))}
          </div>
        ))}
        {other && (
          <p className="hide-note">
            These are phrases about {family === 'lists' ? 'rows' : 'numbers'}: choose that above.
          </p>
        )}
      </div>
      <PhraseList
        family={family}
        onPick={(clause) => {
          const said = text.trim().replace(/[.,;]+$/, '')
          const words = wordsOf(family, clause)
          type(said === '' ? words : `${said}, then ${words}`, clause)
        }}
      />
    </div>
  )
}

function ticketOf(pieces: readonly TypedPiece[], before: BuiltTicket, chosen: Clause | null): BuiltTicket {
  let built: BuiltTicket = { ...before, clauses: [] }
  for (const piece of pieces) {
    if (piece.kind === 'opening') built = { ...built, opening: piece.opening }
    if (piece.kind !== 'phrase') continue
    const known = [...(chosen ? [chosen] : []), ...before.clauses].find(
      ({ group }) => group === piece.clause.group,
    )
    built = withClause(built, { ...piece.clause, meaning: known?.meaning ?? 0 })
  }
  return built
}
