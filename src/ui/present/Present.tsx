/** One sentence, one picture, three bars: for a room. Arrows page, F hides the feedback, a press on it rewrites it, G GRPO, L the pointer, Escape leaves. */
import { useEffect, useRef, useState } from 'react'
import { givenOf } from '../../lab/reading/given.ts'
import { feedbackLabel } from '../../lab/words/strip-words.ts'
import { attemptOf } from '../../lab/run/view.ts'
import { barsAt } from '../../lab/reading/credit.ts'
import { selectPiece, selectView, selectWhole, selectConfig } from '../../lab/state/selectors.ts'
import { useAction } from '../actions.ts'
import { FeedbackEditor } from '../attempt/FeedbackEditor.tsx'
import { PairedBars } from '../attempt/PairedBars.tsx'
import { Refused } from '../attempt/Refused.tsx'
import { TokenStrip } from '../attempt/TokenStrip.tsx'
import { useLab, useLabState } from '../lab.tsx'
import { PageDots } from '../lesson/Lesson.tsx'
import { useLesson } from '../lesson/useLesson.ts'
import { useScenery } from '../lesson/useScenery.ts'
import { Words } from '../lesson/Words.tsx'
import { Icon } from '../parts/Icon.tsx'
import { docked, phone, useMedia } from '../parts/useMedia.ts'
import { useScene } from '../scene.ts'
import { Pointer } from './Pointer.tsx'
import './foot.css'
import './Present.css'

