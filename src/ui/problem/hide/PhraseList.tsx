/** All phrases that the bundled model knows of one family, to be clicked into the ticket. */
import { phrasebooks } from '../../../authoring/ticket/phrasebook.ts'
import type { Clause } from '../../../authoring/ticket/ticket.ts'
import type { FamilyName } from '../../../problems/tickets/family.ts'

export function PhraseList({ family, onPick }: { family: FamilyName; onPick: (clause: Clause) => void }) {
  const { groups, openings } = phrasebooks[family]
  const count = groups.reduce((sum, { wordings }) => sum + wordings.length, 0)
  return (
    <details className="hide-phrases">
      <summary>All {count} phrases it knows</summary>
      <p className="hide-note">{`It begins with ${openings.map((text) => `“${text}”`).join(', ')}.`}</p>
      {groups.map(({ wordings }, group) => (
        <div key={group} role="group" aria-label={wordings[0]}>
          {wordings.map((words, wording) => (
            <button
              key={words}
              type="button"
              className="unread-near"
              onClick={() => onPick({ group, wording, meaning: 0 })}
            >
              {words}
            </button>
          ))}
        </div>
      ))}
    </details>
  )
}
