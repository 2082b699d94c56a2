/** Student and self-teacher at one position: paired bars on a shared axis, the sampled token first, the rest of the mass last. */
import type { CSSProperties } from 'react'
import type { Bar, ReadBar } from '../../lab/reading/credit.ts'
import { percent, signed } from '../../lab/text/format.ts'
import { axisEnd } from '../maths/axis.ts'
import { tokenText } from '../../lab/text/token.ts'
import { Icon } from '../parts/Icon.tsx'
import './PairedBars.css'

/** Each candidate's pull by row of `barsAt`: those of the rows, and what is left to the rest of the mass. */
export function pullRows(pulls: readonly number[], rows: readonly Bar[]): number[] {
  const shown = pulls.slice(0, rows.length - 1)
  return [...shown, -shown.reduce((sum, pull) => sum + pull, 0)]
}

/** Whose bars they are. */
export interface BarReaders {
  student: string
  /** Null where there is one reader alone. */
  teacher: string | null
}

const ours: BarReaders = { student: 'Student', teacher: 'Self-teacher' }

export function BarLegend(props: {
  after: boolean
  teacherUnused?: boolean
  /** Default: the lab's own. */
  readers?: BarReaders
}) {
  const { student, teacher } = props.readers ?? ours
  return (
    <ul className="bar-legend" aria-hidden="true">
      <li>
        <i className="swatch student" />
        {student}
      </li>
      {teacher !== null && (
        <li>
          <i className={`swatch teacher ${props.teacherUnused ? 'unused' : ''}`} />
          {teacher}
        </li>
      )}
      {props.after && (
        <li>
          <i className="swatch after" />
          After the update
        </li>
      )}
    </ul>
  )
}

export function PairedBars(props: {
  rows: readonly ReadBar[]
  pieceOf: (id: number) => string
  showAfter: boolean
  /** GRPO: the teacher's opinion is not used, its bars are pale. */
  teacherUnused?: boolean
  othersLabel?: string
  /** Where the update pushes each row's logit; the column is absent without. */
  pulls?: readonly number[] | null
  /** Go on from here with a candidate in place of the sampled token. */
  onBranch?: (id: number) => void
  /** Default: the lab's own. A reader who was not asked of a token has no bar there. */
  readers?: BarReaders
  className?: string
}) {
  const readers = props.readers ?? ours
  const end = axisEnd(props.rows)
  // A faint gradient is not blown up.
  const strongest = Math.max(0.1, ...(props.pulls ?? []).map(Math.abs))
  const alone = props.rows.every(({ teacher }) => teacher === null)
  const width = (p: number | null) => `${(100 * Math.min(p ?? 0, end)) / end}%`
  const shown = (p: number | null) => (p === null ? '\u2013' : percent(p))
  const said = (p: number | null) => (p === null ? 'not known' : percent(p))
  return (
    <div
      className={`bars ${props.teacherUnused ? 'teacher-unused' : ''} ${props.pulls ? 'with-pull' : ''} ${props.className ?? ''}`}
    >
      <div className="bars-picture" style={{ '--fifth': `${20 / end}%` } as CSSProperties}>
        {props.rows.map((row, i) => {
          const after = props.showAfter ? row.after : null
          return (
            <div className="bar-row" key={row.id ?? 'others'} style={{ '--i': i } as CSSProperties}>
              {props.onBranch && row.id !== null && !row.sampled && (
                <BranchButton
                  name={tokenText(props.pieceOf(row.id)).bare}
                  onClick={() => props.onBranch!(row.id!)}
                />
              )}
              <div
                aria-hidden="true"
                className={`bar-name ${row.sampled && row.id !== null && props.pieceOf(row.id).length > 6 ? 'stacked' : ''}`}
              >
                {row.sampled && <small>sampled</small>}
                {row.id === null ? (
                  <small>{props.othersLabel ?? 'all other tokens'}</small>
                ) : (
                  <Name text={tokenText(props.pieceOf(row.id)).bare} />
                )}
              </div>
              <div className="bar-pair" aria-hidden="true">
                <div className="bar-line">
                  <div className="bar student" style={{ width: width(row.student) }} />
                  {after !== null && <div className="bar-after" style={{ width: width(after) }} />}
                  <span
                    className="bar-value student"
                    style={{ left: width(Math.max(row.student ?? 0, after ?? 0)) }}
                  >
                    {shown(row.student)}
                  </span>
                </div>
                {!alone && (
                  <div className="bar-line">
                    <div className="bar teacher" style={{ width: width(row.teacher) }} />
                    <span className="bar-value teacher" style={{ left: width(row.teacher) }}>
                      {shown(row.teacher)}
                    </span>
                  </div>
                )}
              </div>
              {props.pulls && <Pull value={props.pulls[i]!} share={Math.abs(props.pulls[i]!) / strongest} />}
            </div>
          )
        })}
      </div>
      {/* A table would grow past the one pixel that it is given. */}
      <div className="quiet">
        <table>
          <caption>Probability of the next token</caption>
          <thead>
            <tr>
              <th scope="col">Token</th>
              <th scope="col">{readers.student}</th>
              {!alone && <th scope="col">{readers.teacher}</th>}
              {props.showAfter && <th scope="col">Student after the update</th>}
              {props.pulls && <th scope="col">Pull of the gradient</th>}
            </tr>
          </thead>
          <tbody>
            {props.rows.map((row, i) => (
              <tr key={row.id ?? 'others'}>
                <th scope="row">
                  {row.id === null ? 'all other tokens' : tokenText(props.pieceOf(row.id)).bare}
                  {row.sampled && ', sampled'}
                </th>
                <td>{said(row.student)}</td>
                {!alone && <td>{said(row.teacher)}</td>}
                {props.showAfter && <td>{said(row.after)}</td>}
                {props.pulls && <td>{signed(props.pulls[i]!)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

/** Right and blue: made likelier; left and orange: made less likely. */
function Pull({ value, share }: { value: number; share: number }) {
  const side = Math.abs(value) < 0.005 ? 'none' : value > 0 ? 'up' : 'down'
  return (
    <div className={`pull ${side}`} aria-hidden="true" style={{ '--share': share } as CSSProperties}>
      <i />
      <span>{signed(value)}</span>
    </div>
  )
}

function BranchButton({ name, onClick }: { name: string; onClick: () => void }) {
  return (
    <button
      type="button"
      className="bar-branch"
      aria-label={`Branch with ${name}`}
      title={`Go on with ${name} instead, and judge it`}
      onClick={onClick}
    >
      <Icon name="branch" size={13} />
    </button>
  )
}

/** Long tokens are set smaller, so that more of them can be read. */
export function Name({ text }: { text: string }) {
  return (
    <code className={text.length > 9 ? 'long' : ''} title={text}>
      {text}
    </code>
  )
}
