/** The live run as the person wants it: loaded, begun, played, gone back in, resumed, left. What the engine's events do to it: live-events.ts. */
import { choiceId, type ModelChoice } from '../../engine/model-choice.ts'
import type { Command, Engine, ResumableRun } from '../../engine/protocol.ts'
import { arms } from '../../sdpo/arms.ts'
import type { RunConfig } from '../../sdpo/config.ts'
import { lastDone } from '../run/stages.ts'
import { broughtTo } from '../reading/carried.ts'
import { breather } from '../run/breathe.ts'
import { RunLog } from '../run/run-log.ts'
import { reachable, rested, wentBack, type LiveState, type RunMode } from './course.ts'
import { EngineLink } from './engine-link.ts'
import type { Autosave } from './autosave.ts'
import type { Frame } from './frame.ts'
import { LiveEvents, type LiveActions } from './live-events.ts'
import type { Readings } from './readings.ts'
import { choiceFor, foreignRun, wentFurtherBack, type RunOfHistory } from './run-of-history.ts'
import { selectConfig } from '../state/selectors.ts'
import { emptySession, sessionAt, sessionOf } from '../run/session.ts'
import type { StoreHandle } from '../state/state-handle.ts'
import { extension } from '../words/status.ts'
import { hasNoModel, type EngineState } from '../state/engine-state.ts'

export type { RunMode } from './course.ts'

export class LiveRun {
  private readonly link: EngineLink
  private readonly events: LiveEvents
  private readonly state: LiveState = {
    course: { kind: 'none' },
    awaited: { kind: 'nothing' },
    loads: new Map(),
    latest: null,
    keptSteps: [],
  }

  constructor(
    private readonly handle: StoreHandle,
    private readonly autosave: Autosave,
    private readonly readings: () => Readings,
    private readonly options: Pick<LiveActions, 'arrived' | 'onEngineEvent'> & {
      createEngine: () => Engine
      bundled: string
      halt: () => void
      frame: Frame
    },
  ) {
    const actions: LiveActions = {
      takeAwaited: () => this.takeAwaited(),
      leave: () => this.leave(),
      go: (run, mode) => {
        this.state.course = { kind: 'going', run, mode, left: new Map() }
        this.send({ type: mode })
      },
      arrived: options.arrived,
      onEngineEvent: options.onEngineEvent,
    }
    this.events = new LiveEvents(handle, autosave, readings, this.state, actions, options.frame)
    this.link = new EngineLink(options.createEngine, this.events)
  }

  dispose(): void {
    this.link.dispose()
  }

  /** The engine, if there is one yet. */
  get current(): Engine | null {
    return this.link.current
  }

  /** The id of a question to the engine. */
  nextId(): number {
    return this.link.nextId()
  }

  send(command: Command): void {
    this.link.send(command)
  }

  /** Keeps all that has been said of the run so far. */
  keep(): void {
    this.events.flush()
    this.autosave.keep()
  }

  private setEngine(change: Partial<EngineState>): void {
    this.handle.set({ engine: { ...this.handle.state.engine, ...change } })
  }

  /** The model is there: what waited for it begins. */
  private takeAwaited(): void {
    const { awaited } = this.state
    switch (awaited.kind) {
      case 'nothing':
        return
      case 'start':
        this.state.awaited = { kind: 'nothing' }
        return this.begin(awaited.change, awaited.mode)
      case 'resume':
        return this.resumeWith(awaited)
      default:
        awaited satisfies never
    }
  }

  /** The chosen model, or another: the one in use, and its run, stay until that is known to be of use. */
  load(choice: ModelChoice = this.handle.state.engine.choice): void {
    const {
      engine: { phase, choice: before },
      settings,
    } = this.handle.state
    const running = phase === 'running' || phase === 'pausing'
    if (choiceId(choice) === choiceId(before) && (phase === 'loading' || running)) return
    if (running) this.send({ type: 'pause' })
    this.setEngine({ phase: 'loading', choice, loadedBytes: 0, totalBytes: 0, what: '', fault: null })
    const requestId = this.nextId()
    this.state.loads.set(requestId, choice)
    this.state.latest = requestId
    this.send({ type: 'load', requestId, model: choice, backend: settings.backend })
  }

  /** To the backend that was just chosen, where a model is there already: the run pauses after its act, and can go on there. */
  move(): void {
    const { phase, model } = this.handle.state.engine
    if (phase !== 'loading' && !model) return
    const { course } = this.state
    if (course.kind === 'going') this.state.course = rested(course)
    if (phase === 'running' || phase === 'pausing') this.send({ type: 'pause' })
    this.setEngine({ phase: 'ready' })
    this.load()
  }

  /** Go on from the end: one act, or until paused. */
  go(mode: RunMode): void {
    const { engine, live } = this.handle.state
    if (engine.phase === 'absent' || live.log.length === 0) return this.begin({}, mode)
    if (engine.phase !== 'ready') return
    if (live.whole.finished === 'stopped') this.rewind(lastDone(live.whole))
    const { course } = this.state
    if (course.kind === 'none' || course.kind === 'starting') return
    this.state.course = { ...course, kind: 'going', mode }
    this.handle.session('live', (session) => ({
      ...sessionAt(session, session.log.length, null),
      following: true,
    }))
    this.setEngine({ phase: 'running', fault: null })
    this.send({ type: mode })
  }

  pause(): void {
    if (this.handle.state.engine.phase !== 'running') return
    const { course } = this.state
    if (course.kind === 'starting') this.state.course = { ...course, then: null }
    this.setEngine({ phase: 'pausing' })
    this.send({ type: 'pause' })
  }

