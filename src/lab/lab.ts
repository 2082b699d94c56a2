/**
 * The lab: builds the store and does what the person asks. One log and playhead for the recorded run
 * and one for the live run; all that is drawn follows from them. What can be done has a file a kind:
 * time (playback.ts), what is looked at (looking.ts), choices (choices.ts), runs from elsewhere
 * (opening.ts), the live run (live-run.ts), the race (race-run.ts). Here they are put together.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { AdapterDesk, type AdapterControls } from './control/adapter-desk.ts'
import type { Library } from '../engine/library/protocol.ts'
import type { Engine, ModelChoice } from '../engine/protocol.ts'
import type { Problem } from '../problems/problem.ts'
import type { RunConfig } from '../sdpo/config.ts'
import { Adapters } from './history/adapters.ts'
import { branchControls, type BranchControls } from './control/branches.ts'
import { choiceControls, type ChoiceControls } from './control/choices.ts'
import { firstState } from './state/first-state.ts'
import { RunKeeper } from './control/keeper.ts'
import { LiveRun } from './control/live-run.ts'
import { lookingControls, type LookingControls } from './control/looking.ts'
import { Opening, type RunFiles } from './control/opening.ts'
import { History, Keepsakes, type Drawer, type Shelf } from './history/persist.ts'
import { Playback, timeControls, type TimeControls } from './control/playback.ts'
import { pageClock, type Clock } from './run/player.ts'
import { Models, type ModelControls } from './control/models.ts'
import { RaceRun, type RaceControls } from './control/race-run.ts'
import { Probes, type ProbeControls } from './control/probes.ts'
import { Readings } from './control/readings.ts'
import type { Desk } from './state/desk.ts'
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
  /** Bundled recording that opens first. */
  firstRecording: string
  drawer: Drawer | null
  shelf: Shelf
  clock?: Clock
  /** The page's address without its hash. */
  address?: () => string
}

/** The live run. */
export interface RunControls {
  /** The model that was chosen, or another. */
  loadModel(choice?: ModelChoice): void
  pauseRun(): void
  stopRun(): void
  /** Start a live run of the chosen problem at its first act; the current one stays in the history. */
  startRun(change?: Partial<RunConfig>): void
  /** Drop everything after this step (it stays in the history) and go on from its adapter. */
  continueFrom(step: number): void
}

export interface Lab
  extends
    TimeControls,
    LookingControls,
    RunControls,
    BranchControls,
    ProbeControls,
    RunFiles,
    ChoiceControls {
  readonly store: StoreApi<LabState>
  /** The arms on the shown problem, beside the run. */
  readonly race: RaceControls
  /** The live run's adapter as a file, both ways. */
  readonly adapter: AdapterControls
  /** Models of the hub and of the browser's storage. */
  readonly models: ModelControls
  /** Say something to the person in one line. */
  tell(text: string, tone?: 'info' | 'error'): void
  dismissNotice(id: number): void
  dismissFault(): void
  dispose(): void
}

