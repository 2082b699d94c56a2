/**
 * Solved within k attempts: steps, one dash an arm, 90 % bands where there are several seeds, labels
 * at the ends, the playhead and this run's first pass.
 */
import { useId } from 'react'
import type { Arm } from '../../sdpo/config.ts'
import { bandPath, scaleTo, stepPath, type Point } from '../maths/path.ts'
import { useWidth } from '../parts/useWidth.ts'
import './Curve.css'

export interface CurveArm {
  /** `no-repeats`: best-of-k that judges no program twice, which no run is asked for by name. */
  arm: Arm | 'no-repeats'
  label: string
  /** As it is drawn at the end of its curve, where that is not the label. */
  short?: string
  /** Attempts (ascending) and the share solved within them; with several seeds the bounds of the interval. */
  points: readonly { k: number; solved: number; low?: number; high?: number }[]
}

export function Curve(props: {
  label: string
  arms: readonly CurveArm[]
  budget: number
  playhead: number | null
  firstPass: number | null
  reached: boolean
  /** Nothing is ahead of a playhead. */ whole?: boolean
}) {
  const [frame, width] = useWidth<HTMLDivElement>('curve', 320)
  const left = 44
  const right = props.arms.some((arm) => drawnLabel(arm).length > 10) ? 122 : 100 - (props.whole ? 0 : 8)
  const height = props.whole ? 240 : 168
  const top = 26
  const bottom = height - 22
  const x = scaleTo(0, props.budget, left, Math.max(left + 60, width - right))
  const y = scaleTo(0, 1, bottom, top)
  const ends = spread(
    props.arms.map((arm) => y(arm.points.at(-1)?.solved ?? 0)),
    15,
    bottom,
  )
  const place = (points: CurveArm['points'], of: (p: CurveArm['points'][number]) => number): Point[] =>
    points.map((p) => ({ x: x(p.k), y: y(of(p)) }))
  const single =
    !props.whole && props.arms.length === 1 && props.arms[0]!.points.every((p) => p.low === undefined)
  const clip = useId()
  const flip = props.firstPass !== null && x(props.firstPass) > width * 0.62
  return (
    <div ref={frame} className="curve" role="img" aria-label={props.label}>
      <svg width={width} height={height} aria-hidden="true" focusable="false">
        {single && (
          <clipPath id={clip}>
            <rect
              x={0}
              y={0}
              width={Math.max(0, x(Math.min(props.playhead ?? 0, props.budget)) + 1)}
              height={height}
            />
          </clipPath>
        )}
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <path className="curve-grid" d={`M${left} ${y(share)}H${x(props.budget)}`} />
            <text className="curve-axis" x={left - 8} y={y(share) + 4} textAnchor="end">
              {share === 1 ? '100 %' : share * 100}
            </text>
          </g>
        ))}
        {(props.budget % 4 === 0 && props.budget % 3 !== 0 ? quarters : thirds).map((share) => (
          <text
            key={share}
            className="curve-axis"
            x={x(share * props.budget)}
            y={height - 4}
            textAnchor="middle"
          >
            {Math.round(share * props.budget)}
          </text>
        ))}
        {props.arms.map((arm) => {
          const banded = arm.points.every((p) => p.low !== undefined && p.high !== undefined)
          return (
            banded && (
              <path
                key={arm.arm}
                className={`curve-band ${css(arm.arm)}`}
                d={bandPath(
                  place(arm.points, (p) => p.low!),
                  place(arm.points, (p) => p.high!),
                )}
              />
            )
          )
        })}
        {props.arms.map((arm, i) => (
          <g key={arm.arm} className={`curve-arm ${css(arm.arm)}`}>
            {/* One run alone: what the playhead has not come to is pale. */}
            {single && <path className="curve-ahead" d={stepPath(place(arm.points, (p) => p.solved))} />}
            <path
              clipPath={single ? `url(#${clip})` : undefined}
              d={stepPath(place(arm.points, (p) => p.solved))}
            />
            <text x={x(props.budget) + 8} y={ends[i]! + 4}>
              <tspan>{drawnLabel(arm)}</tspan> {Math.round(100 * (arm.points.at(-1)?.solved ?? 0))}
            </text>
          </g>
        ))}
        {props.firstPass !== null && (
          <g className={`curve-first ${props.reached ? '' : 'ahead'}`}>
            <path className="curve-first-line" d={`M${x(props.firstPass)} ${top - 10}V${bottom}`} />
            <path
              d={`M${x(props.firstPass)} ${y(solvedAt(props.arms[0], props.firstPass)) - 5}l5 5-5 5-5-5z`}
            />
            <text x={x(props.firstPass) + (flip ? -6 : 6)} y={top - 12} textAnchor={flip ? 'end' : 'start'}>
              first pass, attempt {props.firstPass}
            </text>
          </g>
        )}
        {props.playhead !== null && (
          <g
            className="curve-playhead"
            style={{ transform: `translateX(${x(Math.min(props.playhead, props.budget))}px)` }}
          >
            <path d={`M0 ${top - 6}V${bottom}`} />
            <circle cy={bottom} r="3.5" />
          </g>
        )}
      </svg>
    </div>
  )
}

const thirds = [0, 1 / 3, 2 / 3, 1]
const quarters = [0, 0.25, 0.5, 0.75, 1]

/** The arm's class in Curve.css: its dash and colour. */
export const css = (arm: CurveArm['arm']) => arm.replace('+', '-')

const drawnLabel = ({ label, short = label }: CurveArm) => short

function solvedAt(arm: CurveArm | undefined, k: number): number {
  return arm?.points.findLast((p) => p.k <= k)?.solved ?? 0
}

/** Moves labels apart so that neighbours keep `gap` between them, staying near where they belong and above `limit`. */
function spread(places: readonly number[], gap: number, limit: number): number[] {
  const order = places.map((_, i) => i).sort((a, b) => places[a]! - places[b]!)
  const out = [...places]
  for (let i = 1; i < order.length; i++) out[order[i]!] = Math.max(out[order[i]!]!, out[order[i - 1]!]! + gap)
  for (let i = order.length - 1, most = limit; i >= 0; i--, most -= gap)
    out[order[i]!] = Math.min(out[order[i]!]!, most)
  return out
}
