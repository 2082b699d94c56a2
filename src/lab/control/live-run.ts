/**
 * The live run: what the person wants of the engine, and what the engine says of it. The log only
 * takes events of the run as it is now; going back cuts it and leaves the old course in the history.
 */
import { choiceId, isFiles, type ModelChoice } from '../../engine/model-choice.ts'
import {
  beatOf,
  type Command,
  type Engine,
  type EngineEvent,
  type KeptForLater,
  type ModelInfo,
  type RunEvent,
} from '../../engine/protocol.ts'
import { inOneLine } from '../../explained-error.ts'
import { arms } from '../../sdpo/arms.ts'
import type { RunConfig } from '../../sdpo/config.ts'
import { lastDone } from '../run/beats.ts'
import { pendingBranches } from '../run/fold-asides.ts'
import { fullHindsight } from '../reading/hindsight.ts'
import { breather } from '../run/breathe.ts'
import { RunLog } from '../run/fold.ts'
import type { RunKeeper } from './keeper.ts'
import type { Readings } from './readings.ts'
import { selectConfig } from '../state/selectors.ts'
import { emptySession, eventsUpTo, sessionAt, sessionOf, sessionWith } from '../run/session.ts'
import type { Desk } from '../state/desk.ts'
import { extension } from '../words/status.ts'
import type { EngineState } from '../state/engine-state.ts'
import { attemptOf } from '../run/view.ts'

export type Manner = 'advance' | 'play'

export class LiveRun {
  private engine: Engine | null = null
  private unsubscribe: (() => void) | null = null
  /** To start as soon as the model is there. */
  private pendingStart: { change: Partial<RunConfig>; manner: Manner } | null = null
  /** To go on with as soon as its model is there. */
  private pendingResume: { model: string; kept: KeptForLater } | null = null
  /** Given once the engine has taken the start: were it refused, there would be no run to go on with. */
  private afterStart: Manner | null = null
  /** How the run was last told to go, and whether it still does. */
  private manner: Manner = 'advance'
  private going = false
  /** After going back: the step that comes next. Events of the abandoned course may still arrive before it. */
  private awaitedStep: number | null = null

  constructor(
    private readonly desk: Desk,
    private readonly keeper: RunKeeper,
    private readonly readings: () => Readings,
    private readonly options: {
      createEngine: () => Engine
      /** Id of the bundled model. */ bundled: string
      halt: () => void
      /** A model is ready; a run that waited for it has not begun. */ arrived: (model: ModelInfo) => void
      /** What the engine says, after the run has taken its part of it. */ heard: (event: EngineEvent) => void
    },
  ) {}

  dispose(): void {
    this.unsubscribe?.()
    this.engine?.dispose()
  }

  /** The engine, if there is one yet. */
  get current(): Engine | null {
    return this.engine
  }

  send(command: Command): void {
    if (!this.engine) {
      this.engine = this.options.createEngine()
      this.engine.keeping?.((kept) => this.kept(kept))
      this.unsubscribe = this.engine.subscribe((message) => {
        if (message.kind === 'run') this.append(message.event)
        else {
          this.hear(message.event)
          this.options.heard(message.event)
        }
      })
    }
    this.engine.send(command)
  }

  private setEngine(change: Partial<EngineState>): void {
    this.desk.set({ engine: { ...this.desk.state.engine, ...change } })
  }

  // What the engine says

