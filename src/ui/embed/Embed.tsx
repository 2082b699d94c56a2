/** One act of a recorded run: what was asked, the attempt with its credit, and the bars of one token. */
import { selectProblem, selectHasRun } from '../../lab/state/selectors.ts'
import { CreditChoice, VerdictChip } from '../attempt/AttemptHead.tsx'
import { Headline } from '../attempt/Headline.tsx'
import { PinnedToken } from '../attempt/PinnedToken.tsx'
import { Said } from '../attempt/Said.tsx'
import { StripWithPointer } from '../attempt/StripWithPointer.tsx'
import { Verdict } from '../attempt/Verdict.tsx'
import { useLab, useLabState } from '../lab.tsx'
import { useScene } from '../scene.ts'
import '../attempt/AttemptPanel.css'
import '../attempt/AttemptPhone.css'
import './Embed.css'

export function Embed() {
  const scene = useScene()
  const problem = useLabState(selectProblem)
  const opened = useLabState(selectHasRun)
  const notice = useLabState((s) => s.notices[0]?.text)
  const { attempt, step } = scene
  // There is nothing to see but why there is nothing to see.
  if (!opened) return <main className="embed">{notice && <p role="alert">{notice}</p>}</main>
  return (
    <main
      className="embed attempt"
      aria-label={attempt ? `Attempt ${attempt.attempt}` : 'A run that has not begun'}
    >
      {problem && <p className="embed-question">{problem.statement}</p>}
      {attempt && step ? (
        <>
          <div className="attempt-head">
            <h2>Attempt {attempt.attempt}</h2>
            <VerdictChip attempt={attempt} />
            <CreditChoice />
          </div>
          <Headline scene={scene} />
          <Said scene={scene} />
          <StripWithPointer scene={scene} />
          {attempt.positions || scene.masked ? (
            <PinnedToken scene={scene} recorded />
          ) : (
            <Verdict attempt={attempt} step={step} />
          )}
        </>
      ) : (
        <p>No attempts yet.</p>
      )}
      <Foot />
    </main>
  )
}

/** Where the whole run is. */
function Foot() {
  const lab = useLab()
  // The link follows what is shown; a subscription to all of it would draw the page anew at every hover.
  const show = (link: HTMLAnchorElement) =>
    (link.href = lab.runs.shareLink().replace(/embed\.html|\?embed[^#]*/, ''))
  return (
    <p className="embed-foot">
      Recorded.{' '}
      <a
        href="./"
        target="_blank"
        rel="noopener"
        onPointerDown={(event) => show(event.currentTarget)}
        onFocus={(event) => show(event.currentTarget)}
      >
        The whole run, in SDPO Lab
      </a>
    </p>
  )
}
