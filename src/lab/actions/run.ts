/** Acts on the run: which one is shown, the model it needs, where it goes on from. */
import { lastDone } from '../run/stages.ts'
import { currentStep } from '../run/view.ts'
import type { Lab } from '../lab.ts'
import { selectConfig, selectHasRun, selectProblem } from '../state/selectors.ts'
import type { LabState } from '../state/store.ts'
import { actionsOf } from './action.ts'

export const runActions = actionsOf({
  'go-live': {
    label: 'Live',
    name: 'Go live',
    pressed: (state) => state.source === 'live',
    perform: (lab) => lab.choices.setSource('live'),
  },
  'go-recorded': {
    label: 'Recorded',
    name: 'Back to the recorded run',
    pressed: (state) => state.source === 'recorded',
    perform: (lab) => lab.choices.setSource('recorded'),
  },
  'load-model': {
    label: (state) =>
      state.engine.phase === 'fault' && state.engine.fault?.during === 'load' ? 'Retry' : 'Load model',
    enabled: (state) =>
      state.engine.phase === 'absent' ||
      (state.engine.phase === 'fault' && state.engine.fault?.during === 'load'),
    perform: (lab) => lab.live.load(),
  },
  'continue-here': {
    label: (state) => (keptStep(state) > 0 ? `Go on from update ${keptStep(state)}` : 'Go on from here'),
    enabled: (state) =>
      state.source === 'live' &&
      state.live.playhead < state.live.log.length &&
      state.engine.phase !== 'absent' &&
      state.engine.phase !== 'loading',
    perform: (lab) => lab.live.continueFrom(keptStep(lab.store.getState())),
  },
  // What the run had after it stays in the history.
  'undo-update': {
    label: (state) => `Undo update ${undoable(state) ?? ''}`.trim(),
    enabled: (state) => undoable(state) !== null,
    perform: (lab) => {
      const update = undoable(lab.store.getState())
      if (update !== null) lab.live.continueFrom(update - 1)
    },
  },
  'same-seed': {
    label: (state) => `Run again, seed ${selectConfig(state).seed}`,
    enabled: (state) => selectProblem(state) !== null,
    perform: (lab) => restart(lab, 0),
  },
  'new-seed': {
    label: (state) => `Run with seed ${selectConfig(state).seed + 1}`,
    enabled: (state) => selectProblem(state) !== null,
    perform: (lab) => restart(lab, 1),
  },
  'stop-run': {
    label: 'Stop the run',
    enabled: (state) => state.source === 'live' && selectHasRun(state) && state.live.whole.finished === null,
    perform: (lab) => lab.live.stop(),
  },
  'dismiss-fault': {
    label: 'Dismiss',
    name: 'Dismiss the fault',
    enabled: (state) => state.engine.phase === 'fault',
    perform: (lab) => lab.notices.dismissFault(),
  },
})

/** The step that going on would keep: the last one at the playhead that is done. */
export function keptStep(state: LabState): number {
  return lastDone(state.live.view)
}

/** The update in view, where a live run can go back to before it; null where it cannot. */
function undoable(state: LabState): number | null {
  const step = currentStep(state.live.view)
  const rests = state.engine.phase === 'ready'
  return state.source === 'live' && rests && step?.signals && step.skipped === null ? step.step : null
}

function restart(lab: Lab, seedStep: number): void {
  const state = lab.store.getState()
  const problem = selectProblem(state)
  const config = selectConfig(state)
  if (problem && problem !== state.problem) lab.problems.choose(problem)
  lab.live.start({ ...config, seed: config.seed + seedStep })
}
