/** Student and self-teacher at one position: paired bars on a shared axis, the sampled token first, the rest of the mass last. */
import type { CSSProperties } from 'react'
import type { Bar } from '../../lab/credit.ts'
import { percent } from '../../lab/format.ts'
import { axisEnd } from '../maths/axis.ts'
import { tokenText } from '../maths/token.ts'
import './PairedBars.css'

export function BarLegend(props: { after: boolean; teacherUnused?: boolean }) {
  return (
    <ul className="bar-legend" aria-hidden="true">
      <li><i className="swatch student" />Student</li>
      <li><i className={`swatch teacher ${props.teacherUnused ? 'unused' : ''}`} />Self-teacher</li>
      {props.after && <li><i className="swatch after" />Student after the update</li>}
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
  className?: string
}) {
  const end = axisEnd(props.rows)
  const width = (p: number) => `${(100 * Math.min(p, end)) / end}%`
  return (
    <div className={`bars ${props.teacherUnused ? 'teacher-unused' : ''} ${props.className ?? ''}`}>
      <div className="bars-picture" aria-hidden="true" style={{ '--fifth': `${20 / end}%` } as CSSProperties}>
        {props.rows.map((row, i) => {
          const after = props.showAfter ? row.after : null
          return (
            <div className="bar-row" key={row.id ?? 'others'} style={{ '--i': i } as CSSProperties}>
              <div className={`bar-name ${row.sampled && row.id !== null && props.pieceOf(row.id).length > 6 ? 'stacked' : ''}`}>
                {row.sampled && <small>sampled</small>}
                {row.id === null ? <small>{props.othersLabel ?? 'all other tokens'}</small> : <Name text={tokenText(props.pieceOf(row.id)).bare} />}
              </div>
              <div className="bar-pair">
                <div className="bar-line">
                  <div className="bar student" style={{ width: width(row.student) }} />
                  {after !== null && <div className="bar-after" style={{ width: width(after) }} />}
                  <span className="bar-value student" style={{ left: width(Math.max(row.student, after ?? 0)) }}>{percent(row.student)}</span>
                </div>
                <div className="bar-line">
                  <div className="bar teacher" style={{ width: width(row.teacher) }} />
                  <span className="bar-value teacher" style={{ left: width(row.teacher) }}>{percent(row.teacher)}</span>
                </div>
              </div>
            </div>
          )
        })}
      </div>
      <table className="quiet">
        <caption>Probability of the next token</caption>
        <thead>
          <tr>
            <th scope="col">Token</th>
            <th scope="col">Student</th>
            <th scope="col">Self-teacher</th>
            {props.showAfter && <th scope="col">Student after the update</th>}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={row.id ?? 'others'}>
              <th scope="row">{row.id === null ? 'all other tokens' : tokenText(props.pieceOf(row.id)).bare}{row.sampled && ', sampled'}</th>
              <td>{percent(row.student)}</td>
              <td>{percent(row.teacher)}</td>
              {props.showAfter && <td>{row.after === null ? 'not known' : percent(row.after)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Long tokens are set smaller, so that more of them can be read. */
export function Name({ text }: { text: string }) {
  return <code className={text.length > 9 ? 'long' : ''} title={text}>{text}</code>
}
