/** The speaker's own window: how long it has been, what is on the slide, what to say to it, and what comes next. */
import { useEffect, useState } from 'react'
import { slideAfter, slideId } from '../../lab/control/choices.ts'
import { primaryOf } from '../../lab/words/status.ts'
import { useAction } from '../actions.ts'
import { useLab, useLabState } from '../lab.tsx'
import type { Lesson } from '../lesson/useLesson.ts'
import { Words } from '../lesson/Words.tsx'
import { putStyles } from './speaker-styles.ts'
import { sideNote, slideTitle } from './slide-notes.ts'
import './Speaker.css'

export default function Speaker({ lesson, window: own }: { lesson: Lesson; window: Window }) {
  const lab = useLab()
  const side = useLabState((s) => s.side)
  const lessonPage = useLabState((s) => s.lessonPage)
  const pages = useLabState((s) => s.lessonPages)
  const notes = useLabState((s) => s.slideNotes)
  const act = useLabState((s) => primaryOf(s).label)
  const blank = useAction('blank')
  const theme = useLabState((s) => s.settings.theme)
  useEffect(() => putStyles(own.document, theme), [own, theme])
  const here = { side, lessonPage }
  const next = slideAfter(here, 1, pages)
  const last = next.side === side && next.lessonPage === lessonPage
  const id = slideId(here)
  return (
    <main className="speaker" aria-label="Notes of the presentation">
      <header className="speaker-head">
        <Timer own={own} />
        <div className="speaker-keys">
          <button
            type="button"
            className="button"
            aria-label="Previous page"
            onClick={() => lab.choices.turnSlide(-1)}
          >
            ←
          </button>
          <button
            type="button"
            className="button"
            aria-label="Next page"
            onClick={() => lab.choices.turnSlide(1)}
          >
            →
          </button>
          <button type="button" className="button" onClick={() => lab.time.nextAct()}>
            ↓ {act}
          </button>
          <button type="button" className="button" aria-pressed={blank.pressed} onClick={blank.perform}>
            {blank.label}
          </button>
        </div>
      </header>
      <section aria-label="On the slide">
        <h1>{slideTitle(here)}</h1>
        {side === null ? (
          <>
            <p className="speaker-headline">
              <Words sentence={lesson.page.headline} />
            </p>
            {[...lesson.page.sentences, lesson.page.tryIt].map((sentence, i) => (
              <p key={i}>
                <Words sentence={sentence} />
              </p>
            ))}
          </>
        ) : (
          <p>{sideNote(side)}</p>
        )}
      </section>
      <label className="speaker-own">
        <span>Your notes on this slide</span>
        <textarea
          className="textbox"
          rows={4}
          value={notes[id] ?? ''}
          onChange={(event) => lab.choices.noteSlide(id, event.target.value)}
        />
      </label>
      <section className="speaker-next" aria-label="Next slide">
        <h2>Next</h2>
        <p>{last ? 'The end' : slideTitle(next)}</p>
      </section>
    </main>
  )
}

/** Since the window was opened, or since it was last set to nothing; and the time of day. */
function Timer({ own }: { own: Window }) {
  const [now, setNow] = useState(() => Date.now())
  const [since, setSince] = useState(now)
  useEffect(() => {
    const tick = own.setInterval(() => setNow(Date.now()), 500)
    return () => own.clearInterval(tick)
  }, [own])
  const seconds = Math.max(0, Math.floor((now - since) / 1000))
  return (
    <div className="speaker-time">
      <span role="timer" aria-label="Time of the talk" className="speaker-timer">
        {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, '0')}
      </span>
      <button
        type="button"
        className="link-button"
        onClick={() => {
          setNow(Date.now())
          setSince(Date.now())
        }}
      >
        From 0:00
      </button>
      <span>{new Date(now).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}</span>
    </div>
  )
}
