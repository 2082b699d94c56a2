/**
 * The lab: builds the store and does what the person asks. One log and playhead for the recorded run
 * and one for the live run; all that is drawn follows from them. Time, focus and choices are here; the
 * live run (live-run.ts), re-readings (readings.ts) and the history (keeper.ts) have files of their own.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Beat, Engine, Recording, RunEvent } from '../engine/protocol.ts'
import { RecordedEngine } from '../engine/recorded.ts'
import type { Problem } from '../problems/problem.ts'
import type { RunConfig } from '../sdpo/config.ts'
import { stopBefore } from './beats.ts'
import { breather } from './breathe.ts'
import { mostTellingAttempt } from './focus.ts'
import { RunLog } from './fold.ts'
import { fullHindsight } from './hindsight.ts'
import { RunKeeper } from './keeper.ts'
import { absentEngine, LiveRun } from './live-run.ts'
import { History, Keepsakes, type Drawer, type Shelf } from './persist.ts'
import { pageClock, Player, type Clock } from './player.ts'
import { noRace } from './race.ts'
import { RaceRun, type RaceControls } from './race-run.ts'
import { Readings } from './readings.ts'
import { compactEvents, readRecording, RecordingError, writeRecording } from './recording.ts'
import { selectConfig, selectFocus, selectLenders, selectProblem, selectSession } from './selectors.ts'
import { emptySession, sessionAt, sessionOf, wordsOf, type Desk } from './session.ts'
import { decodeShare, encodeShare, type Shared } from './share.ts'
import { primaryOf } from './status.ts'
import type { CreditMode, Focus, Grain, Hindsight, LabState, Panel, Session, Settings, Source, Theme } from './store.ts'
import { currentStep } from './view.ts'

export interface LabDeps {
  /** Makes the live engine; called when it is first needed. */
  createEngine: () => Engine
  /** The bundled model's name, as `load` wants it. */
  model: string
  /** Bytes that loading it downloads, runtime included. */
  liveBytes: number
  presets: readonly Problem[]
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

/** Where a recording comes from, and what was wrong with it. */
export interface AboutRecording {
  notice?: string | null
  bundled?: string | null
  historyId?: string | null
}

export interface Lab {
  readonly store: StoreApi<LabState>
  /** The arms on the shown problem, beside the run. */
  readonly race: RaceControls

  /** Open what a link's hash names, or the first recording. */
  open(hash: string): Promise<void>

  // Time
  /** What the primary button says (status.ts). */
  primary(): void
  /** The next act: plays it, or at the live end asks the engine for it. */
  nextAct(): void
  previousAct(): void
  togglePlay(): void
  /** Put the playhead after `events` events. */
  seek(events: number): void
  /** To an act of a step, as far as it is known; the act that is shown now when none is named. */
  seekStep(step: number, beat?: Beat): void
  seekEnd(): void

  // Focus
  focusAttempt(attempt: number): void
  /** Pin a token of the focused attempt; null unpins (the most telling one is shown). */
  pinToken(token: number | null): void
  hoverToken(token: number | null): void
  setCreditMode(mode: CreditMode): void
  setGrain(grain: Grain): void
  setHindsight(change: Partial<Hindsight>): void
  /** Rewrite an attempt's feedback by hand; null restores the judge's. */
  editFeedback(attempt: number, text: string | null): void
  /** Give the teacher of the focused attempt the next one's feedback in its place (lent.ts): a control. Null gives back its own. */
  lendFeedback(lender: number | null): void
  /** The attempt in rows, one for each rule of credit. */
  setCompare(compare: boolean): void
  /** The token through time, in place of its bars. */
  setThroughTime(throughTime: boolean): void

