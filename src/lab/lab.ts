/**
 * The lab: builds the store and does what the person asks. One log and playhead for the recorded run
 * and one for the live run; all that is drawn follows from them. Every kind of act is a class of its own
 * over the desk (control/); here they are put together.
 */
import { Worths, type WorthControls } from './control/worths.ts'
import { BaseRates, type BaseRateControls } from './control/base-rates.ts'
import { Branches, type BranchControls } from './control/branches.ts'
import { Values, type ValueControls } from './control/values.ts'
import { Carrying, type CarryControls } from './control/carrying.ts'
import { Choices, type ChoiceControls } from './control/choices.ts'
import { KeptRuns, type KeptRunsControls } from './control/kept-runs.ts'
import { ForeignRuns, type ForeignControls } from './control/foreign-runs.ts'
import { Guessing, type GuessControls } from './control/guessing.ts'
import { Live, type LiveControls } from './control/live-controls.ts'
import { Looking, type LookingControls } from './control/looking.ts'
import { Notices, type NoticeControls } from './control/notices.ts'
import { Opening, type OpeningControls } from './control/opening.ts'
import { lookForGpu } from './control/gpu.ts'
import { Outlooks, type OutlookControls } from './control/outlook.ts'
import { Playback } from './control/playback.ts'
import { Problems, type ProblemControls } from './control/problems.ts'
import { Time, type TimeControls } from './control/time.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { AdapterController, type AdapterControls } from './control/adapter-controller.ts'
import type { FileReading, ReaderListener } from '../interchange/client.ts'
import type { Library } from '../engine/library/protocol.ts'
import type { Engine } from '../engine/protocol.ts'
import type { Problem } from '../problems/problem.ts'
import { Adapters } from './history/adapters.ts'
import { firstState } from './state/first-state.ts'
import { Autosave } from './control/autosave.ts'
import { pageFrame, type Frame } from './control/frame.ts'
import { LiveRun } from './control/live-run.ts'
import { History } from './history/run-history.ts'
import { Preferences, type KeyValueStore } from './history/preferences.ts'
import type { AsyncStore } from './history/async-store.ts'
import { browserLocks, RunLock, type RunLocks } from './history/run-lock.ts'
import { pageClock, type Clock } from './run/player.ts'
import { Models, type ModelControls } from './control/models.ts'
import { RaceRun, type RaceControls } from './control/race-run.ts'
import { Probes, type ProbeControls } from './control/probes.ts'
import { Readings } from './control/readings.ts'
import type { StoreHandle } from './state/state-handle.ts'
import type { LabState } from './state/store.ts'

export interface LabDeps {
  /** Makes the live engine; called when it is first needed. */
  createEngine: () => Engine
  /** Makes the storage of models; called when it is first needed. */
  createLibrary: () => Library
  /** The bundled model's name, as `load` wants it. */
  model: string
  /** Bytes that loading it downloads, runtime included. */
  liveBytes: number
  /** Those that are there from the start. */
  presets: readonly Problem[]
  /** All of them, fetched when someone looks for more. */
  morePresets?: () => Promise<readonly Problem[]>
  lessonPages: number
  /** Text of a bundled recording by name. */
  fetchRecording: (name: string) => Promise<string>
  /** A file beside the page by its address. Default: fetched. */
  fetchFile?: (address: string) => Promise<File>
  /** Bundled recording that opens first. */
  firstRecording: string
  /** What reads the files of other programs. Default: none. */
  traceReader?: ((listener: ReaderListener) => Promise<FileReading>) | undefined
  preferenceStore: KeyValueStore | null
  runStore: AsyncStore
  /** Default: the browser's own. */
  locks?: RunLocks | null
  clock?: Clock
  frame?: Frame
  /** The page's address without its hash. */
  address?: () => string
}

/** What the person can do, by what it is done to. */
export interface Lab {
  readonly store: StoreApi<LabState>
  /** The run that is shown, through time. */
  readonly time: TimeControls
  /** What is looked at, and how. */
  readonly looking: LookingControls
  /** The token to blame, guessed before hindsight speaks. */
  readonly guessing: GuessControls
  /** Words beside a recording, read by the model itself. */
  readonly carrying: CarryControls
  /** The live run. */
  readonly live: LiveControls
  /** Attempts gone on with another token. */
  readonly branches: BranchControls
  /** What an attempt's tokens changed. */
  readonly values: ValueControls
  /** How often the untouched model passes. */
  readonly baseRates: BaseRateControls
  /** What a question's feedback is worth. */
  readonly worths: WorthControls
  /** Prompts of the person's own. */
  readonly probes: ProbeControls
  /** Runs from elsewhere: files and links. */
  readonly runs: OpeningControls
  /** A run of another program. */
  readonly foreign: ForeignControls
  /** Runs of the history. */
  readonly keptRuns: KeptRunsControls
  /** The problem of the next live run. */
  readonly problems: ProblemControls
  /** Source, settings, theme, page, panel. */
  readonly choices: ChoiceControls
  /** The arms on the shown problem, beside the run. */
  readonly race: RaceControls
  /** The live run's adapter as a file, both ways. */
  readonly adapter: AdapterControls
  /** How the next run may go. */
  readonly outlook: OutlookControls
  /** Models of the hub and of the browser's storage. */
  readonly models: ModelControls
  readonly notices: NoticeControls
  dispose(): void
}

