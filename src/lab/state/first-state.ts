/** The state that the page begins with: no run yet, and the choices that were kept. */
import type { Problem } from '../../problems/problem.ts'
import { noGuesses } from '../reading/guess.ts'
import { fullHindsight } from '../reading/hindsight.ts'
import { absentEngine } from './engine-state.ts'
import { noFocus } from '../reading/focus.ts'
import type { Preferences } from '../history/preferences.ts'
import { noForeign } from './foreign-state.ts'
import { noModels } from './models-state.ts'
import { noOutlook } from './outlook-state.ts'
import { noRace } from '../race/race.ts'
import { emptySession } from '../run/session.ts'
import type { LabState } from './store.ts'

export function firstState(
  deps: { model: string; presets: readonly Problem[]; liveBytes: number; lessonPages: number },
  preferences: Preferences,
): LabState {
  const settings = preferences.settings()
  return {
    source: 'recorded',
    recorded: emptySession,
    live: emptySession,
    engine: { ...absentEngine, choice: { kind: 'bundled', id: deps.model } },
    gpu: 'not-asked',
    models: noModels,
    liveBytes: deps.liveBytes,
    problem: deps.presets[0] ?? null,
    presets: deps.presets,
    edited: null,
    problems: preferences.problems(),
    focus: noFocus,
    creditMode: 'sdpo',
    creditLevel: 'logit',
    compare: false,
    throughTime: false,
    gradient: null,
    hindsight: fullHindsight,
    guess: { ...noGuesses, made: preferences.guesses() },
    carried: null,
    pageAlone: null,
    whatIf: null,
    rereads: {},
    baseRate: { phase: 'none' },
    worth: { phase: 'none' },
    probes: preferences.probes(),
    branching: [],
    valuing: null,
    branch: null,
    startsFrom: null,
    reducedMotion: settings.reducedMotion ?? false,
    settings,
    history: [],
    keepingIsSlow: false,
    removedRun: null,
    sideBySide: null,
    outlook: noOutlook,
    race: noRace,
    present: false,
    controls: true,
    side: null,
    blank: false,
    speaker: false,
    slideNotes: preferences.slideNotes(),
    pointer: false,
    lessonPage: 1,
    lessonPages: deps.lessonPages,
    panel: null,
    foreign: noForeign,
    notices: [],
  }
}
