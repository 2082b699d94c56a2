/** The middle of the screen: one attempt, what both readers were given, its tokens with their credit, and the token in focus. */
import { lazy, useRef, type ReactNode } from 'react'
import { selectDiagnosis } from '../../lab/words/ended.ts'
import { selectSession, selectView } from '../../lab/state/selectors.ts'
import { firstPassStop } from '../../lab/run/session.ts'
import { useAction } from '../actions.ts'
import { PanelGuard } from '../faults/Guards.tsx'
import { useLabState } from '../lab.tsx'
import { Formula } from '../maths/Formula.tsx'
import { Icon } from '../parts/Icon.tsx'
import { useKeptHeight } from '../parts/useKeptHeight.ts'
import { useScene, type Scene } from '../scene.ts'
import { GuessPanel } from '../guess/GuessPanel.tsx'
import { GuessScore } from '../guess/GuessScore.tsx'
import { Acts } from './Acts.tsx'
import { CreditChoice, VerdictChip } from './AttemptHead.tsx'
import { Branches } from './Branches.tsx'
import { CompareCredits } from './CompareCredits.tsx'
import { Headline } from './Headline.tsx'
import { NoAttempts } from './NoAttempts.tsx'
import { PinnedToken } from './PinnedToken.tsx'
import { Readers } from './Readers.tsx'
import { StripWithPointer } from './StripWithPointer.tsx'
import { Verdict } from './Verdict.tsx'
import { WhatIf } from './WhatIf.tsx'
import './AttemptPanel.css'
import './AttemptPhone.css'

/** Seen when a run has ended: no part of the page's first script. */
const Ended = lazy(() => import('../diagnosis/Ended.tsx'))
/** Seen after an update. */
const Moved = lazy(() => import('./Moved.tsx'))

export function AttemptPanel() {
  const scene = useScene()
  const question = useLabState((s) => selectView(s).question)
  const compare = useLabState((s) => s.compare)
  const ended = useLabState((s) => selectDiagnosis(s) !== null)
  // Room for the rows of the attempts that follow; where the run rests at its first pass nothing moves yet.
  const room = useLabState((s) => {
    const session = selectSession(s)
    return session.playing || firstPassStop(session)?.at === session.playhead
  })
  const whatIf = useLabState((s) => s.whatIf !== null)
  const { attempt } = scene
  if (!attempt || !scene.step) return <NoAttempts />
  const moved = scene.step.signals && (
    <PanelGuard>
      <Moved scene={scene} />
    </PanelGuard>
  )
  return (
    <main
      className={`attempt ${room ? 'playing' : ''} ${attempt.verdict || scene.mode !== 'sdpo' ? '' : 'unjudged'}`}
      aria-label={`Attempt ${attempt.attempt}`}
      id="main"
      tabIndex={-1}
    >
      {ended && (
        <PanelGuard>
          <Ended />
        </PanelGuard>
      )}
      <div className="attempt-head">
        <h2>Attempt {attempt.attempt}</h2>
        <VerdictChip attempt={attempt} />
        <CreditChoice />
        <CompareButton />
      </div>
      <Acts step={scene.step} />
      <Headline scene={scene} />
      {scene.reading && <Readers question={question} attempt={attempt} reading={scene.reading} />}
      {compare ? (
        <CompareCredits attempt={attempt} token={scene.token} pinned={scene.pinned} masked={scene.masked} />
      ) : (
        <>
          <CreditFormula scene={scene} />
          <StripWithPointer scene={scene} />
        </>
      )}
      <GuessPanel />
      <GuessScore scene={scene} />
      {whatIf && (
        <PanelGuard>
          <WhatIf />
        </PanelGuard>
      )}
      <UnderStrip>
        {attempt.positions || scene.masked ? (
          <PinnedToken scene={scene} aside={moved} />
        ) : (
          <>
            <Verdict attempt={attempt} step={scene.step} />
            {moved}
          </>
        )}
      </UnderStrip>
      <Branches attempt={attempt} />
    </main>
  )
}

/** Verdicts and bars take turns here: what stands below them stays where it is. */
function UnderStrip({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  useKeptHeight(place, 'under the strip')
  return (
    <div ref={place} className="under-strip">
      {children}
    </div>
  )
}

function CompareButton() {
  const { label, pressed, perform } = useAction('compare-credits')
  return (
    <button
      type="button"
      className="button icon bare compare-button"
      aria-label={label}
      title={`${label} (C)`}
      aria-pressed={pressed}
      onClick={perform}
    >
      <Icon name="rows" />
    </button>
  )
}

function CreditFormula({ scene }: { scene: Scene }) {
  const { mode, attempt, step, masked } = scene
  // Credit is spoken of when there is some; that both read the same tokens, when they do.
  const known = mode !== 'sdpo' || attempt?.positions || masked ? '' : attempt?.reprompt ? 'read' : 'unread'
  return (
    <div className={`formula ${mode} ${known}`}>
      <i className="arc student" aria-hidden="true" />
      <p>
        <Formula name={mode === 'sdpo' ? 'credit' : mode} />
        {mode === 'grpo' && step?.groupMean != null && attempt?.verdict && (
          <>
            {' '}
            = {Number(attempt.verdict.reward.toFixed(2))} − {Number(step.groupMean.toFixed(2))}
          </>
        )}
      </p>
      <i className="arc teacher" aria-hidden="true" />
    </div>
  )
}