  // Runs
  setSource(source: Source): void
  loadModel(): void
  pauseRun(): void
  stopRun(): void
  /** Start a live run of the chosen problem at its first act; the current one stays in the history. */
  startRun(change?: Partial<RunConfig>): void
  /** Drop everything after this step (it stays in the history) and go on from its adapter. */
  continueFrom(step: number): void
  /** Show a recorded run. Of two opened at once the later stays. */
  openRecording(recording: Recording, about?: AboutRecording): Promise<void>
  openBundled(name: string): Promise<void>
  importFile(file: Blob): Promise<void>
  /** The shown run as a file. */
  exportRun(): { name: string; text: string }
  openFromHistory(id: string): Promise<void>
  removeFromHistory(id: string): Promise<void>
  /** Run the judge on a hand-written answer. */
  judge(response: string): void

  // Choices
  /** The next live run's problem; goes live. */
  chooseProblem(problem: Problem): void
  /** Keep a problem the person made, and choose it. */
  saveProblem(problem: Problem): void
  removeProblem(id: string): void
  changeSettings(change: Partial<Omit<Settings, 'config'>>): void
  /** Settings of the next run; a running one takes what it can from its next step. */
  changeConfig(config: RunConfig): void
  setTheme(theme: Theme): void
  setPresent(present: boolean): void
  setLessonPage(page: number): void
  openPanel(panel: Panel | null): void
  /** Say something to the person in one line. */
  tell(text: string, tone?: 'info' | 'error'): void
  dismissNotice(id: number): void
  dismissFault(): void
  /** URL of what is on the screen: problem, seed, update, pin, mode, page. */
  shareLink(): string

  dispose(): void
}

const noFocus: Focus = { attempt: null, token: null, hovered: null }

export function createLab(deps: LabDeps): Lab {
  return new TheLab(deps)
}

class TheLab implements Lab, Desk {
  readonly store: StoreApi<LabState>
  readonly race: RaceRun
  private readonly keepsakes: Keepsakes
  private readonly keeper: RunKeeper
  private readonly readings: Readings
  private readonly live: LiveRun
  private readonly players: Record<Source, Player>
  private recorded: RecordedEngine | null = null
  private readonly undo: (() => void)[] = []
  private notices = 0
  private openings = 0

  constructor(private readonly deps: LabDeps) {
    const clock = deps.clock ?? pageClock
    this.keepsakes = new Keepsakes(deps.drawer)
    this.store = createStore<LabState>(() => firstState(deps, this.keepsakes))
    this.keeper = new RunKeeper(this, new History(deps.shelf))
    this.readings = new Readings(this, clock, (source) => (source === 'live' ? this.live.current : this.recorded))
    this.live = new LiveRun(this, this.keeper, () => this.readings, { createEngine: deps.createEngine, model: deps.model, halt: () => this.players.live.halt(), heard: (event) => this.race.heard(event) })
    this.race = new RaceRun(this, this.live)
    this.players = { recorded: this.playerOf('recorded', clock), live: this.playerOf('live', clock) }
    this.followMotion()
    this.undo.push(this.store.subscribe(() => this.readings.ensure()))
    if (typeof addEventListener === 'function') {
      const leave = () => this.keeper.keep()
      addEventListener('pagehide', leave)
      this.undo.push(() => removeEventListener('pagehide', leave))
    }
    void this.keeper.refresh()
  }

  dispose(): void {
    for (const player of Object.values(this.players)) player.halt()
    for (const undo of this.undo) undo()
    this.readings.dispose()
    this.recorded?.dispose()
    this.live.dispose()
  }

  get state(): LabState {
    return this.store.getState()
  }

  set(change: Partial<LabState>): void {
    this.store.setState(change)
  }

  session(source: Source, change: (session: Session) => Session): void {
    const next = change(this.state[source])
    if (next !== this.state[source]) this.set(source === 'live' ? { live: next } : { recorded: next })
  }

  private followMotion(): void {
    if (typeof matchMedia !== 'function') return
    const query = matchMedia('(prefers-reduced-motion: reduce)')
    const follow = () => this.set({ reducedMotion: this.state.settings.reducedMotion ?? query.matches })
    follow()
    query.addEventListener('change', follow)
    this.undo.push(() => query.removeEventListener('change', follow))
  }