export function Present() {
  const lab = useLab()
  const scene = useScene()
  const lesson = useLesson()
  useScenery(lesson, true)
  const view = useLabState(selectView)
  const whole = useLabState(selectWhole)
  const seed = useLabState((s) => selectConfig(s).seed)
  const live = useLabState((s) => s.source === 'live')
  const pieceOf = useLabState(selectPiece)
  const hidden = useLabState((s) => !s.hindsight.feedback)
  const middle = useMedia(docked)
  const small = useMedia(phone)
  const large = small ? 21 : middle ? 30 : 42
  const pointer = useAction('pointer')
  const [editing, setEditing] = useState(false)
  const edited = useLabState((s) => (scene.attempt ? s.hindsight.edited[scene.attempt.attempt] : undefined))
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const before = document.activeElement
    root.current?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  const { attempt, credit, position } = scene
  const given = attempt?.reprompt && scene.reading ? givenOf(attempt, scene.reading) : null
  const shown = given?.kind === 'solution' ? attemptOf(whole, given.from) : null
  const words = edited ?? attempt?.verdict?.feedback.trim() ?? ''
  const said = words.split(/\s*\n\s*/)
  return (
    <main
      ref={root}
      className={`present ${pointer.pressed ? 'pointing' : ''}`}
      aria-label="Presentation"
      tabIndex={-1}
    >
      <div className="present-top">
        <span>SDPO Lab</span>
        <span>
          {live ? 'Live run' : 'Recorded run'}, seed {seed}
        </span>
      </div>
      <h2>
        <Words sentence={lesson.page.headline} />
      </h2>
      <div className="present-picture">
        {shown && !editing && (
          <div className="present-feedback">
            <p>
              <span>{shown.text}</span>
            </p>
            <span className="present-shown">attempt {shown.attempt}, which passed, read in hindsight</span>
          </div>
        )}
        {attempt && !shown && words !== '' && !editing && (
          <div className={`present-feedback ${hidden ? 'hidden' : ''}`}>
            <p>{hidden ? 'feedback hidden' : said.map((line, i) => <span key={i}>{line}</span>)}</p>
            <button type="button" aria-label="Edit the feedback" onClick={() => setEditing(true)}>
              {feedbackLabel(given)}
            </button>
          </div>
        )}
        {attempt?.passed && words === '' && (
          <p className="present-passed">
            <Icon name="check" size={22} />
            passes {attempt.records.length > 1 ? `all ${attempt.records.length} tests` : 'its test'}
          </p>
        )}
        {attempt && editing && (
          <div className="present-edit">
            <FeedbackEditor
              key={attempt.attempt}
              value={words}
              unknown={scene.reading?.unknownWords ?? []}
              isEdited={edited !== undefined}
              onChange={(text) => {
                lab.looking.editFeedback(attempt.attempt, text)
                setEditing(false)
                root.current?.focus()
              }}
            />
            <button type="button" className="button bare" onClick={() => setEditing(false)}>
              Leave it as it was
            </button>
          </div>
        )}
        {scene.reading?.status === 'failed' && <Refused note={scene.reading.note} />}
        {attempt ? (
          <TokenStrip
            className="large"
            label={`Attempt ${attempt.attempt}, tokens coloured by credit`}
            tokens={attempt.pieces.map((piece, i) => ({
              piece,
              credit: credit?.[i] ?? null,
              own: attempt.credit?.[i] ?? 0,
            }))}
            peak={scene.peak}
            pinned={scene.pinned}
            masked={scene.masked && scene.mode !== 'grpo'}
            largest={large}
            neutral={scene.mode === 'grpo'}
            onPin={(i) => {
              lab.looking.focusAttempt(attempt.attempt)
              lab.looking.pinToken(i)
            }}
            onHover={(i) => lab.looking.hoverToken(i)}
          />
        ) : (
          <p className="present-none">No attempts yet</p>
        )}
        {position && (
          <div className="present-bars">
            <PairedBars
              rows={barsAt(position, scene.after ?? undefined, 2)}
              pieceOf={pieceOf}
              showAfter={scene.after !== null}
              teacherUnused={scene.mode === 'grpo'}
              othersLabel="all others"
            />
            <ul className="present-legend" aria-hidden="true">
              <li>
                <i className="swatch student" />
                Student
              </li>
              <li>
                <i className={`swatch teacher ${scene.mode === 'grpo' ? 'unused' : ''}`} />
                Self-teacher
              </li>
              {scene.after && (
                <li>
                  <i className="swatch after" />
                  after the update
                </li>
              )}
            </ul>
          </div>
        )}
      </div>
      <footer className="present-foot">
        <div className="present-run">
          <span className="present-steps" aria-hidden="true">
            {whole.steps.slice(-40).map((step) => (
              <i
                key={step.step}
                className={`${step.step === scene.step?.step ? 'now' : step.step > view.steps.length ? 'ahead' : ''} ${step.passed > 0 ? 'passed' : ''}`}
              />
            ))}
          </span>
          {attempt && (
            <span>
              Update <b>{attempt.step}</b>, attempt <b>{attempt.attempt}</b>
            </span>
          )}
        </div>
        <PageDots pages={lesson.titles} number={lesson.number} open={lesson.open} />
        <div className="present-keys">
          <button
            type="button"
            aria-label="Previous page"
            onClick={() => lesson.open(Math.max(1, lesson.number - 1))}
          >
            <kbd className="key">←</kbd>
          </button>
          <button
            type="button"
            aria-label="Next page"
            onClick={() => lesson.open(Math.min(lesson.titles.length, lesson.number + 1))}
          >
            <kbd className="key">→</kbd> page
          </button>
          <button
            type="button"
            className="wide"
            aria-pressed={hidden}
            onClick={() => lab.looking.setHindsight({ feedback: hidden })}
          >
            <kbd className="key">F</kbd> feedback
          </button>
          <button
            type="button"
            className="wide"
            aria-pressed={scene.mode === 'grpo'}
            onClick={() => lab.looking.setCreditMode(scene.mode === 'grpo' ? 'sdpo' : 'grpo')}
          >
            <kbd className="key">G</kbd> GRPO
          </button>
          <button
            type="button"
            className="wide"
            aria-label={pointer.label}
            aria-pressed={pointer.pressed}
            onClick={pointer.perform}
          >
            <kbd className="key">L</kbd> pointer
          </button>
          <button
            type="button"
            aria-label="Leave the presentation"
            onClick={() => lab.choices.setPresent(false)}
          >
            <kbd className="key">Esc</kbd> leave
          </button>
        </div>
      </footer>
      {pointer.pressed && <Pointer />}
    </main>
  )
}
