/** What was understood of a paste and what was not, in the person's words; other rows and readings of it to choose from. */
import type { Chosen, Pasted } from '../../../authoring/paste/read.ts'

/** Named at most. */
const most = 8

export function PasteReport({
  pasted: { understood, notUnderstood, rows, readings },
  onChoose,
  onPlain,
}: {
  pasted: Pasted
  onChoose: (chosen: Chosen) => void
  onPlain: () => void
}) {
  return (
    <div className="paste-report" role="status">
      {understood.length > 0 ? (
        <p>
          <b>Understood:</b> {understood.join('; ')}.{' '}
          <button type="button" className="link-button" onClick={onPlain}>
            Keep it as plain text
          </button>
        </p>
      ) : (
        <p>
          <b>Taken as a statement.</b> No tests, no choices and no answer were found in it.
        </p>
      )}
      {rows && (
        <Pick
          label="Row"
          names={rows.names.map((name, i) => `${i + 1}. ${name}`)}
          chosen={rows.chosen}
          onPick={(row) => onChoose({ row })}
        />
      )}
      {readings && (
        <Pick
          label="Two readings fit"
          names={readings.names}
          chosen={readings.chosen}
          onPick={(reading) => onChoose({ ...(rows && { row: rows.chosen }), reading })}
        />
      )}
      {notUnderstood.length > 0 && (
        <>
          <p>
            <b>To look at:</b>
          </p>
          <ul>
            {notUnderstood.slice(0, most).map(({ line, text, reason }, i) => (
              <li key={i}>
                {line !== null && `Line ${line}: `}
                {text !== '' && <code dir="auto">{text}</code>} {reason}
              </li>
            ))}
            {notUnderstood.length > most && <li>and {notUnderstood.length - most} more</li>}
          </ul>
        </>
      )}
    </div>
  )
}

function Pick({
  label,
  names,
  chosen,
  onPick,
}: {
  label: string
  names: readonly string[]
  chosen: number
  onPick: (index: number) => void
}) {
  return (
    <label className="paste-pick">
      <span>{label}</span>
      <select className="textbox" value={chosen} onChange={(event) => onPick(Number(event.target.value))}>
        {names.map((name, i) => (
          <option key={i} value={i}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}
