/** The steps of a ticket: the phrase of each, and what it secretly means, from usual to unusual. */
import { anyClause } from '../../../authoring/ticket/dice.ts'
import { phrasebooks } from '../../../authoring/ticket/phrasebook.ts'
import {
  kindOf,
  mostClauses,
  openKinds,
  withClause,
  wordsOf,
  type BuiltTicket,
  type Clause,
} from '../../../authoring/ticket/ticket.ts'
import { Rng } from '../../../rng.ts'
import { Icon } from '../../parts/Icon.tsx'

/** The kinds of steps, as a person would name them. */
const kindNames: Readonly<Record<string, string>> = {
  filter: 'Keep some',
  map: 'Change each',
  order: 'Put in order',
  slice: 'Cut',
  fold: 'Come to one number',
  show: 'Say what is shown',
}

export function Steps({
  built,
  picks,
  onChange,
}: {
  built: BuiltTicket
  /** Whether phrases are chosen here; else they are typed. */
  picks: boolean
  onChange: (built: BuiltTicket) => void
}) {
  const { family, clauses } = built
  const put = (at: number, clause: Clause) =>
    onChange({ ...built, clauses: clauses.map((other, i) => (i === at ? clause : other)) })
  const open = openKinds(built)
  return (
    <>
      <div className="hide-heads" aria-hidden="true">
        <span>It reads</span>
        <span>You mean, from usual to rare</span>
      </div>
      <ol className="hide-steps" aria-label="Steps">
        {clauses.map((clause, at) => (
          <li key={kindOf(family, clause.group)}>
            {picks ? (
              <Phrase built={built} clause={clause} step={at + 1} onChange={(next) => put(at, next)} />
            ) : (
              <p className="hide-phrase">{wordsOf(family, clause)}</p>
            )}
            <Meaning built={built} clause={clause} step={at + 1} onChange={(next) => put(at, next)} />
            {picks && (
              <button
                type="button"
                className="button icon bare"
                aria-label={`Remove step ${at + 1}`}
                onClick={() => onChange({ ...built, clauses: clauses.toSpliced(at, 1) })}
              >
                <Icon name="close" />
              </button>
            )}
          </li>
        ))}
      </ol>
      {picks && clauses.length < mostClauses && open.length > 0 && (
        <div className="hide-add" role="group" aria-label="Add a step">
          <span>Add:</span>
          {open.map((kind) => (
            <button
              key={kind}
              type="button"
              className="link-button"
              onClick={() => onChange(withClause(built, anyClause(Rng.of(Date.now(), 'step'), family, kind)))}
            >
              {kindNames[kind]}
            </button>
          ))}
        </div>
      )}
    </>
  )
}

interface ClauseProps {
  built: BuiltTicket
  clause: Clause
  /** 1-based. */
  step: number
  onChange: (clause: Clause) => void
}

/** The phrases of this step's kind; another kind is another step. */
function Phrase({ built: { family }, clause, step, onChange }: ClauseProps) {
  const kind = kindOf(family, clause.group)
  return (
    <label className="field">
      <span className="quiet">Phrase of step {step}</span>
      <select
        className="textbox"
        value={`${clause.group}.${clause.wording}`}
        onChange={(event) => {
          const [group, wording] = event.target.value.split('.').map(Number) as [number, number]
          onChange({ group, wording, meaning: group === clause.group ? clause.meaning : 0 })
        }}
      >
        {phrasebooks[family].groups.map((group, i) =>
          group.kind === kind ? (
            <optgroup key={i} label={group.wordings[0]!}>
              {group.wordings.map((words, j) => (
                <option key={words} value={`${i}.${j}`}>
                  {words}
                </option>
              ))}
            </optgroup>
          ) : null,
        )}
      </select>
    </label>
  )
}

function Meaning({ built, clause, step, onChange }: ClauseProps) {
  const group = phrasebooks[built.family].groups[clause.group]!
  return (
    <label className="field">
      <span className="quiet">Secret meaning of step {step}</span>
      <select
        className="textbox hide-secret"
        value={clause.meaning}
        onChange={(event) => onChange({ ...clause, meaning: Number(event.target.value) })}
      >
        {Array.from({ length: group.meanings }, (_, i) => (
          <option key={i} value={i}>
            {group.meaning(i, built.fields).says}
            {i === 0 ? ' (usual)' : ''}
          </option>
        ))}
      </select>
    </label>
  )
}