  private hear(event: EngineEvent): void {
    switch (event.type) {
      case 'load-progress':
        return this.setEngine({
          phase: 'loading',
          loadedBytes: event.loadedBytes,
          totalBytes: event.totalBytes,
          what: event.what,
        })
      case 'ready': {
        this.setEngine({
          phase: this.going ? 'running' : 'ready',
          model: event.model,
          backend: event.backend,
          loaded: this.desk.state.engine.choice,
          fault: null,
          what: '',
        })
        this.options.arrived(event.model)
        if (this.pendingResume) this.goOnWith(this.pendingResume)
        const pending = this.pendingStart
        this.pendingStart = null
        if (pending) this.begin(pending.change, pending.manner)
        return
      }
      case 'released':
        // A run that is taken up waits for this very model.
        if (!this.pendingResume) this.leave()
        return this.setEngine({ model: null, backend: null, loaded: null })
      case 'paused':
        // An answer to a pause before a new start or a way back: that has been overtaken.
        if (this.going && (this.afterStart !== null || this.awaitedStep !== null)) return
        this.going = false
        this.keeper.keep()
        // While another model is read, its progress is what is shown.
        if (this.desk.state.engine.phase !== 'loading') this.setEngine({ phase: 'ready' })
        return
      case 'reread-done':
        return this.readings().answered('live', event)
      case 'fault':
        return this.fault(event)
      case 'adapter-made':
      case 'adapter-fits':
      case 'race-started':
      case 'race-step':
      case 'race-ended':
        return
      default:
        event satisfies never
    }
  }

  /** Of the run as it is now: one that went back is kept again with its next step. */
  private kept(kept: KeptForLater): void {
    const { live } = this.desk.state
    if (live.log.length > 0 && this.awaitedStep === null && kept.run.completed === lastDone(live.whole))
      this.keeper.keepAdapter(kept)
  }

  private fault(event: Extract<EngineEvent, { type: 'fault' }>): void {
    switch (event.during) {
      case 'read':
        return this.readings().failed('live', event)
      case 'load':
      case 'run': {
        const { type: _, ...fault } = event
        this.pendingStart = null
        this.afterStart = null
        this.going = false
        this.keeper.keep()
        return this.setEngine({ phase: 'fault', fault })
      }
      case 'branch':
        // Answered in order, so it is the oldest that is open.
        this.desk.set({
          branching: pendingBranches(this.desk.state.branching, this.desk.state.live.whole.branches).slice(1),
        })
        return this.desk.tell(inOneLine(event), 'error')
      case 'probe':
      case 'adapter':
        return this.desk.tell(inOneLine(event), 'error')
      case 'race':
        return
      default:
        event.during satisfies never
    }
  }

  /** Whether an event belongs to the run as it is now: a new run begins at its start, one that went back at its next step. */
  private accepts(event: RunEvent): boolean {
    if (this.desk.state.live.log.length === 0) return event.type === 'run-started' && this.afterStart !== null
    if (this.awaitedStep === null || event.type === 'vocabulary' || event.type === 'probes-set') return true
    if (event.type === 'probe-read') return event.step < this.awaitedStep
    if (event.type === 'attempt-branched')
      return attemptOf(this.desk.state.live.whole, event.attempt) !== null
    if (event.type === 'run-finished') return this.going
    if (event.type !== 'step-started' || event.step !== this.awaitedStep) return false
    this.awaitedStep = null
    return true
  }

  private append(event: RunEvent): void {
    if (!this.accepts(event)) return
    if (event.type === 'sampling') {
      const decoding = { step: event.step, tokens: event.tokens }
      return this.desk.session('live', (session) =>
        session.following ? sessionAt(session, session.log.length, decoding) : { ...session, decoding },
      )
    }
    if (event.type === 'step-started') this.keeper.keep()
    // What goes with its neighbours, or beside the run, says nothing of the tokens being decoded.
    const settles =
      event.type === 'run-finished' || (event.type !== 'attempt-sampled' && beatOf(event) !== null)
    this.desk.session('live', (session) =>
      sessionWith(settles ? { ...session, decoding: null } : session, [event]),
    )
    if (event.type === 'run-started' && this.afterStart) {
      const manner = this.afterStart
      this.afterStart = null
      this.send({ type: manner })
    }
    if (event.type === 'attempt-branched' || event.type === 'probes-set') this.keeper.keep()
    if (event.type === 'run-finished') {
      this.going = false
      this.setEngine({ phase: 'ready' })
      this.keeper.keep()
    }
  }