  // Opening

  async open(hash: string): Promise<void> {
    const { shared, notice } = decodeShare(hash)
    if (notice) this.tell(notice, 'error')
    this.set({
      creditMode: shared.mode ?? this.state.creditMode,
      grain: shared.grain ?? this.state.grain,
      hindsight: { ...fullHindsight, feedback: shared.feedback ?? true, solution: shared.solution ?? true },
      present: shared.present ?? this.state.present,
      lessonPage: this.pageWithin(shared.page ?? this.state.lessonPage),
    })
    const live = shared.recording === undefined && (shared.problem !== undefined || shared.config !== undefined)
    if (live) this.openShared(shared)
    else if (shared.recording !== undefined) this.set({ source: 'recorded' })
    await this.openBundled(shared.recording ?? this.deps.firstRecording)
    if (!live && (shared.step !== undefined || shared.attempt !== undefined)) {
      if (shared.step !== undefined) this.seekStep(shared.step, shared.beat ?? 'score')
      this.set({ focus: focusOf(shared) })
    }
  }

  /** A link to a live run: the same problem, seed and settings give the same run, once the person starts it. */
  private openShared(shared: Shared): void {
    const problem = typeof shared.problem === 'string' ? this.findProblem(shared.problem) : shared.problem
    if (typeof shared.problem === 'string' && !problem) this.tell(`This link's problem, ${shared.problem}, is not in this lab.`, 'error')
    const settings = shared.config ? { ...this.state.settings, config: shared.config } : this.state.settings
    this.set({ source: 'live', problem: problem ?? this.state.problem, settings, focus: focusOf(shared) })
  }

  private findProblem(id: string): Problem | undefined {
    return [...this.state.presets, ...this.state.problems].find((problem) => problem.id === id)
  }

  async openBundled(name: string): Promise<void> {
    try {
      const { recording, notice } = await readRecording(await this.deps.fetchRecording(name))
      await this.openRecording(recording, { notice, bundled: name })
    } catch (error) {
      this.tell(error instanceof RecordingError ? error.message : `The recorded run could not be fetched (${wordsOf(error)}). Go live, or reload the page.`, 'error')
    }
  }

  async importFile(file: Blob): Promise<void> {
    try {
      const { recording, notice } = await readRecording(await file.text())
      await this.openRecording(recording, { notice })
      this.set({ source: 'recorded', panel: null })
    } catch (error) {
      this.tell(error instanceof RecordingError ? error.message : `The file could not be read (${wordsOf(error)}).`, 'error')
    }
  }

  async openRecording(recording: Recording, about: AboutRecording = {}): Promise<void> {
    const opening = ++this.openings
    const engine = new RecordedEngine(recording)
    const events: RunEvent[] = []
    engine.subscribe((message) => {
      if (message.kind === 'run') events.push(message.event)
      else if (message.event.type === 'reread-done') this.readings.answered('recorded', message.event)
      else if (message.event.type === 'fault') this.readings.failed('recorded', message.event)
    })
    engine.send({ type: 'play' })
    const log = RunLog.of(events)
    await log.warm(breather())
    if (opening !== this.openings) return engine.dispose()
    this.players.recorded.halt()
    this.recorded?.dispose()
    this.recorded = engine
    const session = sessionOf(log)
    const focus = this.state.source === 'recorded' ? { focus: noFocus } : {}
    this.set({
      recorded: { ...session, notice: about.notice ?? null, bundled: about.bundled ?? null, historyId: about.historyId ?? null },
      ...focus,
    })
    this.readings.clear()
    if (about.notice) this.tell(about.notice, 'error')
    const telling = mostTellingAttempt(session.whole)
    const stop = telling && session.stops.find((s) => s.step === telling.step && s.beat === 'score')
    if (stop) this.show('recorded', stop.at, null)
  }

