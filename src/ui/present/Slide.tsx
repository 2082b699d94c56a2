/** A lesson's slide: its sentence, what the self-teacher read, the attempt with its credit, and the bars of one token. */
import { lazy, Suspense, useState } from 'react'
import { givenOf } from '../../lab/reading/given.ts'
import { barsAt } from '../../lab/reading/credit.ts'
import { attemptOf } from '../../lab/run/view.ts'
import { logRatios } from '../../lab/run/log-ratio.ts'
import { selectPiece, selectWhole } from '../../lab/state/selectors.ts'
import { selectWhatIf } from '../../lab/state/what-if.ts'
import { statusOf } from '../../lab/words/status.ts'
import { guessQuestion } from '../../lab/words/guess-words.ts'
import { feedbackLabel, stripLegend } from '../../lab/words/strip-words.ts'
import { FeedbackEditor } from '../attempt/FeedbackEditor.tsx'
import { PairedBars } from '../attempt/PairedBars.tsx'
import { Refused } from '../attempt/Refused.tsx'
import { SceneStrip } from '../attempt/SceneStrip.tsx'
import { Made, ShowButton } from '../guess/GuessPanel.tsx'
import { GuessScore } from '../guess/GuessScore.tsx'
import { useGuessing } from '../guess/useGuessing.ts'
import { useLab, useLabState } from '../lab.tsx'
import type { Lesson } from '../lesson/useLesson.ts'
import { Words } from '../lesson/Words.tsx'
import { Icon } from '../parts/Icon.tsx'
import { heightWords } from '../maths/credit.ts'
import { docked, phone, useMedia } from '../parts/useMedia.ts'
import { useScene } from '../scene.ts'
import { smallest } from './useFit.ts'

/** Seen when somebody asks what if. */
const SlideWhatIf = lazy(() => import('./SlideWhatIf.tsx'))

/** Letters of the strip by the slide's size (useFit.ts), CSS pixels. */
const sizes = [42, 42, 34, 29, 25, 20, 17]
const middleSizes = [30, 30, 27, 24, 21, 19, 17]
const phoneSizes = [21, 21, 19, 18, 17, 16, 14]

export function Slide(props: { lesson: Lesson; fit: number; back: () => void }) {
  const { lesson, fit } = props
  const lab = useLab()
  const scene = useScene()
  const whole = useLabState(selectWhole)
  const pieceOf = useLabState(selectPiece)
  const hidden = useLabState((s) => !s.hindsight.feedback)
  const middle = useMedia(docked)
  const small = useMedia(phone)
  const guessing = useGuessing()
  const [editing, setEditing] = useState(false)
  const edited = useLabState((s) => (scene.attempt ? s.hindsight.edited[scene.attempt.attempt] : undefined))
  const { attempt, position } = scene
  // While a guess is asked for, hindsight has not spoken.
  const given =
    attempt?.reprompt && scene.reading && !guessing.asking ? givenOf(attempt, scene.reading) : null
  const shown = given?.kind === 'solution' ? attemptOf(whole, given.from) : null
  const words = edited ?? attempt?.verdict?.feedback.trim() ?? ''
  const whatIf = useLabState(selectWhatIf)
  const largest = (small ? phoneSizes : middle ? middleSizes : sizes)[fit]!
  const peak = Math.max(scene.peak, ...logRatios(whatIf?.positions ?? []).map(Math.abs))
  const said = words.split(/\s*\n\s*/)
  return (
    <>
      <h2>{guessing.asking ? guessQuestion : <Words sentence={lesson.page.headline} />}</h2>
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
                props.back()
              }}
            />
            <button type="button" className="button bare" onClick={() => setEditing(false)}>
              Leave it as it was
            </button>
          </div>
        )}
        {scene.reading?.status === 'failed' && <Refused note={scene.reading.note} />}
        {attempt ? (
          <SceneStrip className="large" scene={scene} own={attempt.credit} largest={largest} peak={peak} />
        ) : (
          <NoneYet />
        )}
        {guessing.asking && (
          <div className="present-guess">
            <p role="status">
              <Made />
            </p>
            <ShowButton />
          </div>
        )}
        <GuessScore scene={scene} />
        {whatIf && (
          <Suspense fallback={null}>
            <SlideWhatIf largest={largest} peak={peak} />
          </Suspense>
        )}
        {position && !whatIf && (
          <div className="present-bars">
            <PairedBars
              rows={barsAt(position, scene.after ?? undefined, fit < smallest ? 2 : 1)}
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
              {!stripLegend(scene) && <li>At the tokens, {heightWords}</li>}
            </ul>
          </div>
        )}
      </div>
    </>
  )
}

/** What is under way, where there is no attempt to show; the button above says what comes next. */
function NoneYet() {
  const text = useLabState((s) => statusOf(s).text)
  return (
    <p className="present-none">
      No attempts yet
      {text !== '' && <small>{text}</small>}
    </p>
  )
}