async function besideThePage(address: string): Promise<File> {
  const answer = await fetch(address.split('/').map(encodeURIComponent).join('/'))
  if (!answer.ok) throw new Error(`the host answered ${answer.status}`)
  return new File([await answer.blob()], address.split('/').at(-1)!)
}

/** No file can be opened on such a page. */
const readsNone = () => Promise.reject(new Error('This page reads no files of other programs.'))

export function createLab(deps: LabDeps): Lab {
  const clock = deps.clock ?? pageClock
  const preferences = new Preferences(deps.preferenceStore)
  const store = createStore<LabState>(() => firstState(deps, preferences))
  const handle = handleOf(store)
  const undo: (() => void)[] = []

  const playback = new Playback(handle, clock)
  const autosave = new Autosave(
    handle,
    new History(deps.runStore),
    new Adapters(deps.runStore),
    new RunLock(deps.locks === undefined ? browserLocks() : deps.locks),
  )
  // The engine is asked for readings, and its answers end readings: each knows the other.
  const readings: Readings = new Readings(
    handle,
    clock,
    (source) => (source === 'live' ? run.current : runs.engine),
    () => run.nextId(),
  )
  const run: LiveRun = new LiveRun(handle, autosave, () => readings, {
    createEngine: deps.createEngine,
    bundled: deps.model,
    halt: () => playback.halt('live'),
    frame: deps.frame ?? pageFrame,
    arrived: (model) => models.arrived(model),
    onEngineEvent(event) {
      race.onEngineEvent(event)
      baseRates.onEngineEvent(event)
      worths.onEngineEvent(event)
      probes.onEngineEvent(event)
      adapter.onEngineEvent(event)
      branches.onEngineEvent(event)
      values.onEngineEvent(event)
      outlook.onEngineEvent(event)
      foreign.onEngineEvent(event)
    },
  })
  const race = new RaceRun(handle, run)
  const baseRates = new BaseRates(handle, run)
  const worths = new Worths(handle, run)
  const probes = new Probes(handle, run, preferences)
  const adapter = new AdapterController(handle, run)
  const branches = new Branches(handle, run)
  const values = new Values(handle, run)
  const outlook = new Outlooks(handle, run)
  const foreign = new ForeignRuns(handle, run, deps.traceReader ?? readsNone)
  const time = new Time(handle, playback, run)
  const choices = new Choices(handle, { playback, live: run, preferences })
  const carrying = new Carrying(handle, run, () => choices.setSource('live'))
  const problems = new Problems(handle, { playback, live: run, preferences, morePresets: deps.morePresets })
  const runs: Opening = new Opening(handle, {
    playback,
    readings: () => readings,
    seekStep: (step, stage) => time.seekStep(step, stage),
    loadPresets: () => problems.loadPresets(),
    fetchRecording: deps.fetchRecording,
    fetchFile: deps.fetchFile ?? besideThePage,
    firstRecording: deps.firstRecording,
    openForeign: (files) => foreign.open(files),
    address: deps.address ?? (() => location.href.replace(/#.*$/, '')),
  })
  const keptRuns = new KeptRuns(handle, {
    playback,
    autosave,
    live: run,
    openRecording: (recording, about) => runs.openRecording(recording, about),
  })
  const models: Models = new Models(handle, {
    createLibrary: deps.createLibrary,
    now: () => performance.now(),
    load: (choice) => run.load(choice),
    configure: (config) => choices.changeConfig(config),
  })
  undo.push(
    followMotion(handle),
    store.subscribe(() => readings.ensure()),
    store.subscribe(() => carrying.goOn()),
    store.subscribe(() => lookForGpu(handle)),
    beforeLeaving(() => run.keep()),
  )
  void autosave.refresh()

  return {
    store,
    time,
    looking: new Looking(handle),
    carrying,
    guessing: new Guessing(handle, time, preferences),
    live: new Live(handle, run),
    branches,
    values,
    baseRates,
    worths,
    probes,
    runs,
    foreign,
    keptRuns,
    problems,
    choices,
    race,
    adapter,
    models,
    outlook,
    notices: new Notices(handle),
    dispose() {
      playback.dispose()
      for (const end of undo) end()
      readings.dispose()
      runs.dispose()
      run.dispose()
      models.dispose()
    },
  }
}

/** Every act of a desk on its store. */
function handleOf(store: StoreApi<LabState>): StoreHandle {
  let notices = 0
  const handle: StoreHandle = {
    get state() {
      return store.getState()
    },
    set: (change) => store.setState(change),
    session(source, change) {
      const next = change(handle.state[source])
      if (next !== handle.state[source]) handle.set(source === 'live' ? { live: next } : { recorded: next })
    },
    notify(text, tone = 'info', acts = []) {
      if (handle.state.notices.some((notice) => notice.text === text)) return
      handle.set({ notices: [...handle.state.notices, { id: ++notices, tone, text, acts }] })
    },
  }
  return handle
}

/** The system's wish for less motion, where the person has not chosen. Returns the end of it, as do the others. */
function followMotion(handle: StoreHandle): () => void {
  if (typeof matchMedia !== 'function') return () => undefined
  const query = matchMedia('(prefers-reduced-motion: reduce)')
  const follow = () => handle.set({ reducedMotion: handle.state.settings.reducedMotion ?? query.matches })
  follow()
  query.addEventListener('change', follow)
  return () => query.removeEventListener('change', follow)
}

function beforeLeaving(keep: () => void): () => void {
  if (typeof addEventListener !== 'function') return () => undefined
  addEventListener('pagehide', keep)
  return () => removeEventListener('pagehide', keep)
}
