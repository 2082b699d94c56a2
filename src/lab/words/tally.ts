/** The numbers of the run that stand beside its time. */
import { selectConfig, selectView } from '../state/selectors.ts'
import type { LabState } from '../state/store.ts'

/** Attempts made of the budget, passed, seed. */
export function tallyOf(state: LabState): { attempts: number; budget: number; passed: number; seed: number } {
  const view = selectView(state)
  const config = selectConfig(state)
  return { attempts: view.sampled, budget: config.budget, passed: view.passed, seed: config.seed }
}
