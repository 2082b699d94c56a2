/**
 * Everything the person can do that has a name: one object feeds the button, the menu and the
 * shortcut, so they can never disagree (the shape is excalidraw's). Things with an operand (an
 * attempt, a token, a step) are methods of `Lab`.
 */
import { arms } from '../sdpo/arms.ts'
import { lastDone } from './beats.ts'
import { favouriteOther } from './credit.ts'
import type { Lab } from './lab.ts'
import { selectConfig, selectFocus, selectGradient, selectLenders, selectPiece, selectProblem, selectReading, selectSession, selectView, selectWhole } from './selectors.ts'
import { raceInShort, racePrimary } from './race-words.ts'
import { primaryOf } from './status.ts'
import type { LabState, Theme } from './store.ts'
import { tokenTable } from './token-table.ts'
import { attemptOf, currentStep } from './view.ts'
import { visibleToken } from './words.ts'

export type ActionId =
  | 'primary' | 'next-act' | 'previous-act' | 'play' | 'next-update' | 'previous-update' | 'to-start' | 'to-end'
  | 'next-attempt' | 'previous-attempt' | 'next-token' | 'previous-token'
  | 'toggle-credit' | 'toggle-feedback' | 'toggle-present' | 'pointer' | 'toggle-settings' | 'cycle-theme' | 'next-page' | 'previous-page'
  | 'close' | 'help' | 'share' | 'go-live' | 'go-recorded' | 'load-model'
  | 'continue-here' | 'same-seed' | 'new-seed' | 'stop-run' | 'dismiss-fault'
  | 'export-run' | 'import-run' | 'take-adapter' | 'start-from-adapter' | 'copy-solution' | 'choose-problem' | 'choose-model' | 'paste-problem' | 'runs'
  | 'branch' | 'compare-credits' | 'same-weights' | 'lend-feedback' | 'lend-another' | 'through-time' | 'gradient' | 'mattered' | 'palette' | 'probes'
  | 'token-table' | 'strip-svg' | 'strip-png' | 'bars-svg' | 'bars-png' | 'curves-svg' | 'curves-png'
  | 'models' | 'model-files'
  | 'results' | 'race' | 'race-go' | 'race-stop' | 'export-race' | 'export-race-csv'

export type IconName =
  | 'play' | 'pause' | 'step-back' | 'step-forward' | 'skip-back' | 'skip-forward' | 'up' | 'down' | 'left' | 'right'
  | 'credit' | 'feedback' | 'present' | 'settings' | 'theme' | 'close' | 'help' | 'share' | 'live' | 'recorded' | 'download'
  | 'branch' | 'rewind' | 'repeat' | 'dice' | 'stop' | 'export' | 'import' | 'copy' | 'list' | 'paste' | 'history' | 'next' | 'race' | 'compare' | 'search'

export type PictureOf = 'strip' | 'bars' | 'curves'

/** What an action needs of the page beside the lab; the screen gives it. */
export interface Page {
  copy(text: string): Promise<void>
  download(name: string, content: string | Blob): void
  /** The shown strip, bars or curves as a picture file. */
  picture(lab: Lab, what: PictureOf, format: 'svg' | 'png'): Promise<void>
  /** Ask for a file; null when the person chose none. */
  pickFile(accept: string): Promise<File | null>
  /** Several files; none when the person chose none. */
  pickFiles(accept: string): Promise<File[]>
}

export interface Action {
  id: ActionId
  /** The button's words and accessible name, for this state. */
  label: (state: LabState) => string
  /** The name where nothing around it says of what it is (the palette); null where it has no place there. */
  name: (state: LabState) => string | null
  icon: (state: LabState) => IconName
  /** Shortcuts as `KeyboardEvent.key`, modifiers first (Mod is Ctrl or Cmd): ' ', 'ArrowRight', 'Shift+ArrowRight', 'Mod+k', '?'. */
  keys: readonly string[]
  enabled: (state: LabState) => boolean
  /** Present on toggles: aria-pressed. */
  pressed?: (state: LabState) => boolean
  perform: (lab: Lab, page: Page) => void
}