export function createLab(deps: LabDeps): Lab {
  const clock = deps.clock ?? pageClock
  const keepsakes = new Keepsakes(deps.drawer)
  const store = createStore<LabState>(() => firstState(deps, keepsakes))
  const desk = deskOf(store)
  const undo: (() => void)[] = []

  const playback = new Playback(desk, clock)
  const keeper = new RunKeeper(desk, new History(deps.shelf), new Adapters(deps.shelf))
  // The engine is asked for readings, and its answers end readings: each knows the other.
  const readings: Readings = new Readings(desk, clock, (source) =>
    source === 'live' ? live.current : opening.engine,
  )
  const live: LiveRun = new LiveRun(desk, keeper, () => readings, {
    createEngine: deps.createEngine,
    bundled: deps.model,
    halt: () => playback.halt('live'),
    arrived: (model) => models.arrived(model),
    heard(event) {
      race.heard(event)
      probes.heard(event)
      adapter.heard(event)
    },
  })
  const race = new RaceRun(desk, live)
  const probes = new Probes(desk, live, keepsakes)
  const adapter = new AdapterDesk(desk, live)
  const time = timeControls(desk, playback, live)
  const choices = choiceControls(desk, { playback, live, keepsakes, morePresets: deps.morePresets })
  const opening = new Opening(desk, {
    playback,
    keeper,
    live,
    readings: () => readings,
    seekStep: time.seekStep,
    loadPresets: choices.loadPresets,
    fetchRecording: deps.fetchRecording,
    firstRecording: deps.firstRecording,
    address: deps.address ?? (() => location.href.replace(/#.*$/, '')),
  })

  const models: Models = new Models(desk, {
    createLibrary: deps.createLibrary,
    now: () => performance.now(),
    load: (choice) => live.load(choice),
    configure: (config) => choices.changeConfig(config),
  })
  undo.push(
    followMotion(desk),
    store.subscribe(() => readings.ensure()),
    beforeLeaving(() => keeper.keep()),
  )
  void keeper.refresh()

  return {
    store,
    race,
    adapter,
    models,
    ...time,
    ...lookingControls(desk),
    ...runControls(desk, live),
    ...branchControls(desk, live),
    addProbe: (probe) => probes.addProbe(probe),
    renameProbe: (id, name) => probes.renameProbe(id, name),
    removeProbe: (id) => probes.removeProbe(id),
    ...choices,
    ...bound(opening),
    tell: (text, tone) => desk.tell(text, tone),
    dismissNotice: (id) => desk.set({ notices: desk.state.notices.filter((notice) => notice.id !== id) }),
    dismissFault() {
      const { engine } = desk.state
      if (engine.phase === 'fault')
        desk.set({
          engine: {
            ...engine,
            phase: engine.model ? 'ready' : 'absent',
            choice: engine.loaded ?? engine.choice,
            fault: null,
          },
        })
    },
    dispose() {
      playback.dispose()
      for (const end of undo) end()
      readings.dispose()
      opening.dispose()
      live.dispose()
      models.dispose()
    },
  }
}

/** Every act of a desk on its store. */
function deskOf(store: StoreApi<LabState>): Desk {
  let notices = 0
  const desk: Desk = {
    get state() {
      return store.getState()
    },
    set: (change) => store.setState(change),
    session(source, change) {
      const next = change(desk.state[source])
      if (next !== desk.state[source]) desk.set(source === 'live' ? { live: next } : { recorded: next })
    },
    tell(text, tone = 'info', acts = []) {
      if (desk.state.notices.some((notice) => notice.text === text)) return
      desk.set({ notices: [...desk.state.notices, { id: ++notices, tone, text, acts }] })
    },
  }
  return desk
}

function runControls(desk: Desk, live: LiveRun): RunControls {
  return {
    loadModel: (choice) => live.load(choice),
    pauseRun: () => live.pause(),
    stopRun: () => live.stop(),
    startRun: (change = {}) => live.begin(change, 'advance'),
    continueFrom(step) {
      if (desk.state.source === 'live' && desk.state.live.log.length > 0) live.rewind(step)
    },
  }
}

function bound(opening: Opening): RunFiles {
  return {
    open: (hash) => opening.open(hash),
    openRecording: (recording, about) => opening.openRecording(recording, about),
    openBundled: (name) => opening.openBundled(name),
    importFile: (file) => opening.importFile(file),
    exportRun: () => opening.exportRun(),
    openFromHistory: (id) => opening.openFromHistory(id),
    removeFromHistory: (id) => opening.removeFromHistory(id),
    compareRuns: (a, b) => opening.compareRuns(a, b),
    putBack: () => opening.putBack(),
    forgetRemoved: () => opening.forgetRemoved(),
    renameRun: (id, name) => opening.renameRun(id, name),
    resumeRun: (id) => opening.resumeRun(id),
    shareLink: () => opening.shareLink(),
  }
}

/** The system's wish for less motion, where the person has not chosen. Returns the end of it, as do the others. */
function followMotion(desk: Desk): () => void {
  if (typeof matchMedia !== 'function') return () => undefined
  const query = matchMedia('(prefers-reduced-motion: reduce)')
  const follow = () => desk.set({ reducedMotion: desk.state.settings.reducedMotion ?? query.matches })
  follow()
  query.addEventListener('change', follow)
  return () => query.removeEventListener('change', follow)
}

function beforeLeaving(keep: () => void): () => void {
  if (typeof addEventListener !== 'function') return () => undefined
  addEventListener('pagehide', keep)
  return () => removeEventListener('pagehide', keep)
}
