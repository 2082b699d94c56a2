/** One signal over updates: the past dark, the rest of a recording pale, the current value in figures. */
import { figure } from '../maths/format.ts'
import { linePath, scaleTo } from '../maths/path.ts'
import './Sparkline.css'

export function Sparkline(props: {
  name: string
  /** By update; null where the step was skipped or the value is not finite. */
  values: readonly (number | null)[]
  /** 0-based index of the update in view; null before the first. */
  at: number | null
}) {
  const w = 150
  const h = 30
  const known = props.values.filter((v): v is number => v !== null)
  const x = scaleTo(0, Math.max(1, props.values.length - 1), 4, w - 4)
  const y = scaleTo(Math.min(...known, 0), Math.max(...known, 1e-9), h - 4, 4)
  const points = props.values.map((value, i) => (value === null ? null : { x: x(i), y: y(value) }))
  const at = props.at
  const now = at === null ? null : (props.values[at] ?? null)
  const label = at === null ? `${props.name}: no update yet` : `${props.name}: ${now === null ? 'skipped' : figure(now)} at update ${at + 1}`
  return (
    <div className="spark" role="img" aria-label={label}>
      <p className="spark-name" aria-hidden="true">
        {props.name}
        <b>{at === null ? '' : now === null ? 'skipped' : figure(now)}</b>
      </p>
      <svg viewBox={`0 0 ${w} ${h}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <path className="spark-rest" d={linePath(points)} />
        <path className="spark-past" d={linePath(points.slice(0, (at ?? -1) + 1))} />
      </svg>
      {at !== null && points[at] && <i className="spark-dot" style={{ left: `${(100 * points[at].x) / w}%`, top: `calc(100% - 1px - ${h - points[at].y}px)` }} />}
      {points.map((point, i) => (point === null ? <i key={i} className="spark-skip" style={{ left: `${(100 * x(i)) / w}%` }}>×</i> : null))}
    </div>
  )
}
