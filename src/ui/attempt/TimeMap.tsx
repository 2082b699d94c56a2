/**
 * A token through time: the paired bars drawn out over the updates, the student's lane above the
 * self-teacher's, the deeper the likelier. The playhead is the timeline's; a column is a way to its update.
 */
import { memo, type CSSProperties, type PointerEvent } from 'react'
import { percent } from '../../lab/text/format.ts'
import type { TimeRow, TokenTime } from '../../lab/reading/through-time.ts'
import { useLab } from '../lab.tsx'
import { timelineTicks } from '../maths/timeline.ts'
import { tokenText } from '../../lab/text/token.ts'
import { useWidth } from '../parts/useWidth.ts'
import { Name } from './PairedBars.tsx'
import './TimeMap.css'

export function TimeMap({
  time,
  at,
  pieceOf,
}: {
  time: TokenTime
  at: number
  pieceOf: (id: number) => string
}) {
  const lab = useLab()
  const columns = time.known.student.length
  const [scale, width] = useWidth<HTMLDivElement>('time map', 260)
  const go = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    lab.time.seekStep(
      Math.max(1, Math.min(columns, 1 + Math.floor(((event.clientX - box.left) / box.width) * columns))),
    )
  }
  return (
    <div className="time-map" style={{ '--columns': columns, '--at': at } as CSSProperties}>
      <div className="time-rows" role="img" aria-label={spoken(time, at, pieceOf)}>
        {time.rows.map((row) => (
          <div className="time-row" key={row.id ?? 'others'} aria-hidden="true">
            <div className="bar-name">
              {row.sampled && <small>sampled</small>}
              {row.id === null ? (
                <small>all other tokens</small>
              ) : (
                <Name text={tokenText(pieceOf(row.id)).bare} />
              )}
            </div>
            <Lanes row={row} known={time.known} />
            <div className="time-now">
              <span className="student">{shown(row.student[at - 1])}</span>
              <span className="teacher">{shown(row.teacher[at - 1])}</span>
            </div>
          </div>
        ))}
        <div ref={scale} className="time-columns" aria-hidden="true" onPointerDown={go}>
          <i />
        </div>
      </div>
      <div className="time-scale" aria-hidden="true">
        {timelineTicks(columns, width / columns, at).map((step) => (
          <span
            key={step}
            className={step === at ? 'now' : ''}
            style={{ left: `${(100 * (step - 0.5)) / columns}%` }}
          >
            {step}
          </span>
        ))}
      </div>
    </div>
  )
}

const shown = (p: number | null | undefined) => (p == null ? '' : percent(p))

/** Drawn once for a token: moving the playhead over it redraws nothing here. */
const Lanes = memo(function Lanes({ row, known }: { row: TimeRow; known: TokenTime['known'] }) {
  return (
    <svg
      className="lanes"
      viewBox={`0 0 ${row.student.length} 23`}
      preserveAspectRatio="none"
      focusable="false"
    >
      <Lane values={row.student} known={known.student} y={0} kind="student" />
      <Lane values={row.teacher} known={known.teacher} y={12} kind="teacher" />
    </svg>
  )
})

/** Where a reader is known and the token was not among its candidates, it is next to nothing; where nothing is known, nothing is drawn. */
function Lane({
  values,
  known,
  y,
  kind,
}: {
  values: readonly (number | null)[]
  known: readonly boolean[]
  y: number
  kind: 'student' | 'teacher'
}) {
  // A hair wider than its column, so that no seam shows between two.
  return values.map(
    (p, i) =>
      known[i] && (
        <rect
          key={i}
          className={kind}
          x={i}
          y={y}
          width={i + 1 < values.length && known[i + 1] ? 1.04 : 1}
          height="11"
          style={{ '--depth': depth(p ?? 0) } as CSSProperties}
        />
      ),
  )
}

/** Small probabilities stay apart from none: the root, as with the strip's tint. */
function depth(p: number): number {
  return Math.round(1000 * Math.sqrt(p)) / 1000
}

function spoken(time: TokenTime, at: number, pieceOf: (id: number) => string): string {
  const said = time.rows.slice(0, 3).flatMap((row) => {
    const known = row.student.flatMap((p, i) => (p === null ? [] : [{ p, step: i + 1 }]))
    if (row.id === null || known.length === 0) return []
    const most = known.reduce((best, now) => (now.p > best.p ? now : best))
    const now = row.student[at - 1]
    return [
      `${tokenText(pieceOf(row.id)).bare}: ${now == null ? 'not known' : percent(now)} now, at most ${percent(most.p)} at update ${most.step}`,
    ]
  })
  return `The token through ${time.known.student.length} updates, the student: ${said.join('; ')}`
}

export function TimeLegend() {
  return (
    <ul className="bar-legend time-legend" aria-hidden="true">
      <li>
        <i className="swatch student" />
        Student
      </li>
      <li>
        <i className="swatch teacher" />
        Self-teacher
      </li>
      <li>
        <i className="swatch depth" />0 to 100 %
      </li>
    </ul>
  )
}