  // Time

  private playerOf(source: Source, clock: Clock): Player {
    const sync = () => this.session(source, (session) => {
      const { playing, target } = this.players[source]
      return session.playing === playing && session.target === target ? session : { ...session, playing, target }
    })
    return new Player(
      {
        events: () => this.state[source].log.events,
        stops: () => this.state[source].stops,
        playhead: () => this.state[source].playhead,
        reduced: () => this.state.reducedMotion,
        show: (playhead, decoding) => {
          this.show(source, playhead, decoding)
          sync()
        },
        rested: () => sync(),
      },
      clock,
    )
  }

  /** Do something with the player of the shown run, and show its state. */
  private play(doing: (player: Player) => void): void {
    const source = this.state.source
    const player = this.players[source]
    doing(player)
    const { playing, target } = player
    this.session(source, (session) => ({ ...session, playing, target }))
  }

  /** Halt whatever the player does with the shown run. */
  private halt(): void {
    this.play((player) => player.halt())
  }

  private show(source: Source, playhead: number, decoding: Session['decoding']): void {
    this.session(source, (session) => {
      const following = playhead >= session.log.length
      return { ...sessionAt(session, playhead, following && !decoding ? session.decoding : decoding), following }
    })
  }

  primary(): void {
    const primary = primaryOf(this.state)
    switch (primary.kind) {
      case 'act':
        return this.nextAct()
      case 'load':
      case 'retry':
        return this.loadModel()
      case 'pause':
        return selectSession(this.state).playing ? this.halt() : this.pauseRun()
      case 'resume':
        return this.live.resume()
      case 'replay':
        this.seek(0)
        return this.play((player) => player.play())
      case 'extend':
        return this.live.extend()
      case 'loading':
      case 'pausing':
      case 'none':
        return
      default:
        primary satisfies never
    }
  }

  nextAct(): void {
    const session = selectSession(this.state)
    if (session.playhead < session.log.length) return this.play((player) => player.act())
    if (this.state.source === 'live' && primaryOf(this.state).kind === 'act') this.live.go('advance')
  }

  previousAct(): void {
    const session = selectSession(this.state)
    this.seek(stopBefore(session.stops, session.playhead)?.at ?? 0)
  }

  togglePlay(): void {
    const session = selectSession(this.state)
    if (session.playing) return this.halt()
    if (session.playhead < session.log.length) return this.play((player) => player.play())
    if (this.state.source === 'recorded' || session.whole.finished !== null) {
      this.seek(0)
      return this.play((player) => player.play())
    }
    if (this.state.engine.phase === 'running') return this.pauseRun()
    this.live.go('play')
  }

  seek(events: number): void {
    this.halt()
    this.show(this.state.source, events, null)
  }

  seekStep(step: number, beat?: Beat): void {
    const session = selectSession(this.state)
    const wanted = beat ?? stopBefore(session.stops, session.playhead + 1)?.beat ?? 'score'
    const own = session.stops.filter((stop) => stop.step === step)
    const known = own.length > 0 ? own : session.stops.slice(-1)
    const stop = known.find((s) => s.beat === wanted) ?? known.at(-1)
    if (stop) this.seek(stop.at)
  }

  seekEnd(): void {
    this.seek(selectSession(this.state).log.length)
  }

  // Focus

  focusAttempt(attempt: number): void {
    if (selectFocus(this.state).attempt?.attempt === attempt && this.state.focus.attempt === attempt) return
    this.set({ focus: { attempt, token: null, hovered: null } })
  }

  pinToken(token: number | null): void {
    const { attempt } = selectFocus(this.state)
    if (attempt) this.set({ focus: { ...this.state.focus, attempt: attempt.attempt, token } })
  }

  hoverToken(token: number | null): void {
    if (this.state.focus.hovered !== token) this.set({ focus: { ...this.state.focus, hovered: token } })
  }

