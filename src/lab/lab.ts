/**
 * The lab: builds the store, sends commands to the engines, folds what they say, and does what the
 * person asks. One log and playhead for the recorded run and one for the live run; all that is
 * drawn follows from them. Nothing the person made is dropped: a run is kept update by update.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Beat, Command, Engine, EngineEvent, EngineMessage, Recording, RunEvent } from '../engine/protocol.ts'
import { RecordedEngine } from '../engine/recorded.ts'
import type { Problem } from '../problems/problem.ts'
import type { RunConfig } from '../sdpo/config.ts'
import { lastDone, stopBefore, stopsOf } from './beats.ts'
import { mostTellingAttempt } from './focus.ts'
import { RunLog, withDecoding } from './fold.ts'
import { fullHindsight, neededReread } from './hindsight.ts'
import { History, KeepError, Keepsakes, type Drawer, type Shelf } from './persist.ts'
import { pageClock, Player, type Clock } from './player.ts'
import { compactEvents, readRecording, RecordingError, writeRecording } from './recording.ts'
import { selectConfig, selectFocus, selectProblem, selectSession } from './selectors.ts'
import { decodeShare, encodeShare, type Shared } from './share.ts'
import { extension, primaryOf } from './status.ts'
import type { CreditMode, EngineState, Focus, Grain, Hindsight, LabState, Panel, Reread, Session, Settings, Source, Theme } from './store.ts'
import { currentStep, emptyView, type RunView } from './view.ts'

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

export interface Lab {
  readonly store: StoreApi<LabState>

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

  // Runs
  setSource(source: Source): void
  loadModel(): void
  pauseRun(): void
  stopRun(): void
  /** Start a live run of the chosen problem at its first act; the current one stays in the history. */
  startRun(change?: Partial<RunConfig>): void
  /** Drop everything after this step (it stays in the history) and go on from its adapter. */
  continueFrom(step: number): void
  openRecording(recording: Recording, about?: { notice?: string | null; bundled?: string | null; historyId?: string | null }): void
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

export const emptySession: Session = {
  log: RunLog.empty, playhead: 0, decoding: null, view: emptyView, whole: emptyView, stops: [],
  following: true, playing: false, target: null, notice: null, historyId: null, bundled: null,
}

const absentEngine: EngineState = { phase: 'absent', loadedBytes: 0, totalBytes: 0, what: '', model: null, backend: null, fault: null }
const noFocus: Focus = { attempt: null, token: null, hovered: null }

/** The session with its picture at a moment. */
function at(session: Session, playhead: number, decoding: Session['decoding']): Session {
  const end = Math.max(0, Math.min(playhead, session.log.length))
  const settled = session.log.view(end)
  const view = decoding ? withDecoding(settled, decoding.step, decoding.tokens, session.whole.vocabulary) : settled
  return { ...session, playhead: end, decoding, view }
}

function withEvents(session: Session, events: readonly RunEvent[]): Session {
  const log = session.log.append(events)
  const grown = { ...session, log, whole: log.view(log.length), stops: stopsOf(log.events) }
  return session.following ? at(grown, log.length, session.decoding) : grown
}

export function createLab(deps: LabDeps): Lab {
  return new TheLab(deps)
}

class TheLab implements Lab {
  readonly store: StoreApi<LabState>
  private readonly clock: Clock
  private readonly keepsakes: Keepsakes
  private readonly history: History
  private readonly players: Record<Source, Player>
  private recorded: RecordedEngine | null = null
  private engine: Engine | null = null
  private readonly undo: (() => void)[] = []
  private requests = 0
  /** Re-readings asked for and not answered, oldest first. */
  private readonly asked: { id: number; key: string; source: Source }[] = []
  private trial: number | null = null
  private notices = 0
  /** A live run to start as soon as the model is there. */
  private pendingStart: { change: Partial<RunConfig>; then: 'advance' | 'play' } | null = null
  /** How the live run was last told to go, and whether it still does. */
  private manner: 'advance' | 'play' = 'advance'
  private going = false
  /** After a rewind: the step that comes next. Events of the abandoned course may still arrive before it. */
  private awaitedStep: number | null = null
  /** What of the live run is kept: its id, the next chunk, and the events in the chunks before. */
  private kept = { id: '', chunk: 0, events: 0 }
  private keeping: Promise<void> = Promise.resolve()
  private keepTold = false
  private cancelReread: (() => void) | null = null

