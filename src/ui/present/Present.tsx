/**
 * One sentence, one picture, three bars: for a room. Left and right turn the slides, up and down go through the acts
 * of the run, F hides the feedback, a press on it rewrites it, I puts another reading under it, G GRPO, Q asks for
 * a guess, L the pointer, B shows nothing, V the notes in a second window, U the link and its code, Escape leaves.
 */
import { useEffect, useRef } from 'react'
import { primaryOf } from '../../lab/words/status.ts'
import { selectConfig, selectProblem } from '../../lab/state/selectors.ts'
import { useAction } from '../actions.ts'
import { useLab, useLabState, useShallow } from '../lab.tsx'
import { useLesson } from '../lesson/useLesson.ts'
import { useScenery } from '../lesson/useScenery.ts'
import { useScene } from '../scene.ts'
import { PresentFoot } from './PresentFoot.tsx'
import { Pointer } from './Pointer.tsx'
import { SideSlide } from './SideSlides.tsx'
import { Slide } from './Slide.tsx'
import { SpeakerWindow } from './SpeakerWindow.tsx'
import { useFit } from './useFit.ts'
import './foot.css'
import './Present.css'
import './fit.css'

export function Present() {
  const lab = useLab()
  const lesson = useLesson()
  useScenery(lesson, true)
  const { step, attempt } = useScene()
  const seed = useLabState((s) => selectConfig(s).seed)
  const live = useLabState((s) => s.source === 'live')
  const side = useLabState((s) => s.side)
  const blank = useLabState((s) => s.blank)
  const speaker = useLabState((s) => s.speaker)
  const question = useLabState((s) => selectProblem(s)?.statement ?? '')
  const pointer = useAction('pointer')
  const root = useRef<HTMLDivElement>(null)
  const whatIf = useLabState((s) => s.whatIf)
  const fit = useFit(root, [side, lesson.number, attempt?.attempt, step?.stage, whatIf].join(' '))
  useEffect(() => {
    const before = document.activeElement
    root.current?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <main
      ref={root}
      className={`present ${pointer.pressed ? 'pointing' : ''}`}
      data-fit={fit}
      aria-label="Presentation"
      tabIndex={-1}
    >
      <div className="present-top">
        <span className="present-question">{side === 'question' ? 'The question' : question}</span>
        <span className="present-source-of">
          {live ? 'Live run' : 'Recorded run'}, seed {seed}
        </span>
        {live && <LiveButton />}
      </div>
      {side === null ? (
        <Slide lesson={lesson} fit={fit} back={() => root.current?.focus()} />
      ) : (
        <SideSlide side={side} />
      )}
      <PresentFoot lesson={lesson} />
      {speaker && <SpeakerWindow lesson={lesson} />}
      {pointer.pressed && <Pointer />}
      {blank && (
        <button
          type="button"
          className="present-blank"
          aria-label="Show the slide again"
          onClick={() => lab.choices.setBlank(false)}
        />
      )}
    </main>
  )
}

/** What a live run does next, in place: the model is loaded and the run goes on without leaving the slide. */
function LiveButton() {
  const lab = useLab()
  const { kind, label } = useLabState(useShallow(primaryOf))
  const busy = kind === 'loading' || kind === 'pausing' || kind === 'none'
  return (
    <button
      type="button"
      className="button primary present-live"
      disabled={busy}
      onClick={() => lab.time.primary()}
    >
      {label}
    </button>
  )
}
