/**
 * One update in its acts: attempt, judge, re-read, credit, update. Press one to see it done; drag along
 * the line, or move it with the arrows, to go through the update event by event.
 */
import { useMemo, useRef, type CSSProperties, type KeyboardEvent, type PointerEvent } from 'react'
import { actsOf, stageNames, throughAct } from '../../lab/run/stages.ts'
import { selectPlan, selectSession } from '../../lab/state/selectors.ts'
import type { StepView } from '../../lab/run/view.ts'
import { useLab, useLabState } from '../lab.tsx'
import './Acts.css'

export function Acts({ step }: { step: StepView }) {
  const lab = useLab()
  const log = useLabState((s) => selectSession(s).log)
  const stops = useLabState((s) => selectSession(s).stops)
  const playhead = useLabState((s) => selectSession(s).playhead)
  const plan = useLabState((s) => selectPlan(s).stages)
  const known = useMemo(() => actsOf(log, stops, step.step), [log, stops, step.step])
  const line = useRef<HTMLDivElement>(null)
  const dragging = useRef(false)
  const [first, last] = [known[0]?.from ?? 0, known.at(-1)?.to ?? 0]
  /** The act under way, or the last one done. */
  const current = known.find((act) => playhead < act.to) ?? known.at(-1)
  const go = (event: PointerEvent) => {
    const box = line.current!.getBoundingClientRect()
    const at = Math.max(0, Math.min(0.9999, (event.clientX - box.left) / box.width)) * plan.length
    const act = known.find(({ stage }) => stage === plan[Math.floor(at)]) ?? known.at(-1)
    if (!act) return
    const within = act.stage === plan[Math.floor(at)] ? at % 1 : 1
    // The last tenth of an act is its end: a finger need not be exact.
    lab.time.seek(within > 0.9 ? act.to : Math.round(act.from + (within / 0.9) * (act.to - act.from)))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const to = {
      ArrowRight: playhead + 1,
      ArrowUp: playhead + 1,
      ArrowLeft: playhead - 1,
      ArrowDown: playhead - 1,
      Home: first,
      End: last,
    }[event.key]
    if (to === undefined) return
    event.preventDefault()
    event.stopPropagation()
    lab.time.seek(Math.max(first, Math.min(last, to)))
  }
  return (
    <div className="acts-rail">
      <ol aria-label={`Acts of update ${step.step}`} style={{ '--acts': plan.length } as CSSProperties}>
        {plan.map((stage) => {
          const act = known.find((each) => each.stage === stage)
          const now = step.stage === stage
          return (
            <li key={stage}>
              {act ? (
                <button
                  type="button"
                  aria-current={now ? 'step' : undefined}
                  onClick={() => lab.time.seek(act.to)}
                >
                  {stageNames[stage]}
                </button>
              ) : (
                <span aria-current={now ? 'step' : undefined}>{stageNames[stage]}</span>
              )}
            </li>
          )
        })}
      </ol>
      <div
        ref={line}
        className="acts-line"
        role="slider"
        tabIndex={0}
        aria-label="Moment of this update"
        aria-valuemin={0}
        aria-valuemax={last - first}
        aria-valuenow={Math.max(0, Math.min(playhead, last) - first)}
        aria-valuetext={
          current
            ? `${stageNames[current.stage]}, ${Math.round(100 * throughAct(current, playhead))} % done`
            : 'Nothing yet'
        }
        style={{ '--acts': plan.length } as CSSProperties}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (event.button !== 0) return
          dragging.current = true
          event.currentTarget.setPointerCapture(event.pointerId)
          go(event)
        }}
        onPointerMove={(event) => dragging.current && go(event)}
        onPointerUp={() => (dragging.current = false)}
        onPointerCancel={() => (dragging.current = false)}
      >
        {plan.map((stage) => {
          const act = known.find((each) => each.stage === stage)
          return <i key={stage} style={{ '--done': act ? throughAct(act, playhead) : 0 } as CSSProperties} />
        })}
      </div>
    </div>
  )
}
