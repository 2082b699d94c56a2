/** What the fields of the rows are secretly called: those that the ticket's meanings are about. */
import { phrasebooks } from '../../../authoring/ticket/phrasebook.ts'
import type { BuiltTicket } from '../../../authoring/ticket/ticket.ts'

export function FieldNames({
  built,
  onChange,
}: {
  built: BuiltTicket
  onChange: (built: BuiltTicket) => void
}) {
  const book = phrasebooks[built.family]
  const used = [...new Set(built.clauses.flatMap(({ group }) => book.groups[group]!.concepts))].sort()
  if (used.length === 0) return null
  return (
    <details className="hide-fields">
      <summary>
        Fields are secretly called {used.map((i) => book.fields[i]!.names[built.fields[i]!]).join(', ')}
      </summary>
      <div>
        {used.map((i) => {
          const { concept, names } = book.fields[i]!
          return (
            <label key={concept} className="field">
              <span>{concept}</span>
              <select
                className="textbox"
                value={built.fields[i]}
                onChange={(event) =>
                  onChange({ ...built, fields: built.fields.with(i, Number(event.target.value)) })
                }
              >
                {names.map((name, j) => (
                  <option key={name} value={j}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          )
        })}
      </div>
    </details>
  )
}