const always = () => true
const hasRun = (state: LabState) => selectSession(state).log.length > 0
const themes: readonly Theme[] = ['system', 'light', 'dark', 'projector']

type Written = Omit<Action, 'label' | 'name' | 'icon' | 'keys' | 'enabled'> & {
  label: string | Action['label']
  /** Default: the label. */
  name?: string | null
  icon: IconName | Action['icon']
  keys?: readonly string[]
  enabled?: Action['enabled']
}

function action({ label, name, icon, keys = [], enabled = always, ...rest }: Written): Action {
  const labelOf = typeof label === 'string' ? () => label : label
  return { ...rest, keys, enabled, label: labelOf, name: name === undefined ? labelOf : () => name, icon: typeof icon === 'string' ? () => icon : icon }
}

function moveAttempt(lab: Lab, by: number): void {
  const { step, attempt } = selectFocus(lab.store.getState())
  const next = attempt && step?.attempts[attempt.row + by]
  if (next) lab.focusAttempt(next.attempt)
}

function moveToken(lab: Lab, by: number): void {
  const { attempt, pinned } = selectFocus(lab.store.getState())
  if (!attempt || attempt.tokens.length === 0) return
  const from = pinned ?? (by > 0 ? -1 : attempt.tokens.length)
  lab.pinToken(Math.max(0, Math.min(attempt.tokens.length - 1, from + by)))
}

function moveStep(lab: Lab, by: number): void {
  const step = currentStep(selectView(lab.store.getState()))?.step ?? 0
  if (step + by < 1) lab.seek(0)
  else lab.seekStep(step + by)
}

const hasRace = (state: LabState) => (state.race.view?.lanes.length ?? 0) > 0

function exportRace(lab: Lab, page: Page, kind: 'json' | 'csv'): void {
  const file = lab.race.export(kind)
  if (file) page.download(file.name, file.text)
}

/** What the race's main button says (race-words.ts). */
function goRace(lab: Lab): void {
  const { kind } = racePrimary(lab.store.getState())
  switch (kind) {
    case 'load':
      return lab.loadModel()
    case 'start':
    case 'again':
      return lab.race.start()
    case 'pause':
    case 'resume':
      return lab.race.pause(kind === 'pause')
    case 'loading':
    case 'none':
      return
    default:
      kind satisfies never
  }
}

/** Whose feedback the focused attempt's teacher reads, by its place among the lenders; -1 where it is its own. */
function lenderAt(state: LabState): number {
  const { attempt } = selectFocus(state)
  const from = attempt && state.hindsight.lent[attempt.attempt]
  return from == null ? -1 : selectLenders(state).findIndex((lender) => lender.from === from)
}

/** The teacher's favourite in place of the token in focus; null while it is not known. */
function rivalHere(state: LabState): number | null {
  const { attempt, token } = selectFocus(state)
  const position = attempt && token !== null ? selectReading(state, attempt).positions?.[token] : null
  return position ? favouriteOther(position) : null
}

const pictures: Readonly<Record<PictureOf, string>> = { strip: 'The strip', bars: 'The bars', curves: 'The curves' }

function picture(what: PictureOf, format: 'svg' | 'png'): Action {
  return action({
    id: `${what}-${format}`,
    label: `${pictures[what]}, ${format.toUpperCase()}`,
    icon: 'export',
    enabled: (state) => {
      const { attempt, token } = selectFocus(state)
      return what === 'curves' ? selectWhole(state).steps.some((step) => step.signals) : what === 'strip' ? attempt !== null : token !== null && attempt?.positions != null
    },
    perform: (lab, page) => {
      page.picture(lab, what, format).catch((error: unknown) => lab.tell(`The picture could not be made (${error instanceof Error ? error.message : String(error)}).`, 'error'))
    },
  })
}