  // What the person wants

  /** The chosen model, or another: the one in use, and its run, stay until that is known to be of use. */
  load(choice: ModelChoice = this.desk.state.engine.choice): void {
    const {
      engine: { phase, choice: before },
      settings,
    } = this.desk.state
    const running = phase === 'running' || phase === 'pausing'
    if (choiceId(choice) === choiceId(before) && (phase === 'loading' || running)) return
    if (running) this.send({ type: 'pause' })
    this.setEngine({ phase: 'loading', choice, loadedBytes: 0, totalBytes: 0, what: '', fault: null })
    this.send({ type: 'load', model: choice, backend: settings.backend })
  }

  /** To the backend that was just chosen, where a model is there already: the run pauses after its act, and can go on there. */
  move(): void {
    const { phase, model } = this.desk.state.engine
    if (phase !== 'loading' && !model) return
    this.going = false
    if (phase === 'running' || phase === 'pausing') this.send({ type: 'pause' })
    this.setEngine({ phase: 'ready' })
    this.load()
  }

  /** Go on from the end: one act, or until paused. */
  go(manner: Manner): void {
    const { engine, live } = this.desk.state
    if (engine.phase === 'absent' || live.log.length === 0) return this.begin({}, manner)
    if (engine.phase !== 'ready') return
    if (live.whole.finished === 'stopped') this.rewind(lastDone(live.whole))
    this.manner = manner
    this.going = true
    this.desk.session('live', (session) => ({
      ...sessionAt(session, session.log.length, null),
      following: true,
    }))
    this.setEngine({ phase: 'running', fault: null })
    this.send({ type: manner })
  }

  pause(): void {
    if (this.desk.state.engine.phase !== 'running') return
    this.setEngine({ phase: 'pausing' })
    this.send({ type: 'pause' })
  }

  stop(): void {
    const { live } = this.desk.state
    if (live.log.length > 0 && live.whole.finished === null) this.send({ type: 'stop' })
  }

  /** A new run of the chosen problem; waits for the model where it is not there. The old run stays in the history. */
  begin(change: Partial<RunConfig>, manner: Manner): void {
    const { engine, problem, settings } = this.desk.state
    if (!problem) return this.desk.tell('Choose a problem first.', 'error')
    this.desk.set({ source: 'live' })
    if (
      engine.phase === 'absent' ||
      engine.phase === 'loading' ||
      (engine.phase === 'fault' && engine.fault?.during === 'load')
    ) {
      this.pendingStart = { change, manner }
      return this.load()
    }
    this.leave()
    const config = { ...settings.config, ...change }
    this.desk.set({
      hindsight: { ...this.desk.state.hindsight, edited: fullHindsight.edited, lent: fullHindsight.lent },
      settings: { ...settings, config },
    })
    this.manner = manner
    this.afterStart = manner
    this.going = true
    this.setEngine({ phase: 'running', fault: null })
    const { startsFrom } = this.desk.state
    this.send({
      type: 'start',
      problem,
      config,
      ...(startsFrom && arms[config.arm].grpoWeight !== null && { from: startsFrom }),
    })
  }

  /** A run of the history becomes the live one, at its last update; it goes on when the person says so. */
  async takeUp({
    events,
    model,
    kept,
    historyId,
  }: {
    events: readonly RunEvent[]
    model: string
    kept: KeptForLater
    historyId: string
  }): Promise<void> {
    const { desk } = this
    const log = RunLog.of(events)
    await log.warm(breather())
    this.options.halt()
    this.awaitedStep = kept.run.completed + 1
    desk.set({
      live: { ...sessionOf(log), historyId },
      source: 'live',
      problem: kept.problem,
      settings: { ...desk.state.settings, config: kept.run.pending ?? kept.run.config },
      focus: { attempt: null, token: null, hovered: null },
    })
    this.readings().clear()
    this.pendingResume = { model, kept }
    const { phase, model: loaded } = desk.state.engine
    if (loaded?.id === model && phase !== 'loading') return this.goOnWith(this.pendingResume)
    const choice = this.choiceOf(model, log.view(log.length).model?.name ?? model)
    if (choice) this.load(choice)
    else this.foreign(model)
  }

