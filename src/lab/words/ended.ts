/** A run that is shown to its end, diagnosed. */
import { factsOf } from '../../diagnosis/facts.ts'
import { diagnose, type Diagnosis } from '../../diagnosis/findings.ts'
import type { RunLog } from '../run/run-log.ts'
import { remember, selectSession } from '../state/selectors.ts'
import type { LabState } from '../state/store.ts'

const ofLog = remember((log: RunLog): Diagnosis | null => {
  const facts = factsOf(log.events)
  return facts && diagnose(facts)
})

/** Null while the run goes on, and where the picture is not at its end. */
export function selectDiagnosis(state: LabState): Diagnosis | null {
  const { log, view, playhead } = selectSession(state)
  return view.finished === null || view.finished === 'stopped' || playhead < log.length ? null : ofLog(log)
}