  constructor(private readonly deps: LabDeps) {
    this.clock = deps.clock ?? pageClock
    this.keepsakes = new Keepsakes(deps.drawer)
    this.history = new History(deps.shelf)
    const settings = this.keepsakes.settings()
    const problems = this.keepsakes.problems()
    this.store = createStore<LabState>(() => ({
      source: 'recorded',
      recorded: emptySession,
      live: emptySession,
      engine: absentEngine,
      liveBytes: deps.liveBytes,
      problem: deps.presets[0] ?? null,
      presets: deps.presets,
      problems,
      focus: noFocus,
      creditMode: 'sdpo',
      grain: 'logit',
      hindsight: fullHindsight,
      rereads: {},
      judgeTrial: null,
      reducedMotion: settings.reducedMotion ?? false,
      settings,
      history: [],
      present: false,
      lessonPage: 1,
      lessonPages: deps.lessonPages,
      panel: null,
      notices: [],
    }))
    this.players = { recorded: this.playerOf('recorded'), live: this.playerOf('live') }
    this.followMotion()
    this.undo.push(this.store.subscribe(() => this.ensureReadings()))
    if (typeof addEventListener === 'function') {
      const leave = () => this.keep()
      addEventListener('pagehide', leave)
      this.undo.push(() => removeEventListener('pagehide', leave))
    }
    void this.refreshHistory()
  }

  dispose(): void {
    for (const player of Object.values(this.players)) player.halt()
    this.cancelReread?.()
    for (const undo of this.undo) undo()
    this.recorded?.dispose()
    this.engine?.dispose()
  }

  private get state(): LabState {
    return this.store.getState()
  }

  private set(change: Partial<LabState>): void {
    this.store.setState(change)
  }

  private session(source: Source, change: (session: Session) => Session): void {
    const next = change(this.state[source])
    if (next !== this.state[source]) this.set(source === 'live' ? { live: next } : { recorded: next })
  }