  /** What to load for a model by its id; null for files of the person's, which a page cannot open again by itself. */
  private choiceOf(model: string, name: string): ModelChoice | null {
    const { choice } = this.desk.state.engine
    if (choiceId(choice) === model) return choice
    if (model === this.options.bundled) return { kind: 'bundled', id: model }
    return isFiles(model) ? null : { kind: 'stored', key: model, name }
  }

  /** The run stays in view, and goes on once its model is there. */
  private foreign(model: string): void {
    const { model: made } = this.desk.state.live.whole
    const what = isFiles(model)
      ? `${made?.name ?? 'a model'}, from files of yours. Choose the same files`
      : `${made?.name ?? model}. Load it`
    this.desk.tell(
      `This run was made on ${what} under Models, and the run goes on from its last update.`,
      'error',
      ['models'],
    )
  }

  /** On the model that is there, which must be the run's own. */
  private goOnWith({ model, kept }: { model: string; kept: KeptForLater }): void {
    const loaded = this.desk.state.engine.model
    if (loaded?.id !== model) return this.foreign(model)
    if (!this.engine?.resume) return this.desk.tell('This engine cannot go on with a run.', 'error')
    this.pendingResume = null
    this.engine.resume(kept)
  }

  /** Let go of the run: it is in the history, and an empty one takes its place. */
  leave(): void {
    const { engine } = this.desk.state
    if (engine.phase === 'running' || engine.phase === 'pausing') this.send({ type: 'stop' })
    this.keeper.keep()
    this.keeper.begin()
    this.options.halt()
    this.going = false
    this.afterStart = null
    this.awaitedStep = null
    this.pendingResume = null
    this.desk.set({
      live: emptySession,
      branching: [],
      branch: null,
      focus: { attempt: null, token: null, hovered: null },
    })
    if (this.desk.state.engine.phase !== 'loading' && this.desk.state.engine.model)
      this.setEngine({ phase: 'ready', fault: null })
    this.readings().clear()
  }

  /** Drop everything after a step, which stays in the history, and go on from its adapter. */
  rewind(step: number): void {
    const { live } = this.desk.state
    this.keeper.keep()
    this.options.halt()
    const events = eventsUpTo(live.log.events, step)
    if (events.length < live.log.length) this.keeper.begin()
    this.going = false
    this.awaitedStep = step + 1
    this.desk.set({
      live: sessionWith(emptySession, events),
      focus: { ...this.desk.state.focus, hovered: null },
    })
    this.setEngine({ phase: 'ready', fault: null })
    this.readings().clear()
    this.send({ type: 'rewind', step })
  }

  /** After a fault: from the last step that was done, as the run was going. */
  resume(): void {
    const { live } = this.desk.state
    if (live.log.length === 0) return this.load()
    this.rewind(lastDone(live.whole))
    this.go(this.manner)
  }

  /** More attempts for a run whose budget is spent. */
  extend(): void {
    const { budget, ...running } = selectConfig(this.desk.state)
    this.configure({ ...running, budget: Math.max(budget, this.desk.state.live.whole.sampled) + extension })
    this.go('play')
  }

  /** Settings of the next run; the running one takes what it can from its next step. */
  configure(config: RunConfig): void {
    this.desk.set({ settings: { ...this.desk.state.settings, config } })
    const running = this.desk.state.live.whole.config
    if (!running || !this.engine) return
    const { arm, seed, adapter } = running
    this.send({ type: 'configure', config: { ...config, arm, seed, adapter } })
  }
}