  stop(): void {
    const { live } = this.handle.state
    if (live.log.length > 0 && live.whole.finished === null) this.send({ type: 'stop' })
  }

  /** A new run of the chosen problem; waits for the model where it is not there. The old run stays in the history. */
  begin(change: Partial<RunConfig>, mode: RunMode): void {
    const { engine, problem, settings } = this.handle.state
    if (!problem) return this.handle.notify('Choose a problem first.', 'error')
    this.handle.set({ source: 'live' })
    if (hasNoModel(engine)) {
      this.state.awaited = { kind: 'start', change, mode }
      return this.load()
    }
    this.leave()
    const config = { ...settings.config, ...change }
    const { words, carried } = broughtTo(this.handle.state.carried, problem, config.seed)
    this.handle.set({
      hindsight: { ...this.handle.state.hindsight, ...words },
      settings: { ...settings, config },
      carried,
    })
    const run = this.nextId()
    this.state.course = { kind: 'starting', run, then: mode }
    this.state.keptSteps = []
    this.setEngine({ phase: 'running', fault: null })
    const { startsFrom } = this.handle.state
    this.send({
      type: 'start',
      run,
      problem,
      config,
      ...(startsFrom && arms[config.arm].trains && { from: startsFrom }),
    })
  }

  /** A run of the history becomes the live one, at its last update; it goes on when the person says so. */
  async loadForResume({ events, model, kept, historyId }: RunOfHistory): Promise<void> {
    const { handle } = this
    const log = RunLog.of(events)
    await log.warm(breather())
    void log.pack(breather())
    this.options.halt()
    const run = this.nextId()
    this.state.course = { kind: 'resting', run, mode: 'advance', left: new Map() }
    this.state.keptSteps = kept.weights.map(([step]) => step)
    handle.set({
      live: { ...sessionOf(log), historyId },
      source: 'live',
      problem: kept.problem,
      settings: { ...handle.state.settings, config: kept.run.pending ?? kept.run.config },
      focus: { attempt: null, token: null, hovered: null },
    })
    this.readings().clear()
    const awaited = { kind: 'resume', model, run, kept } as const
    this.state.awaited = awaited
    const { phase, model: loaded } = handle.state.engine
    if (loaded?.id === model && phase !== 'loading') return this.resumeWith(awaited)
    const name = log.view(log.length).model?.name ?? model
    const choice = choiceFor(model, name, handle.state.engine.choice, this.options.bundled)
    if (choice) this.load(choice)
    else this.foreign(model)
  }

  /** The run stays in view, and goes on once its model is there. */
  private foreign(model: string): void {
    this.handle.notify(foreignRun(model, this.handle.state.live.whole.model?.name), 'error', ['models'])
  }

  /** On the model that is there, which must be the run's own. */
  private resumeWith({ model, run, kept }: { model: string; run: number; kept: ResumableRun }): void {
    const loaded = this.handle.state.engine.model
    if (loaded?.id !== model) return this.foreign(model)
    this.state.awaited = { kind: 'nothing' }
    this.link.resume(run, kept)
  }

  /** Let go of the run: it is in the history, and an empty one takes its place. */
  leave(): void {
    const { engine } = this.handle.state
    if (engine.phase === 'running' || engine.phase === 'pausing') this.send({ type: 'stop' })
    this.keep()
    this.autosave.begin()
    this.options.halt()
    this.state.course = { kind: 'none' }
    if (this.state.awaited.kind === 'resume') this.state.awaited = { kind: 'nothing' }
    this.handle.set({
      live: emptySession,
      branching: [],
      valuing: null,
      branch: null,
      focus: { attempt: null, token: null, hovered: null },
    })
    if (this.handle.state.engine.phase !== 'loading' && this.handle.state.engine.model)
      this.setEngine({ phase: 'ready', fault: null })
    this.readings().clear()
  }

  /** Drop everything after a step, which stays in the history, and go on from its adapter, or from the nearest earlier one that is kept. */
  rewind(wanted: number): void {
    this.keep()
    const { live } = this.handle.state
    const step = reachable(this.state.keptSteps, wanted)
    if (step < wanted) this.handle.notify(wentFurtherBack(wanted, step))
    this.options.halt()
    const log = live.log.upToStep(step)
    if (log.length < live.log.length) this.autosave.begin()
    const run = this.nextId()
    this.state.course = wentBack(this.state.course, run, step)
    this.handle.set({
      live: sessionOf(log),
      focus: { ...this.handle.state.focus, hovered: null },
    })
    this.setEngine({ phase: 'ready', fault: null })
    this.readings().clear()
    this.send({ type: 'rewind', run, step })
  }

  /** After a fault: from the last step that was done, as the run was going. */
  resume(): void {
    const { live } = this.handle.state
    if (live.log.length === 0) return this.load()
    const { course } = this.state
    const mode = 'mode' in course ? course.mode : 'advance'
    this.rewind(lastDone(live.whole))
    this.go(mode)
  }

  /** More attempts for a run whose budget is spent. */
  extend(): void {
    const { budget, ...running } = selectConfig(this.handle.state)
    this.configure({ ...running, budget: Math.max(budget, this.handle.state.live.whole.sampled) + extension })
    this.go('play')
  }

  /** Settings of the next run; the running one takes what it can from its next step. */
  configure(config: RunConfig): void {
    this.handle.set({ settings: { ...this.handle.state.settings, config } })
    const running = this.handle.state.live.whole.config
    if (!running || !this.current) return
    const { arm, seed, adapter } = running
    this.send({ type: 'configure', config: { ...config, arm, seed, adapter } })
  }
}
