/**
 * The run at a glance: a column per update, a mark per attempt (dot failed, square passed), the
 * playhead, the first pass. Drag or arrows scrub. Marks past the playhead are
 * pale; single dots are unspent budget, and updates of a recording that nobody has come to yet.
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
  /** As far as they were shown once. */
  steps: readonly TimelineStep[]
  /** How many updates can be gone to. */
  last: number
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
  const { last } = props

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
          {blocksOf(props.steps).map((steps) => (
            <Block
              key={steps[0]!.step}
              first={steps[0]!.step}
              pitch={shape.pitch}
              base={base}
              across={shape.across}
              gap={shape.gap}
              size={shape.mark}
              marks={steps.map((step) => step.marks.join(' ')).join('|')}
              skipped={steps.flatMap((step) => (step.skipped ? [step.step] : [])).join(' ')}
            />
          ))}
          {props.steps.map(
            (step) =>
              step.changed.length > 0 && (
                <path key={step.step} className="tl-changed" d={`M${x(step.step)} ${base + 1.5}v5`}>
                  <title>{step.changed.join(', ')}</title>
                </path>
              ),
          )}
          <path
            className="tl-unspent"
            d={Array.from({ length: Math.max(0, props.columns - props.steps.length) }, (_, i) =>
              dot({ x: x(props.steps.length + i + 1), y: base - 3.5 }, 1.5),
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

const blockSteps = 32

function blocksOf(steps: readonly TimelineStep[]): TimelineStep[][] {
  return Array.from({ length: Math.ceil(steps.length / blockSteps) }, (_, i) =>
    steps.slice(i * blockSteps, (i + 1) * blockSteps),
  )
}

/**
 * Some updates in a row. Marks of a kind are one path, since every element of a night's run stays in the page; told in plain
 * values, so that of hundreds of updates only the block that has changed is drawn again.
 */
const Block = memo(function Block({
  first,
  pitch,
  base,
  across,
  gap,
  size,
  marks: written,
  skipped,
}: {
  first: number
  pitch: number
  base: number
  across: number
  gap: number
  size: number
  marks: string
  skipped: string
}) {
  const x = (step: number) => (step - 0.5) * pitch
  const r = size / 2
  // Joined at once: a text that grew mark by mark is kept as a tree of its parts.
  const paths = new Map<Mark, string[]>()
  written.split('|').forEach((step, i) => {
    const marks = (step.split(' ') as Mark[]).sort((a, b) => rank[a] - rank[b])
    marks.forEach((mark, j) => {
      const from = markOffset({ across, gap }, marks.length, j)
      const at = { x: x(first + i) + from.x, y: base + from.y }
      const drawn =
        mark === 'passed' || mark === 'future-passed'
          ? square(at, size + 1.5)
          : dot(at, mark === 'pending' ? r - 0.4 : r)
      const known = paths.get(mark)
      if (known) known.push(drawn)
      else paths.set(mark, [drawn])
    })
  })
  return (
    <>
      {[...paths].map(([kind, d]) => (
        <path key={kind} className={`tl-${kind}`} d={d.join('')} />
      ))}
      {skipped !== '' && (
        <path
          className="tl-skipped"
          d={skipped
            .split(' ')
            .map((step) => `M${x(Number(step)) - 2} ${base + 1.75}l4 4m0-4-4 4`)
            .join('')}
        />
      )}
    </>
  )
})
