/** One value over updates: the past dark, the rest of a recording pale, the current value in figures. */
import { figure } from '../maths/format.ts'
import { linePath, scaleTo } from '../maths/path.ts'
import './Sparkline.css'

export function Sparkline(props: {
  name: string
  /** In order; null where the step was skipped, or the value is not finite or not known. */
  values: readonly (number | null)[]
  /** 0-based index of the value in view; null before the first. */
  at: number | null
  /** The update of each value. Default: from the first update on, and a null is a step that was skipped. */
  steps?: readonly number[]
  /** Ends of the scale. Default: the values' own, and 0. */
  range?: readonly [number, number]
  show?: (value: number | null) => string
}) {
  const w = 150
  const h = 30
  const show = props.show ?? ((value: number | null) => (value === null ? 'skipped' : figure(value)))
  const known = props.values.filter((v): v is number => v !== null)
  const x = scaleTo(0, Math.max(1, props.values.length - 1), 4, w - 4)
  const [low, high] = props.range ?? [Math.min(...known, 0), Math.max(...known, Math.min(...known, 0) + 1e-9)]
  const y = scaleTo(low, high, h - 4, 4)
  const points = props.values.map((value, i) => (value === null ? null : { x: x(i), y: y(value) }))
  const at = props.at
  const now = at === null ? null : (props.values[at] ?? null)
  const label =
    at === null
      ? `${props.name}: no update yet`
      : `${props.name}: ${show(now)} at update ${props.steps ? props.steps[at] : at + 1}`
  return (
    <div className="spark" role="img" aria-label={label}>
      <p className="spark-name" aria-hidden="true">
        <span>{props.name}</span>
        <b>{at === null ? '' : show(now)}</b>
      </p>
      <svg viewBox={`0 0 ${w} ${h}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <path className="spark-rest" d={linePath(points)} />
        <path className="spark-past" d={linePath(points.slice(0, (at ?? -1) + 1))} />
      </svg>
      {at !== null && points[at] && (
        <i
          className="spark-dot"
          style={{ left: `${(100 * points[at].x) / w}%`, top: `calc(100% - 1px - ${h - points[at].y}px)` }}
        />
      )}
      {!props.steps &&
        points.map((point, i) =>
          point === null ? (
            <i key={i} className="spark-skip" style={{ left: `${(100 * x(i)) / w}%` }}>
              ×
            </i>
          ) : null,
        )}
    </div>
  )
}