  private setEngine(change: Partial<EngineState>): void {
    this.set({ engine: { ...this.state.engine, ...change } })
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
      this.openRecording(recording, { notice, bundled: name })
    } catch (error) {
      this.tell(error instanceof RecordingError ? error.message : `The recorded run could not be fetched (${wordsOf(error)}). Go live, or reload the page.`, 'error')
    }
  }

  async importFile(file: Blob): Promise<void> {
    try {
      const { recording, notice } = await readRecording(await file.text())
      this.openRecording(recording, { notice })
      this.set({ source: 'recorded', panel: null })
    } catch (error) {
      this.tell(error instanceof RecordingError ? error.message : `The file could not be read (${wordsOf(error)}).`, 'error')
    }
  }

  openRecording(recording: Recording, about: { notice?: string | null; bundled?: string | null; historyId?: string | null } = {}): void {
    this.players.recorded.halt()
    this.recorded?.dispose()
    const engine = new RecordedEngine(recording)
    const events: RunEvent[] = []
    engine.subscribe((message) => {
      if (message.kind === 'run') events.push(message.event)
      else this.hear('recorded', message.event)
    })
    engine.send({ type: 'play' })
    this.recorded = engine
    const session = withEvents(emptySession, events)
    const focus = this.state.source === 'recorded' ? { focus: noFocus } : {}
    this.set({
      recorded: { ...session, notice: about.notice ?? null, bundled: about.bundled ?? null, historyId: about.historyId ?? null },
      rereads: {},
      ...focus,
    })
    if (about.notice) this.tell(about.notice, 'error')
    const telling = mostTellingAttempt(session.whole)
    const stop = telling && session.stops.find((s) => s.step === telling.step && s.beat === 'score')
    if (stop) this.show('recorded', stop.at, null)
  }

  // Time

  private playerOf(source: Source): Player {
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
      this.clock,
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
      return { ...at(session, playhead, following && !decoding ? session.decoding : decoding), following }
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
        return this.resume()
      case 'replay':
        this.seek(0)
        return this.play((player) => player.play())
      case 'extend':
        return this.extend()
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
    if (this.state.source === 'live' && primaryOf(this.state).kind === 'act') this.go('advance')
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
    this.go('play')
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
    this.setHindsight({ edited })
  }

  /** Ask for every re-reading that the picture needs and does not have: the focused attempt first. */
  private ensureReadings(): void {
    const missing = this.missingReadings()
    if (missing.length === 0 || this.cancelReread) return
    if (this.state.source === 'recorded') return this.askReadings(missing)
    // Typing sends one request when the hand rests, not one a letter.
    this.cancelReread = this.clock.after(200, () => {
      this.cancelReread = null
      this.askReadings(this.missingReadings())
    })
  }

  private missingReadings() {
    const { hindsight, rereads, source, engine } = this.state
    const { step, attempt: focused } = selectFocus(this.state)
    if (!step || !focused || (source === 'live' && engine.phase === 'absent')) return []
    const busy = source === 'live' && engine.phase !== 'ready'
    const wanted = busy ? [focused] : [focused, ...step.attempts.filter((a) => a !== focused)]
    return wanted.flatMap((attempt) => {
      const needed = neededReread(attempt, hindsight)
      return needed && !rereads[needed.key] ? [{ attempt: attempt.attempt, ...needed }] : []
    })
  }

  private askReadings(missing: ReturnType<TheLab['missingReadings']>): void {
    const { source } = this.state
    const engine = source === 'live' ? this.engine : this.recorded
    if (!engine || missing.length === 0) return
    const opened = missing.map(({ attempt, key, pieces }): [string, Reread] => [key, { attempt, pieces, status: 'asked', positions: null, unknownWords: [], note: '' }])
    this.set({ rereads: { ...this.state.rereads, ...Object.fromEntries(opened) } })
    for (const { attempt, key, pieces } of missing) {
      const id = ++this.requests
      this.asked.push({ id, key, source })
      engine.send({ type: 'reread', requestId: id, attempt, pieces })
    }
  }

  private answerReading(source: Source, id: number | null, change: Partial<Reread>): void {
    const index = this.asked.findIndex((request) => request.source === source && (id === null || request.id === id))
    const [request] = index < 0 ? [] : this.asked.splice(index, 1)
    const reread = request && this.state.rereads[request.key]
    if (reread) this.set({ rereads: { ...this.state.rereads, [request.key]: { ...reread, ...change } } })
  }

  // The engines

  private theEngine(): Engine {
    if (!this.engine) {
      this.engine = this.deps.createEngine()
      this.undo.push(this.engine.subscribe((message: EngineMessage) => {
        if (message.kind === 'run') this.append(message.event)
        else this.hear('live', message.event)
      }))
    }
    return this.engine
  }

  private send(command: Command): void {
    this.theEngine().send(command)
  }

  private hear(source: Source, event: EngineEvent): void {
    switch (event.type) {
      case 'load-progress':
        return this.setEngine({ phase: 'loading', loadedBytes: event.loadedBytes, totalBytes: event.totalBytes, what: event.what })
      case 'ready': {
        this.setEngine({ phase: this.going ? 'running' : 'ready', model: event.model, backend: event.backend, fault: null, what: '' })
        const pending = this.pendingStart
        this.pendingStart = null
        if (pending) this.begin(pending.change, pending.then)
        return
      }
      case 'paused':
        this.keep()
        this.going = false
        return this.setEngine({ phase: 'ready' })
      case 'reread-done':
        return this.answerReading(source, event.requestId, {
          status: 'done',
          positions: event.positions,
          unknownWords: event.unknownWords,
          note: source === 'recorded' ? this.recordedNote() : '',
        })
      case 'judge-done':
        if (event.requestId !== this.trial || !this.state.judgeTrial) return
        return this.set({ judgeTrial: { ...this.state.judgeTrial, status: 'done', verdict: event.verdict, records: event.records } })
      case 'fault':
        return this.fault(source, event)
      default:
        event satisfies never
    }
  }

  /** A recording's own words on its teacher without feedback; nothing to say at the first update, where the weights are the same. */
  private recordedNote(): string {
    const step = currentStep(this.state.recorded.view)?.step ?? 1
    return step === 1 ? '' : 'Recorded: the small difference between the teacher\u2019s weights and the student\u2019s is not in the file, so both are drawn alike.'
  }

  private fault(source: Source, event: Extract<EngineEvent, { type: 'fault' }>): void {
    const { type: _, ...fault } = event
    switch (event.during) {
      case 'read':
        return this.answerReading(source, null, { status: 'failed', note: `${event.message} ${event.wayOut}` })
      case 'judge':
        if (this.state.judgeTrial) this.set({ judgeTrial: { ...this.state.judgeTrial, status: 'failed' } })
        return this.tell(`${event.message} ${event.cause} ${event.wayOut}`, 'error')
      case 'load':
      case 'run':
        this.pendingStart = null
        this.going = false
        this.keep()
        return this.setEngine({ phase: 'fault', fault })
      default:
        event.during satisfies never
    }
  }

  /** Whether an event belongs to the run as it is now: a new run begins at its start, a rewound one at its next step. */
  private accepts(event: RunEvent): boolean {
    if (this.state.live.log.length === 0) return event.type === 'run-started'
    if (this.awaitedStep === null || event.type === 'vocabulary') return true
    if (event.type !== 'step-started' || event.step !== this.awaitedStep) return false
    this.awaitedStep = null
    return true
  }

  /** One more event of the live run. */
  private append(event: RunEvent): void {
    if (!this.accepts(event)) return
    if (event.type === 'sampling') {
      return this.session('live', (session) => {
        const decoding = { step: event.step, tokens: event.tokens }
        return session.following ? at(session, session.log.length, decoding) : { ...session, decoding }
      })
    }
    const settles = event.type !== 'vocabulary' && event.type !== 'attempt-sampled'
    if (event.type === 'step-started') this.keep()
    this.session('live', (session) => withEvents(settles ? { ...session, decoding: null } : session, [event]))
    if (event.type === 'run-finished') {
      this.going = false
      this.setEngine({ phase: 'ready' })
      this.keep()
    }
  }

  loadModel(): void {
    const { phase } = this.state.engine
    if (phase === 'loading' || phase === 'running' || phase === 'pausing') return
    this.setEngine({ phase: 'loading', loadedBytes: 0, totalBytes: 0, what: '', fault: null })
    this.send({ type: 'load', model: this.deps.model, backend: this.state.settings.backend })
  }

  /** Let the live run go on from its end: one act, or until paused. */
  private go(manner: 'advance' | 'play'): void {
    const { engine, live } = this.state
    if (engine.phase === 'absent' || live.log.length === 0) return this.begin({}, manner)
    if (engine.phase !== 'ready') return
    if (live.whole.finished === 'stopped') this.rewind(lastDone(live.whole))
    this.manner = manner
    this.going = true
    this.session('live', (session) => ({ ...at(session, session.log.length, null), following: true }))
    this.setEngine({ phase: 'running', fault: null })
    this.send({ type: manner })
  }

  pauseRun(): void {
    if (this.state.engine.phase !== 'running') return
    this.setEngine({ phase: 'pausing' })
    this.send({ type: 'pause' })
  }

  stopRun(): void {
    if (this.state.live.log.length === 0) return
    this.send({ type: 'stop' })
  }

  startRun(change: Partial<RunConfig> = {}): void {
    this.begin(change, 'advance')
  }

  /** A new live run; waits for the model where it is not there. */
  private begin(change: Partial<RunConfig>, then: 'advance' | 'play'): void {
    const { engine, problem, settings } = this.state
    if (!problem) return this.tell('Choose a problem first.', 'error')
    this.set({ source: 'live' })
    if (engine.phase === 'absent' || engine.phase === 'loading' || (engine.phase === 'fault' && engine.fault?.during === 'load')) {
      this.pendingStart = { change, then }
      return this.loadModel()
    }
    if (engine.phase === 'running' || engine.phase === 'pausing') this.send({ type: 'stop' })
    const config = { ...settings.config, ...change }
    this.keep()
    this.players.live.halt()
    this.kept = { id: '', chunk: 0, events: 0 }
    this.set({ live: emptySession, focus: noFocus, rereads: {}, hindsight: { ...this.state.hindsight, edited: {} }, settings: { ...settings, config } })
    this.send({ type: 'start', problem, config })
    this.manner = then
    this.going = true
    this.awaitedStep = null
    this.setEngine({ phase: 'running', fault: null })
    this.send({ type: then })
  }

  continueFrom(step: number): void {
    const { engine, live } = this.state
    if (this.state.source !== 'live' || live.log.length === 0) return
    if (engine.phase === 'running' || engine.phase === 'pausing') this.send({ type: 'pause' })
    this.rewind(step)
  }

  /** The log up to the end of a step, the rest kept in the history; the engine told. */
  private rewind(step: number): void {
    this.keep()
    this.players.live.halt()
    const { live } = this.state
    const next = live.log.events.findIndex((event) => event.type === 'step-started' && event.step > step)
    const cut = live.log.events.slice(0, next < 0 ? live.log.length : next).filter((event) => event.type !== 'run-finished')
    if (cut.length < live.log.length) this.kept = { id: '', chunk: 0, events: 0 }
    this.set({ live: withEvents(emptySession, cut), rereads: {}, focus: { ...this.state.focus, hovered: null } })
    this.going = false
    this.awaitedStep = step + 1
    this.setEngine({ phase: 'ready', fault: null })
    this.send({ type: 'rewind', step })
  }

  /** After a fault: from the last update that was done, as the run was going. */
  private resume(): void {
    const { live } = this.state
    if (live.log.length === 0) return this.loadModel()
    this.rewind(lastDone(live.whole))
    this.go(this.manner)
  }

  private extend(): void {
    const running = selectConfig(this.state)
    this.configure({ ...running, budget: Math.max(running.budget, this.state.live.whole.sampled) + extension })
    this.go('play')
  }

  private configure(config: RunConfig): void {
    this.set({ settings: { ...this.state.settings, config } })
    const running = this.state.live.whole.config
    if (!running || this.state.engine.phase === 'absent') return
    const { arm, seed, adapter } = running
    this.send({ type: 'configure', config: { ...config, arm, seed, adapter } })
  }

  judge(response: string): void {
    const problem = selectProblem(this.state)
    if (!problem) return this.tell('Choose a problem first.', 'error')
    this.trial = ++this.requests
    this.set({ judgeTrial: { response, status: 'asked', verdict: null, records: [] } })
    this.send({ type: 'judge', requestId: this.trial, problem, response })
  }

  setSource(source: Source): void {
    if (source === this.state.source) return
    this.halt()
    this.set({ source, focus: noFocus })
  }

  // Keeping

  /** Keep what the live run has come to. Writes wait for one another; a failure is told once. */
  private keep(): void {
    const { live } = this.state
    const { whole, log } = live
    if (log.length === this.kept.events || whole.sampled === 0) return
    if (this.kept.id === '') this.kept.id = `${(whole.startedAt ?? 0).toString(36)}-${log.length}-${++this.requests}`
    const { id } = this.kept
    const chunk = this.kept.chunk++
    const events = log.events.slice(this.kept.events)
    this.kept.events = log.length
    const summary = summaryOf(id, whole)
    this.keeping = this.keeping
      .then(() => this.history.keep(summary, chunk, events))
      .then(() => {
        this.set({ history: [summary, ...this.state.history.filter((run) => run.id !== id)] })
      })
      .catch((error: unknown) => this.tellKeeping(error))
    this.session('live', (session) => (session.historyId === id ? session : { ...session, historyId: id }))
  }

  private tellKeeping(error: unknown): void {
    if (this.keepTold) return
    this.keepTold = true
    this.tell(error instanceof KeepError ? error.message : wordsOf(error), 'error')
  }

  private async refreshHistory(): Promise<void> {
    try {
      this.set({ history: await this.history.list() })
    } catch (error) {
      this.tell(`The history of runs could not be read (${wordsOf(error)}). New runs can still be exported.`, 'error')
    }
  }

  async openFromHistory(id: string): Promise<void> {
    try {
      await this.keeping
      const events = await this.history.read(id)
      if (!events.some((event) => event.type === 'run-started')) throw new RecordingError('its beginning is missing')
      this.openRecording({ format: 'sdpo-lab-run', version: 1, events }, { historyId: id })
      this.set({ source: 'recorded', panel: null, focus: noFocus })
    } catch (error) {
      this.tell(`This run could not be opened (${wordsOf(error)}).`, 'error')
    }
  }

  async removeFromHistory(id: string): Promise<void> {
    try {
      await this.keeping
      await this.history.remove(id)
      this.set({ history: this.state.history.filter((run) => run.id !== id) })
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
    const { live, engine } = this.state
    this.halt()
    if (live.log.length > 0) {
      if (engine.phase === 'running' || engine.phase === 'pausing') this.send({ type: 'stop' })
      this.keep()
      this.players.live.halt()
      this.kept = { id: '', chunk: 0, events: 0 }
    }
    this.set({ problem, source: 'live', live: emptySession, focus: noFocus, rereads: {}, judgeTrial: null, panel: null })
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
    const settings = { ...this.state.settings, ...change }
    const system = typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches
    this.set({ settings, reducedMotion: settings.reducedMotion ?? system })
    this.tryKeeping(() => this.keepsakes.keepSettings(settings))
  }

  changeConfig(config: RunConfig): void {
    this.configure(config)
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
    if (engine.phase === 'fault') this.setEngine({ phase: engine.model ? 'ready' : 'absent', fault: null })
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

function summaryOf(id: string, whole: RunView) {
  return {
    id,
    at: whole.startedAt ?? 0,
    title: whole.problem?.title ?? '',
    seed: whole.config?.seed ?? 0,
    arm: whole.config?.arm ?? 'sdpo',
    steps: whole.steps.length,
    attempts: whole.sampled,
    firstPass: whole.firstPass,
  } as const
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
