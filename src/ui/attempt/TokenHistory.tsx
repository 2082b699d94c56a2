/** The student at one prefix, update by update: the sampled token solid, the teacher's favourite dashed; past dark, the rest of a recording pale. */
import type { ReactNode } from 'react'
import type { HistoryPoint } from '../../lab/reading/credit.ts'
import { percent } from '../../lab/text/format.ts'
import { linePath, scaleTo } from '../maths/path.ts'
import './TokenHistory.css'

export function TokenHistory(props: {
  points: readonly HistoryPoint[]
  names: readonly string[]
  steps: number
  at: number
  act?: ReactNode
}) {
  const w = 400
  const h = 66
  const labels = props.names.map((name) => (name.length > 9 ? `${name.slice(0, 8)}…` : name))
  const right = w - 10 - 7.3 * Math.max(...labels.map((label) => label.length))
  const x = scaleTo(1, Math.max(2, props.steps), 4, right)
  const y = scaleTo(0, 1, h - 18, 6)
  const lines = props.names.map((_, c) =>
    props.points.flatMap((p) => {
      const value = p.student[c]
      return value === null || value === undefined ? [] : [{ step: p.step, x: x(p.step), y: y(value), value }]
    }),
  )
  const ends = lines.map((line) => line.at(-1)?.y ?? y(0))
  if (ends.length === 2 && Math.abs(ends[0]! - ends[1]!) < 13) {
    const middle = Math.min(h - 26, Math.max(14, (ends[0]! + ends[1]!) / 2))
    const up = ends[0]! <= ends[1]! ? 0 : 1
    ends[up] = middle - 7
    ends[1 - up] = middle + 7
  }
  const spoken = props.names.map((name, c) => {
    const line = lines[c]!
    return line.length === 0
      ? ''
      : `${name}: ${percent(line[0]!.value)} at update ${line[0]!.step}, ${percent(line.at(-1)!.value)} at update ${line.at(-1)!.step}`
  })
  return (
    <div className="history">
      <p className="history-name">
        <span>The student here, update by update</span>
        {props.act}
      </p>
      <svg
        viewBox={`0 0 ${w} ${h}`}
        role="img"
        aria-label={`The student here, update by update. ${spoken.filter(Boolean).join('; ')}`}
        focusable="false"
      >
        <path className="history-base" d={`M4 ${y(0)}H${right}`} />
        {lines.map((line, c) => (
          <g key={props.names[c]} className={c === 0 ? 'history-sampled' : 'history-rival'}>
            <path className="history-rest" d={linePath(line.filter((p) => p.step >= props.at))} />
            <path d={linePath(line.filter((p) => p.step <= props.at))} />
            <text x={right + 7} y={ends[c]! + 4}>
              {labels[c]}
            </text>
          </g>
        ))}
        <path className="history-playhead" d={`M${x(props.at)} 2V${y(0)}`} />
        {lines.map((line, c) => {
          const now = line.find((p) => p.step === props.at)
          return now && <circle key={c} className="history-dot" cx={now.x} cy={now.y} r="3" />
        })}
        {[1, props.at, props.steps]
          .filter(
            (step, i, all) =>
              all.indexOf(step) === i && (step === props.at || Math.abs(x(step) - x(props.at)) > 16),
          )
          .map((step) => (
            <text
              key={step}
              className={step === props.at ? 'history-tick now' : 'history-tick'}
              x={x(step)}
              y={h - 3}
            >
              {step}
            </text>
          ))}
      </svg>
    </div>
  )
}