/** The best attempt's text, once one has passed. */
function solution(state: LabState): string | null {
  const view = selectView(state)
  return view.firstPass === null ? null : (attemptOf(view, view.firstPass)?.text ?? null)
}

/** The step that "continue here" would keep: the last one at the playhead that is done. */
function keptStep(state: LabState): number {
  return lastDone(state.live.view)
}

export const actions: readonly Action[] = [
  action({
    id: 'primary',
    label: (state) => primaryOf(state).label,
    icon: (state) => (primaryOf(state).kind === 'pause' ? 'pause' : primaryOf(state).kind === 'load' ? 'download' : 'play'),
    enabled: (state) => !['loading', 'pausing', 'none'].includes(primaryOf(state).kind),
    perform: (lab) => lab.primary(),
  }),
  action({
    id: 'next-act',
    label: 'Next act',
    icon: 'step-forward',
    keys: ['ArrowRight'],
    enabled: (state) => {
      const session = selectSession(state)
      return session.playhead < session.log.length || primaryOf(state).kind === 'act'
    },
    perform: (lab) => lab.nextAct(),
  }),
  action({
    id: 'previous-act',
    label: 'Previous act',
    icon: 'step-back',
    keys: ['ArrowLeft'],
    enabled: (state) => selectSession(state).playhead > 0,
    perform: (lab) => lab.previousAct(),
  }),
  action({
    id: 'play',
    label: (state) => (isMoving(state) ? 'Pause' : 'Play'),
    icon: (state) => (isMoving(state) ? 'pause' : 'play'),
    keys: [' '],
    enabled: (state) => (state.source === 'live' ? state.engine.phase !== 'loading' && state.engine.phase !== 'pausing' && state.engine.phase !== 'absent' : hasRun(state)),
    perform: (lab) => lab.togglePlay(),
  }),
  action({
    id: 'next-update',
    label: 'Next update',
    icon: 'skip-forward',
    keys: ['Shift+ArrowRight'],
    enabled: (state) => (currentStep(selectView(state))?.step ?? 0) < selectWhole(state).steps.length,
    perform: (lab) => moveStep(lab, 1),
  }),
  action({ id: 'previous-update', label: 'Previous update', icon: 'skip-back', keys: ['Shift+ArrowLeft'], enabled: (state) => selectSession(state).playhead > 0, perform: (lab) => moveStep(lab, -1) }),
  action({ id: 'to-start', label: 'Back to the start', icon: 'skip-back', keys: ['Home'], enabled: (state) => selectSession(state).playhead > 0, perform: (lab) => lab.seek(0) }),
  action({
    id: 'to-end',
    label: (state) => (state.source === 'live' && state.engine.phase === 'running' ? 'Follow the run' : 'To the end'),
    icon: 'skip-forward',
    keys: ['End'],
    enabled: (state) => selectSession(state).playhead < selectSession(state).log.length,
    perform: (lab) => lab.seekEnd(),
  }),

  action({ id: 'next-attempt', label: 'Next attempt', icon: 'down', keys: ['j'], enabled: (state) => selectFocus(state).attempt !== null, perform: (lab) => moveAttempt(lab, 1) }),
  action({ id: 'previous-attempt', label: 'Previous attempt', icon: 'up', keys: ['k'], enabled: (state) => selectFocus(state).attempt !== null, perform: (lab) => moveAttempt(lab, -1) }),
  // The strip has its own arrow keys: they move the pin while it has the focus.
  action({ id: 'next-token', label: 'Next token', icon: 'right', enabled: (state) => selectFocus(state).attempt !== null, perform: (lab) => moveToken(lab, 1) }),
  action({ id: 'previous-token', label: 'Previous token', icon: 'left', enabled: (state) => selectFocus(state).attempt !== null, perform: (lab) => moveToken(lab, -1) }),

  action({
    id: 'toggle-credit',
    label: (state) => (state.creditMode === 'grpo' ? 'Show SDPO credit' : 'Show GRPO credit'),
    icon: 'credit',
    keys: ['g'],
    pressed: (state) => state.creditMode === 'grpo',
    perform: (lab) => lab.setCreditMode(lab.store.getState().creditMode === 'grpo' ? 'sdpo' : 'grpo'),
  }),
  action({
    id: 'toggle-feedback',
    label: 'Show feedback to the teacher',
    icon: 'feedback',
    keys: ['f'],
    pressed: (state) => state.hindsight.feedback,
    perform: (lab) => lab.setHindsight({ feedback: !lab.store.getState().hindsight.feedback }),
  }),
  action({
    id: 'compare-credits',
    label: 'Compare credits',
    icon: 'compare',
    keys: ['c'],
    enabled: (state) => selectFocus(state).attempt !== null,
    pressed: (state) => state.compare,
    perform: (lab) => lab.setCompare(!lab.store.getState().compare),
  }),
  action({
    id: 'same-weights',
    label: 'Same weights for teacher and student',
    icon: 'feedback',
    keys: ['w'],
    pressed: (state) => state.hindsight.sameWeights,
    perform: (lab) => lab.setHindsight({ sameWeights: !lab.store.getState().hindsight.sameWeights }),
  }),
  action({
    id: 'lend-feedback',
    label: 'Someone else\u2019s feedback',
    icon: 'feedback',
    keys: ['e'],
    enabled: (state) => selectLenders(state).length > 0,
    pressed: (state) => lenderAt(state) >= 0,
    perform: (lab) => lab.lendFeedback(lenderAt(lab.store.getState()) < 0 ? 0 : null),
  }),
  action({
    id: 'lend-another',
    label: 'Another',
    name: 'Someone else\u2019s feedback: another',
    icon: 'feedback',
    enabled: (state) => lenderAt(state) >= 0 && selectLenders(state).length > 1,
    perform: (lab) => lab.lendFeedback(lenderAt(lab.store.getState()) + 1),
  }),
  action({
    id: 'branch',
    label: (state) => {
      const rival = rivalHere(state)
      return rival === null ? 'Branch with another token' : `Branch with ${visibleToken(selectPiece(state)(rival))}`
    },
    icon: 'branch',
    keys: ['b'],
    enabled: (state) => rivalHere(state) !== null,
    perform: (lab) => {
      const state = lab.store.getState()
      const { token } = selectFocus(state)
      const rival = rivalHere(state)
      if (token !== null && rival !== null) lab.branch(token, rival)
    },
  }),
  action({
    id: 'through-time',
    label: 'The token through time',
    icon: 'history',
    keys: ['h'],
    enabled: (state) => selectFocus(state).token !== null,
    pressed: (state) => state.throughTime,
    perform: (lab) => lab.setThroughTime(!lab.store.getState().throughTime),
  }),
  action({
    id: 'gradient',
    label: 'The gradient on every candidate',
    icon: 'down',
    keys: ['d'],
    enabled: (state) => selectFocus(state).token !== null,
    pressed: selectGradient,
    perform: (lab) => lab.setGradient(!selectGradient(lab.store.getState())),
  }),
  action({ id: 'mattered', label: 'Tokens that mattered', icon: 'list', keys: ['m'], enabled: hasRun, pressed: (state) => state.panel === 'mattered', perform: (lab) => lab.openPanel(lab.store.getState().panel === 'mattered' ? null : 'mattered') }),
  action({ id: 'probes', label: 'Probes', name: 'Probes: prompts of your own', icon: 'search', keys: ['o'], pressed: (state) => state.panel === 'probes', perform: (lab) => lab.openPanel(lab.store.getState().panel === 'probes' ? null : 'probes') }),
  action({ id: 'palette', label: 'Find an act', name: null, icon: 'search', keys: ['Mod+k'], pressed: (state) => state.panel === 'palette', perform: (lab) => lab.openPanel(lab.store.getState().panel === 'palette' ? null : 'palette') }),
  action({
    id: 'token-table',
    label: 'Values of this attempt, CSV',
    icon: 'export',
    enabled: (state) => selectFocus(state).attempt !== null,
    perform: (lab, page) => {
      const state = lab.store.getState()
      const { step, attempt } = selectFocus(state)
      if (!attempt) return
      const { loss } = selectConfig(state)
      page.download(`sdpo-lab-attempt-${attempt.attempt}.csv`, tokenTable(attempt, selectReading(state, attempt).positions, { lambda: loss.lambda, advantageClip: loss.advantageClip, groupMean: step?.groupMean ?? null }))
    },
  }),
  picture('strip', 'svg'),
  picture('strip', 'png'),
  picture('bars', 'svg'),
  picture('bars', 'png'),
  picture('curves', 'svg'),
  picture('curves', 'png'),
  action({
    id: 'toggle-present',
    label: (state) => (state.present ? 'Leave the presentation' : 'Present'),
    icon: 'present',
    keys: ['p'],
    pressed: (state) => state.present,
    perform: (lab) => lab.setPresent(!lab.store.getState().present),
  }),
  action({
    id: 'pointer',
    label: 'Pointer of the presentation',
    icon: 'present',
    keys: ['l'],
    enabled: (state) => state.present,
    pressed: (state) => state.pointer,
    perform: (lab) => lab.setPointer(!lab.store.getState().pointer),
  }),
  action({
    id: 'toggle-settings',
    label: 'Settings',
    icon: 'settings',
    keys: ['s'],
    pressed: (state) => state.panel === 'settings',
    perform: (lab) => lab.openPanel(lab.store.getState().panel === 'settings' ? null : 'settings'),
  }),
  action({
    id: 'cycle-theme',
    label: (state) => `Theme: ${state.settings.theme}`,
    icon: 'theme',
    keys: ['t'],
    perform: (lab) => lab.setTheme(themes[(themes.indexOf(lab.store.getState().settings.theme) + 1) % themes.length]!),
  }),
  action({ id: 'next-page', label: 'Next', name: 'Next page of the lesson', icon: 'next', keys: ['n'], enabled: (state) => state.lessonPage < state.lessonPages, perform: (lab) => lab.setLessonPage(lab.store.getState().lessonPage + 1) }),
  action({ id: 'previous-page', label: 'Previous page', name: 'Previous page of the lesson', icon: 'left', keys: ['Shift+n'], enabled: (state) => state.lessonPage > 1, perform: (lab) => lab.setLessonPage(lab.store.getState().lessonPage - 1) }),
  action({
    id: 'close',
    label: 'Close',
    name: null,
    icon: 'close',
    keys: ['Escape'],
    enabled: (state) => state.panel !== null || state.present || state.notices.length > 0,
    perform: (lab) => {
      const { panel, present, notices } = lab.store.getState()
      if (panel !== null) lab.openPanel(null)
      else if (present) lab.setPresent(false)
      else if (notices.length > 0) lab.dismissNotice(notices.at(-1)!.id)
    },
  }),
  action({ id: 'help', label: 'Keys', name: 'Keys on this page', icon: 'help', keys: ['?'], pressed: (state) => state.panel === 'help', perform: (lab) => lab.openPanel(lab.store.getState().panel === 'help' ? null : 'help') }),
  action({
    id: 'share',
    label: 'Share',
    icon: 'share',
    perform: (lab, page) => {
      page.copy(lab.shareLink()).then(
        () => lab.tell('Link copied: it opens this problem, update and token.'),
        () => lab.openPanel('share'),
      )
    },
  }),

  action({ id: 'go-live', label: 'Live', name: 'Go live', icon: 'live', pressed: (state) => state.source === 'live', perform: (lab) => lab.setSource('live') }),
  action({ id: 'go-recorded', label: 'Recorded', name: 'Back to the recorded run', icon: 'recorded', pressed: (state) => state.source === 'recorded', perform: (lab) => lab.setSource('recorded') }),
  action({
    id: 'load-model',
    label: (state) => (state.engine.phase === 'fault' && state.engine.fault?.during === 'load' ? 'Retry' : 'Load model'),
    icon: 'download',
    enabled: (state) => state.engine.phase === 'absent' || (state.engine.phase === 'fault' && state.engine.fault?.during === 'load'),
    perform: (lab) => lab.loadModel(),
  }),
  action({
    id: 'continue-here',
    label: (state) => (keptStep(state) > 0 ? `Go on from update ${keptStep(state)}` : 'Go on from here'),
    icon: 'rewind',
    enabled: (state) => state.source === 'live' && state.live.playhead < state.live.log.length && state.engine.phase !== 'absent' && state.engine.phase !== 'loading',
    perform: (lab) => lab.continueFrom(keptStep(lab.store.getState())),
  }),
  action({
    id: 'same-seed',
    label: (state) => `Run again, seed ${selectConfig(state).seed}`,
    icon: 'repeat',
    enabled: (state) => selectProblem(state) !== null,
    perform: (lab) => restart(lab, 0),
  }),
  action({
    id: 'new-seed',
    label: (state) => `Run with seed ${selectConfig(state).seed + 1}`,
    icon: 'dice',
    enabled: (state) => selectProblem(state) !== null,
    perform: (lab) => restart(lab, 1),
  }),
  action({ id: 'stop-run', label: 'Stop the run', icon: 'stop', enabled: (state) => state.source === 'live' && hasRun(state) && state.live.whole.finished === null, perform: (lab) => lab.stopRun() }),
  action({ id: 'dismiss-fault', label: 'Dismiss', name: 'Dismiss the fault', icon: 'close', enabled: (state) => state.engine.phase === 'fault', perform: (lab) => lab.dismissFault() }),

  action({
    id: 'export-run',
    label: 'Export the run',
    icon: 'export',
    enabled: hasRun,
    perform: (lab, page) => {
      const { name, text } = lab.exportRun()
      page.download(name, text)
    },
  }),
  action({
    id: 'import-run',
    label: 'Open a run from a file',
    icon: 'import',
    perform: (lab, page) => {
      page.pickFile('.json,application/json').then(
        (file) => file && lab.importFile(file),
        (error: unknown) => lab.tell(`No file could be opened (${String(error)}).`, 'error'),
      )
    },
  }),
  action({
    id: 'take-adapter',
    label: (state) => (keptStep(state) > 0 ? `Take the adapter home, after update ${keptStep(state)}` : 'Take the adapter home'),
    icon: 'export',
    enabled: (state) => state.source === 'live' && keptStep(state) > 0 && arms[selectConfig(state).arm].grpoWeight !== null,
    perform: (lab, page) => lab.adapter.take((name, zip) => page.download(name, zip)),
  }),
  action({
    id: 'start-from-adapter',
    label: (state) => (state.startsFrom ? `Start from the base model again, not from ${state.startsFrom.name}` : 'Start runs from an adapter file'),
    icon: 'import',
    enabled: (state) => state.startsFrom !== null || state.engine.phase === 'ready',
    perform: (lab, page) => {
      if (lab.store.getState().startsFrom) return lab.adapter.startFromBase()
      page.pickFile('.zip,application/zip').then(
        (file) => file && lab.adapter.startFrom(file),
        (error: unknown) => lab.tell(`No file could be opened (${String(error)}).`, 'error'),
      )
    },
  }),
  action({
    id: 'copy-solution',
    label: 'Copy the solution',
    icon: 'copy',
    enabled: (state) => solution(state) !== null,
    perform: (lab, page) => {
      const text = solution(lab.store.getState())
      if (text === null) return
      page.copy(text).then(
        () => lab.tell('Solution copied.'),
        () => lab.tell('The browser did not let this page copy. Select the text and copy it by hand.', 'error'),
      )
    },
  }),
  action({ id: 'choose-problem', label: 'Choose a problem', icon: 'list', pressed: (state) => state.panel === 'problem-picker', perform: (lab) => lab.openPanel('problem-picker') }),
  action({ id: 'choose-model', label: 'Choose a model that can', name: 'Choose a model', icon: 'download', perform: (lab) => lab.openPanel('model') }),
  action({ id: 'paste-problem', label: 'Paste a problem', icon: 'paste', pressed: (state) => state.panel === 'problem-editor', perform: (lab) => lab.openPanel('problem-editor') }),
  action({ id: 'runs', label: 'Runs', name: 'Runs kept in this browser', icon: 'history', pressed: (state) => state.panel === 'runs', perform: (lab) => lab.openPanel('runs') }),

  action({ id: 'models', label: 'Models', name: 'Another model', icon: 'download', keys: ['Shift+m'], pressed: (state) => state.panel === 'model', perform: (lab) => lab.openPanel(lab.store.getState().panel === 'model' ? null : 'model') }),
  action({
    id: 'model-files',
    label: 'Choose files',
    name: 'Load a model from files',
    icon: 'import',
    perform: (lab, page) => {
      page.pickFiles('.gguf,.safetensors,.json,.jinja').then(
        (files) => {
          if (files.length === 0) return
          lab.openPanel(null)
          lab.models.useFiles(files)
        },
        (error: unknown) => lab.tell(`No file could be opened (${String(error)}).`, 'error'),
      )
    },
  }),

  action({ id: 'results', label: 'Results', name: 'Results: the paper\u2019s claims, measured', icon: 'list', pressed: (state) => state.panel === 'results', perform: (lab) => lab.openPanel(lab.store.getState().panel === 'results' ? null : 'results') }),
  action({ id: 'race', label: (state) => raceInShort(state.race), icon: 'race', keys: ['r'], pressed: (state) => state.panel === 'race', perform: (lab) => lab.openPanel(lab.store.getState().panel === 'race' ? null : 'race') }),
  action({
    id: 'race-go',
    name: null,
    label: (state) => racePrimary(state).label,
    icon: (state) => (racePrimary(state).kind === 'pause' ? 'pause' : racePrimary(state).kind === 'load' ? 'download' : 'play'),
    enabled: (state) => !['loading', 'none'].includes(racePrimary(state).kind),
    perform: goRace,
  }),
  action({ id: 'race-stop', label: 'Stop', name: 'Stop the race', icon: 'stop', enabled: (state) => state.race.phase === 'running' || state.race.phase === 'paused', perform: (lab) => lab.race.stop() }),
  action({ id: 'export-race', label: 'Export as JSON', name: 'Export the race as JSON', icon: 'export', enabled: hasRace, perform: (lab, page) => exportRace(lab, page, 'json') }),
  action({ id: 'export-race-csv', label: 'Export as CSV', name: 'Export the race as CSV', icon: 'export', enabled: hasRace, perform: (lab, page) => exportRace(lab, page, 'csv') }),
]

const byId = new Map(actions.map((a) => [a.id, a]))

export function actionOf(id: ActionId): Action {
  return byId.get(id)!
}

/** Something moves by itself: the playhead through what is known, or the live run. */
function isMoving(state: LabState): boolean {
  const session = selectSession(state)
  return session.playing || (state.source === 'live' && session.playhead >= session.log.length && state.engine.phase === 'running')
}

function restart(lab: Lab, seedStep: number): void {
  const state = lab.store.getState()
  const problem = selectProblem(state)
  const config = selectConfig(state)
  if (problem && problem !== state.problem) lab.chooseProblem(problem)
  lab.startRun({ ...config, seed: config.seed + seedStep })
}

/** The action of a key press; null when it is nobody's, or belongs to a field being typed in. */
export function actionForKey(event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>): Action | null {
  if (event.altKey) return null
  if (event.ctrlKey || event.metaKey) return actions.find((a) => a.keys.includes(`Mod+${event.key.toLowerCase()}`)) ?? null
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const shifted = event.shiftKey ? `Shift+${key}` : key
  return actions.find((a) => a.keys.includes(shifted)) ?? (key === '?' ? actionOf('help') : null)
}