  setCreditMode(creditMode: CreditMode): void {
    this.set({ creditMode })
  }

  setGrain(grain: Grain): void {
    this.set({ grain })
  }

  setHindsight(change: Partial<Hindsight>): void {
    this.set({ hindsight: { ...this.state.hindsight, ...change } })
  }

  editFeedback(attempt: number, text: string | null): void {
    const edited = { ...this.state.hindsight.edited }
    if (text === null) delete edited[attempt]
    else edited[attempt] = text
    const { [attempt]: _, ...lent } = this.state.hindsight.lent
    this.setHindsight({ edited, lent })
  }

  lendFeedback(lender: number | null): void {
    const { attempt } = selectFocus(this.state)
    if (!attempt) return
    const lenders = selectLenders(this.state)
    const chosen = lender === null ? undefined : lenders[lender % lenders.length]
    if (!chosen) return this.editFeedback(attempt.attempt, null)
    this.editFeedback(attempt.attempt, chosen.text)
    const { hindsight } = this.state
    this.setHindsight({ feedback: true, lent: { ...hindsight.lent, [attempt.attempt]: chosen.from } })
  }

  setCompare(compare: boolean): void {
    this.set({ compare })
  }

  setThroughTime(throughTime: boolean): void {
    this.set({ throughTime })
  }

  // Runs

  loadModel(): void {
    this.live.load()
  }

  pauseRun(): void {
    this.live.pause()
  }

  stopRun(): void {
    this.live.stop()
  }

  startRun(change: Partial<RunConfig> = {}): void {
    this.live.begin(change, 'advance')
  }

  continueFrom(step: number): void {
    if (this.state.source === 'live' && this.state.live.log.length > 0) this.live.rewind(step)
  }

  judge(response: string): void {
    const problem = selectProblem(this.state)
    if (problem) this.live.judge(problem, response)
    else this.tell('Choose a problem first.', 'error')
  }

  setSource(source: Source): void {
    if (source === this.state.source) return
    this.halt()
    this.set({ source, focus: noFocus })
  }

  async openFromHistory(id: string): Promise<void> {
    try {
      const events = await this.keeper.read(id)
      await this.openRecording({ format: 'sdpo-lab-run', version: 1, events }, { historyId: id })
      this.set({ source: 'recorded', panel: null, focus: noFocus })
    } catch (error) {
      this.tell(`This run could not be opened (${wordsOf(error)}).`, 'error')
    }
  }

  async removeFromHistory(id: string): Promise<void> {
    try {
      await this.keeper.remove(id)
    } catch (error) {
      this.tell(`This run could not be removed (${wordsOf(error)}).`, 'error')
    }
  }

  exportRun(): { name: string; text: string } {
    const { log, whole } = selectSession(this.state)
    const name = `sdpo-lab-${whole.problem?.id ?? 'run'}-seed-${whole.config?.seed ?? 0}.json`.replace(/[^\w.-]+/g, '-')
    return { name, text: writeRecording(compactEvents(log.events)) }
  }

  // Choices

  chooseProblem(problem: Problem): void {
    this.halt()
    if (this.state.live.log.length > 0) this.live.leave()
    this.set({ problem, source: 'live', focus: noFocus, judgeTrial: null, panel: null })
  }

  saveProblem(problem: Problem): void {
    const problems = [problem, ...this.state.problems.filter((p) => p.id !== problem.id)]
    this.set({ problems })
    this.tryKeeping(() => this.keepsakes.keepProblems(problems))
    this.chooseProblem(problem)
  }

  removeProblem(id: string): void {
    const problems = this.state.problems.filter((p) => p.id !== id)
    this.set({ problems })
    this.tryKeeping(() => this.keepsakes.keepProblems(problems))
  }

