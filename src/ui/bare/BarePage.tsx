/**
 * The page of a link for a class (`controls=0`): the question, the attempt with its credit and the lesson. What acts on
 * the run, the model or the page is not here; the tokens, the guess and the lesson are pressed as in the lab.
 */
import { selectProblem } from '../../lab/state/selectors.ts'
import { VerdictChip } from '../attempt/AttemptHead.tsx'
import { Headline } from '../attempt/Headline.tsx'
import { PinnedToken } from '../attempt/PinnedToken.tsx'
import { Said } from '../attempt/Said.tsx'
import { StripWithPointer } from '../attempt/StripWithPointer.tsx'
import { Verdict } from '../attempt/Verdict.tsx'
import { GuessPanel } from '../guess/GuessPanel.tsx'
import { GuessScore } from '../guess/GuessScore.tsx'
import { Brand } from '../header/Header.tsx'
import { useLab, useLabState } from '../lab.tsx'
import { Lesson } from '../lesson/Lesson.tsx'
import { useScene } from '../scene.ts'
import '../attempt/AttemptPanel.css'
import '../attempt/AttemptPhone.css'
import './BarePage.css'

export function BarePage() {
  const lab = useLab()
  const scene = useScene()
  const problem = useLabState(selectProblem)
  const { attempt, step } = scene
  return (
    <div className="lab without-controls">
      <div className="lab-top">
        <header className="header">
          <Brand />
          <span className="header-gap" />
          <a
            href="./"
            onClick={(event) => {
              event.preventDefault()
              location.assign(lab.runs.shareLink(true))
            }}
          >
            The whole lab
          </a>
        </header>
      </div>
      <main className="attempt" aria-label={attempt ? `Attempt ${attempt.attempt}` : 'No attempts yet'}>
        {problem && <p className="bare-question">{problem.statement}</p>}
        {attempt && step && (
          <>
            <div className="attempt-head">
              <h2>Attempt {attempt.attempt}</h2>
              <VerdictChip attempt={attempt} />
            </div>
            <Headline scene={scene} />
            <Said scene={scene} still />
            <StripWithPointer scene={scene} />
            <GuessPanel />
            <GuessScore scene={scene} />
            <div className="under-strip">
              {attempt.positions || scene.masked ? (
                <PinnedToken scene={scene} recorded />
              ) : (
                <Verdict attempt={attempt} step={step} />
              )}
            </div>
          </>
        )}
      </main>
      <aside className="lab-right" aria-label="Lesson">
        <Lesson />
      </aside>
    </div>
  )
}
