/**
 * The run at a glance: a column per update, a mark per attempt (dot failed, square passed), the
 * playhead, the first pass. Drag or arrows scrub. Marks past the playhead are pale; single dots are unspent budget.
 */
import { memo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { columnAt, dot, markOffset, square, timelineShape, timelineTicks } from '../maths/timeline.ts'
import { useWidth } from '../parts/useWidth.ts'
import './Timeline.css'

export type Mark = 'failed' | 'passed' | 'pending' | 'future-failed' | 'future-passed'
export interface TimelineStep {
  step: number
  /** In order of attempts. */
  marks: readonly Mark[]
  passed: number
  judged: number
  /** A step whose update was not taken. */
  skipped: boolean
  /** Settings that changed with this step, in words. */
  changed: readonly string[]
}

const rank: Record<Mark, number> = {
  passed: 0,
  'future-passed': 0,
  failed: 1,
  'future-failed': 1,
  pending: 2,
}

export function Timeline(props: {
  steps: readonly TimelineStep[]
  /** Columns in all: known updates and unspent budget. */
  columns: number
  group: number
  /** The update the picture shows; null before the first. */
  current: number | null
  firstPass: { step: number; attempt: number; reached: boolean } | null
  onScrub: (step: number) => void
}) {
  const [frame, width] = useWidth<HTMLDivElement>('timeline', 640)
  const dragging = useRef(false)
  const [hover, setHover] = useState<number | null>(null)
  const height = 62
  const base = 40
  const shape = timelineShape(width, props.columns, props.group)
  const ticks = timelineTicks(props.columns, shape.pitch, props.current)
  const x = (step: number) => (step - 0.5) * shape.pitch
  const last = props.steps.length

  const stepAt = (event: PointerEvent) => {
    const box = frame.current!.getBoundingClientRect()
    return Math.min(Math.max(1, last), columnAt(shape, event.clientX - box.left))
  }
  const scrub = (step: number) => {
    if (last > 0 && step !== props.current) props.onScrub(step)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const at = props.current ?? 0
    const to =
      event.key === 'ArrowRight' || event.key === 'ArrowUp'
        ? at + 1
        : event.key === 'ArrowLeft' || event.key === 'ArrowDown'
          ? at - 1
          : event.key === 'PageUp'
            ? at + 5
            : event.key === 'PageDown'
              ? at - 5
              : event.key === 'Home'
                ? 1
                : event.key === 'End'
                  ? last
                  : null
    if (to === null) return
    event.preventDefault()
    event.stopPropagation()
    scrub(Math.min(last, Math.max(1, to)))
  }

  const shown = props.current === null ? null : props.steps[props.current - 1]
  const flip = props.firstPass !== null && x(props.firstPass.step) > width - 84
  const bandWidth = Math.max(shape.pitch, 8)
  return (
    <div className="timeline">
      <div
        ref={frame}
        className="timeline-frame"
        role="slider"
        tabIndex={0}
        aria-label="Updates"
        aria-orientation="horizontal"
        aria-valuemin={last === 0 ? 0 : 1}
        aria-valuemax={last}
        aria-valuenow={props.current ?? 0}
        aria-valuetext={
          shown
            ? `Update ${shown.step}: ${shown.judged < shown.marks.length && shown.judged === 0 ? 'not judged yet' : `${shown.passed} of ${shown.marks.length} passed`}`
            : 'No updates yet'
        }
        aria-disabled={last === 0}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (event.button !== 0) return
          dragging.current = true
          event.currentTarget.setPointerCapture(event.pointerId)
          scrub(stepAt(event))
        }}
        onPointerMove={(event) => {
          if (dragging.current) scrub(stepAt(event))
          else if (event.pointerType === 'mouse') setHover(stepAt(event))
        }}
        onPointerUp={() => (dragging.current = false)}
        onPointerCancel={() => (dragging.current = false)}
        onPointerLeave={() => setHover(null)}
      >
        <svg width={width} height={height} aria-hidden="true" focusable="false">
          {hover !== null && hover !== props.current && last > 0 && (
            <rect
              className="tl-hover"
              x={x(hover) - bandWidth / 2}
              y="6"
              width={bandWidth}
              height={height - 6}
              rx="6"
            />
          )}
          {props.current !== null && (
            <g className="tl-playhead" style={{ transform: `translateX(${x(props.current)}px)` }}>
              <rect
                x={-bandWidth / 2}
                y="0"
                width={bandWidth}
                height={height}
                rx={Math.min(6, bandWidth / 2)}
              />
              {props.firstPass?.step !== props.current || !props.firstPass.reached ? (
                <path d="M-4.5 2.5h9L0 8.5z" />
              ) : null}
            </g>
          )}
          {props.steps.map((step) => (
            <Column
              key={step.step}
              x={x(step.step)}
              base={base}
              across={shape.across}
              gap={shape.gap}
              size={shape.mark}
              marks={step.marks.join(' ')}
              skipped={step.skipped}
              changed={step.changed.join(', ')}
            />
          ))}
          <path
            className="tl-unspent"
            d={Array.from({ length: Math.max(0, props.columns - last) }, (_, i) =>
              dot({ x: x(last + i + 1), y: base - 3.5 }, 1.5),
            ).join('')}
          />
          {ticks.map((tick) => (
            <text
              key={tick}
              className={tick === props.current ? 'tl-tick now' : 'tl-tick'}
              x={x(tick)}
              y={height - 6}
            >
              {tick}
            </text>
          ))}
          {props.firstPass && (
            <g
              className={`tl-first ${flip ? 'flip' : ''}`}
              transform={`translate(${x(props.firstPass.step)} 5)`}
            >
              <path d="M0-5 5 0 0 5-5 0z" />
              <text x={flip ? -10 : 10} y="4">
                first pass
              </text>
            </g>
          )}
        </svg>
      </div>
    </div>
  )
}

/** One update. Told in plain values, so that of hundreds only those are drawn again that have changed; marks of a kind are one path, since every element of a night's run stays in the page. */
const Column = memo(function Column({
  x,
  base,
  across,
  gap,
  size,
  marks: written,
  skipped,
  changed,
}: {
  x: number
  base: number
  across: number
  gap: number
  size: number
  marks: string
  skipped: boolean
  changed: string
}) {
  const marks = (written.split(' ') as Mark[]).sort((a, b) => rank[a] - rank[b])
  const r = size / 2
  return (
    <g transform={`translate(${x} ${base})`}>
      {[...new Set(marks)].map((kind) => (
        <path
          key={kind}
          className={`tl-${kind}`}
          d={marks
            .map((mark, i) => {
              if (mark !== kind) return ''
              const at = markOffset({ across, gap }, marks.length, i)
              if (mark === 'passed' || mark === 'future-passed') return square(at, size + 1.5)
              return dot(at, mark === 'pending' ? r - 0.4 : r)
            })
            .join('')}
        />
      ))}
      {skipped && <path className="tl-skipped" d="m-2 1.75 4 4m0-4-4 4" />}
      {changed !== '' && (
        <path className="tl-changed" d="M0 1.5v5">
          <title>{changed}</title>
        </path>
      )}
    </g>
  )
})