  changeSettings(change: Partial<Omit<Settings, 'config'>>): void {
    const { backend } = this.state.settings
    const settings = { ...this.state.settings, ...change }
    const system = typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches
    this.set({ settings, reducedMotion: settings.reducedMotion ?? system })
    this.tryKeeping(() => this.keepsakes.keepSettings(settings))
    if (settings.backend !== backend) this.live.move()
  }

  changeConfig(config: RunConfig): void {
    this.live.configure(config)
    this.tryKeeping(() => this.keepsakes.keepSettings(this.state.settings))
  }

  private tryKeeping(keep: () => void): void {
    try {
      keep()
    } catch (error) {
      this.tell(wordsOf(error), 'error')
    }
  }

  setTheme(theme: Theme): void {
    this.changeSettings({ theme })
  }

  setPresent(present: boolean): void {
    this.set({ present, panel: null })
  }

  setLessonPage(page: number): void {
    this.set({ lessonPage: this.pageWithin(page) })
  }

  private pageWithin(page: number): number {
    return Math.max(1, Math.min(page, this.deps.lessonPages))
  }

  openPanel(panel: Panel | null): void {
    this.set({ panel })
  }

  tell(text: string, tone: 'info' | 'error' = 'info'): void {
    if (this.state.notices.some((notice) => notice.text === text)) return
    this.set({ notices: [...this.state.notices, { id: ++this.notices, tone, text }] })
  }

  dismissNotice(id: number): void {
    this.set({ notices: this.state.notices.filter((notice) => notice.id !== id) })
  }

  dismissFault(): void {
    const { engine } = this.state
    if (engine.phase === 'fault') this.set({ engine: { ...engine, phase: engine.model ? 'ready' : 'absent', fault: null } })
  }

  shareLink(): string {
    const state = this.state
    const session = selectSession(state)
    const { attempt, pinned } = selectFocus(state)
    const problem = selectProblem(state)
    const preset = problem && state.presets.some((p) => p.id === problem.id)
    const run: Shared = session.bundled !== null
      ? { recording: session.bundled }
      : { ...(problem ? { problem: preset ? problem.id : problem } : {}), config: selectConfig(state) }
    const step = currentStep(session.view)
    const stop = stopBefore(session.stops, session.playhead + 1)
    const shared: Shared = {
      ...run,
      ...(step ? { step: step.step, ...(stop ? { beat: stop.beat } : {}) } : {}),
      ...(attempt ? { attempt: attempt.attempt } : {}),
      ...(pinned === null ? {} : { token: pinned }),
      mode: state.creditMode,
      grain: state.grain,
      ...(state.hindsight.feedback ? {} : { feedback: false as const }),
      ...(state.hindsight.solution ? {} : { solution: false as const }),
      page: state.lessonPage,
      ...(state.present ? { present: true as const } : {}),
    }
    const address = this.deps.address?.() ?? location.href.replace(/#.*$/, '')
    return `${address}#${encodeShare(shared)}`
  }
}

function focusOf(shared: Shared): Focus {
  return { attempt: shared.attempt ?? null, token: shared.attempt === undefined ? null : (shared.token ?? null), hovered: null }
}

function firstState(deps: LabDeps, keepsakes: Keepsakes): LabState {
  const settings = keepsakes.settings()
  return {
    source: 'recorded',
    recorded: emptySession,
    live: emptySession,
    engine: absentEngine,
    liveBytes: deps.liveBytes,
    problem: deps.presets[0] ?? null,
    presets: deps.presets,
    problems: keepsakes.problems(),
    focus: noFocus,
    creditMode: 'sdpo',
    grain: 'logit',
    compare: false,
    throughTime: false,
    hindsight: fullHindsight,
    rereads: {},
    judgeTrial: null,
    reducedMotion: settings.reducedMotion ?? false,
    settings,
    history: [],
    race: noRace,
    present: false,
    lessonPage: 1,
    lessonPages: deps.lessonPages,
    panel: null,
    notices: [],
  }
}
