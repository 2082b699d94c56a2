/** Student and self-teacher at one position: paired bars on a shared axis, the sampled token first, the rest of the mass last. */
import type { CSSProperties } from 'react'
import type { Bar } from '../../lab/reading/credit.ts'
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

export function BarLegend(props: { after: boolean; teacherUnused?: boolean }) {
  return (
    <ul className="bar-legend" aria-hidden="true">
      <li>
        <i className="swatch student" />
        Student
      </li>
      <li>
        <i className={`swatch teacher ${props.teacherUnused ? 'unused' : ''}`} />
        Self-teacher
      </li>
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
  rows: readonly Bar[]
  pieceOf: (id: number) => string
  showAfter: boolean
  /** GRPO: the teacher's opinion is not used, its bars are pale. */
  teacherUnused?: boolean
  othersLabel?: string
  /** Where the update pushes each row's logit; the column is absent without. */
  pulls?: readonly number[] | null
  /** Go on from here with a candidate in place of the sampled token. */
  onBranch?: (id: number) => void
  className?: string
}) {
  const end = axisEnd(props.rows)
  // A faint gradient is not blown up.
  const strongest = Math.max(0.1, ...(props.pulls ?? []).map(Math.abs))
  const width = (p: number) => `${(100 * Math.min(p, end)) / end}%`
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
                    style={{ left: width(Math.max(row.student, after ?? 0)) }}
                  >
                    {percent(row.student)}
                  </span>
                </div>
                <div className="bar-line">
                  <div className="bar teacher" style={{ width: width(row.teacher) }} />
                  <span className="bar-value teacher" style={{ left: width(row.teacher) }}>
                    {percent(row.teacher)}
                  </span>
                </div>
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
              <th scope="col">Student</th>
              <th scope="col">Self-teacher</th>
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
                <td>{percent(row.student)}</td>
                <td>{percent(row.teacher)}</td>
                {props.showAfter && <td>{row.after === null ? 'not known' : percent(row.after)}</td>}
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
