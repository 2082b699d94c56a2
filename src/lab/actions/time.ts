/** Acts on time: the playhead of the shown run, and the one button that says what comes next. */
import { primaryOf } from '../words/status.ts'
import { selectHasRun, selectSession, selectView, selectWhole } from '../state/selectors.ts'
import type { Lab } from '../lab.ts'
import type { LabState } from '../state/store.ts'
import { currentStep } from '../run/view.ts'
import { speeds, type Speed } from '../settings/settings.ts'
import { actionsOf } from './action.ts'

export const timeActions = actionsOf({
  primary: {
    label: (state) => primaryOf(state).label,
    enabled: (state) => !['loading', 'pausing', 'none'].includes(primaryOf(state).kind),
    perform: (lab) => lab.time.primary(),
  },
  'next-act': {
    label: 'Next act',
    keys: ['ArrowRight'],
    enabled: (state) => {
      const session = selectSession(state)
      return session.playhead < session.log.length || primaryOf(state).kind === 'act'
    },
    perform: (lab) => lab.time.nextAct(),
  },
  'previous-act': {
    label: 'Previous act',
    keys: ['ArrowLeft'],
    enabled: (state) => selectSession(state).playhead > 0,
    perform: (lab) => lab.time.previousAct(),
  },
  play: {
    label: (state) => (isMoving(state) ? 'Pause' : 'Play'),
    keys: [' '],
    enabled: (state) =>
      state.source === 'live'
        ? state.engine.phase !== 'loading' &&
          state.engine.phase !== 'pausing' &&
          state.engine.phase !== 'absent'
        : selectHasRun(state),
    perform: (lab) => lab.time.togglePlay(),
  },
  speed: {
    label: (state) => `Speed: ${speedWords(state.settings.speed)}`,
    keys: ['x'],
    perform: (lab) => {
      const { speed } = lab.store.getState().settings
      lab.choices.changeSettings({ speed: speeds[(speeds.indexOf(speed) + 1) % speeds.length]! })
    },
  },
  'next-update': {
    label: 'Next update',
    keys: ['Shift+ArrowRight'],
    enabled: (state) => (currentStep(selectView(state))?.step ?? 0) < selectWhole(state).steps.length,
    perform: (lab) => moveStep(lab, 1),
  },
  'previous-update': {
    label: 'Previous update',
    keys: ['Shift+ArrowLeft'],
    enabled: (state) => selectSession(state).playhead > 0,
    perform: (lab) => moveStep(lab, -1),
  },
  'to-start': {
    label: 'Back to the start',
    keys: ['Home'],
    enabled: (state) => selectSession(state).playhead > 0,
    perform: (lab) => lab.time.seek(0),
  },
  'to-end': {
    label: (state) =>
      state.source === 'live' && state.engine.phase === 'running' ? 'Follow the run' : 'To the end',
    keys: ['End'],
    enabled: (state) => selectSession(state).playhead < selectSession(state).log.length,
    perform: (lab) => lab.time.seekEnd(),
  },
})

/** As a number of times. */
const speedWords = (speed: Speed) => `${speed === 0.5 ? '\u00bd' : speed}\u00d7`

function moveStep(lab: Lab, by: number): void {
  const step = currentStep(selectView(lab.store.getState()))?.step ?? 0
  if (step + by < 1) lab.time.seek(0)
  else lab.time.seekStep(step + by)
}

/** Something moves by itself: the playhead through what is known, or the live run. */
export function isMoving(state: LabState): boolean {
  const session = selectSession(state)
  return (
    session.playing ||
    (state.source === 'live' && session.playhead >= session.log.length && state.engine.phase === 'running')
  )
}
