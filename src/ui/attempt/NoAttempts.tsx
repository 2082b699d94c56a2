/** Before there is an attempt: what is about to happen, act by act, and what it will cost. */
import { lazy } from 'react'
import { stageNames } from '../../lab/run/stages.ts'
import { modelReady } from '../../lab/words/race-words.ts'
import { runCost, runCostWords } from '../../lab/words/run-cost.ts'
import { selectConfig, selectProblem } from '../../lab/state/selectors.ts'
import { actSentence } from '../../lab/words/words.ts'
import { planOf, stepSize } from '../../sdpo/arms.ts'
import { PanelGuard } from '../faults/Guards.tsx'
import { useLab, useLabState } from '../lab.tsx'
import { useStripWidth } from '../parts/useWidth.ts'
import './NoAttempts.css'

/** Seen once there is a model: no part of the page's first script. */
const Outlook = lazy(() => import('../outlook/Outlook.tsx'))

export function NoAttempts() {
  const opening = useLabState((s) => s.source === 'recorded' && s.recorded.log.length === 0)
  const problem = useLabState(selectProblem)
  if (opening)
    return (
      <main className="attempt none" aria-label="Opening the recording" id="main" tabIndex={-1}>
        <StripToCome />
      </main>
    )
  return (
    <main className="attempt none" aria-label="No attempts yet" id="main" tabIndex={-1}>
      <h2>No attempts yet</h2>
      {problem && (
        <PanelGuard>
          <Outlook />
        </PanelGuard>
      )}
      {problem ? <Plan /> : <p>Choose a problem to begin.</p>}
      {problem && <Cost />}
    </main>
  )
}

/** Where the tokens will stand: measured while the page is empty, so that the task which draws them lays out nothing. */
function StripToCome() {
  const [place] = useStripWidth()
  return <div ref={place} className="strip-to-come" />
}

/** One update in its acts, as each will be seen here. */
function Plan() {
  const config = useLabState(selectConfig)
  const model = useLabState((s) => s.engine.model)
  const { stages, teacher } = planOf(config.arm, model)
  return (
    <ol className="plan">
      {stages.map((stage) => (
        <li key={stage}>
          <b>{stageNames[stage]}</b>
          <span>{actSentence(stage, stepSize(config), teacher)}</span>
        </li>
      ))}
    </ol>
  )
}

/** What a run will cost here; a step is measured when the person asks. */
function Cost() {
  const lab = useLab()
  const words = useLabState(runCostWords)
  const measurable = useLabState(
    (s) =>
      s.source === 'live' &&
      modelReady(s) &&
      !s.engine.model?.served &&
      s.race.phase === 'idle' &&
      runCost(s) === null &&
      s.race.setup.arms.includes(s.settings.config.arm),
  )
  const live = useLabState((s) => s.source === 'live')
  if (!live) return null
  return (
    <p className="attempt-cost">
      {words}{' '}
      {measurable && (
        <button type="button" className="link-button" onClick={() => lab.race.measure()}>
          Measure it
        </button>
      )}
    </p>
  )
}
