/** What the engine's events do to the live run: those of the run as it is now go into its log, those of the engine's own life into the state. */
import { type EngineEvent, type ResumableRun, type ModelInfo, type RunEvent } from '../../engine/protocol.ts'
import { stageOf } from '../../engine/stage-of.ts'
import { inOneLine } from '../../explained-error.ts'
import { lastDone } from '../run/stages.ts'
import { sessionAt, sessionWith, type Session } from '../run/session.ts'
import type { StoreHandle } from '../state/state-handle.ts'
import type { EngineState } from '../state/engine-state.ts'
import { accepts, isOf, rested, type LiveState, type RunMode } from './course.ts'
import type { EngineListener } from './engine-link.ts'
import type { Frame } from './frame.ts'
import type { Autosave } from './autosave.ts'
import type { Readings } from './readings.ts'

/** What an event of the engine can have the run do. */
export interface LiveActions {
  /** A model is there: what waited for it goes on. */
  takeAwaited(): void
  /** Lets go of the run. */
  leave(): void
  go(run: number, mode: RunMode): void
  /** A model is ready; a run that waited for it has not begun. */
  arrived(model: ModelInfo): void
  /** After the run has taken its part of it. */
  onEngineEvent(event: EngineEvent): void
}

/**
 * How a run is shown as it goes on. At full speed it would draw without a pause: its pictures are a tenth of a second apart,
 * since nobody reads faster, and where the machine is slow or busy so far apart that they take a quarter of the page's time.
 */
const picture = { apartMs: 100, share: 0.25, mostMs: 1000 }

export class LiveEvents implements EngineListener {
  private readonly pending: { run: number; event: RunEvent }[] = []
  private cancelFrame: () => void = () => undefined
  /** No picture before this. */
  private nextPicture = -Infinity

  constructor(
    private readonly handle: StoreHandle,
    private readonly autosave: Autosave,
    private readonly readings: () => Readings,
    private readonly state: LiveState,
    private readonly actions: LiveActions,
    private readonly frame: Frame,
  ) {}

  private setEngine(change: Partial<EngineState>): void {
    this.handle.set({ engine: { ...this.handle.state.engine, ...change } })
  }

  event(event: EngineEvent): void {
    this.flush()
    this.apply(event)
    this.actions.onEngineEvent(event)
  }

  private apply(event: EngineEvent): void {
    const { state } = this
    switch (event.type) {
      case 'load-progress':
        return this.setEngine({
          phase: 'loading',
          loadedBytes: event.loadedBytes,
          totalBytes: event.totalBytes,
          what: event.what,
        })
      case 'ready':
        return this.ready(event)
      case 'released':
        // A run that is taken up waits for this very model.
        if (state.awaited.kind !== 'resume') this.actions.leave()
        return this.setEngine({ model: null, backend: null, loaded: null })
      case 'paused':
        if (!isOf(state.course, event.run)) return
        state.course = rested(state.course)
        this.autosave.keep()
        // While another model is read, its progress is what is shown.
        if (this.handle.state.engine.phase !== 'loading') this.setEngine({ phase: 'ready' })
        return
      case 'reread-done':
        return this.readings().answered('live', event)
      case 'fault':
        return this.fault(event)
      case 'branched':
      case 'valued':
      case 'worth-measured':
      case 'base-rate-measured':
      case 'adapter-made':
      case 'adapter-fits':
      case 'text-read':
      case 'outlook-measured':
      case 'outlook-ended':
      case 'race-started':
      case 'race-step':
      case 'race-ended':
        return
      default:
        event satisfies never
    }
  }

  private ready({ requestId, model, backend }: Extract<EngineEvent, { type: 'ready' }>): void {
    const { state } = this
    const loaded = state.loads.get(requestId) ?? null
    // Another was chosen since, and is on its way.
    if (requestId !== state.latest) return this.setEngine({ model, backend, loaded })
    this.setEngine({
      phase: state.course.kind === 'going' || state.course.kind === 'starting' ? 'running' : 'ready',
      model,
      backend,
      loaded,
      fault: null,
      what: '',
    })
    this.actions.arrived(model)
    this.actions.takeAwaited()
  }

  /** Of the run as it is now: one that went back is kept again with its next step. */
  kept(run: number, kept: ResumableRun): Promise<void> | void {
    if (isOf(this.state.course, run)) this.state.keptSteps = kept.weights.map(([step]) => step)
    // It is told after every stage, for the next worker; the storage has whole updates.
    if (kept.run.step !== null || kept.run.completed === 0) return
    this.flush()
    const { course } = this.state
    const { live } = this.handle.state
    if (!isOf(course, run) || course.kind === 'gone-back' || live.log.length === 0) return
    if (kept.run.completed === lastDone(live.whole)) return this.autosave.keepAdapter(kept)
  }

  private fault(event: Extract<EngineEvent, { type: 'fault' }>): void {
    const { state } = this
    switch (event.during) {
      case 'read':
        return this.readings().failed(event)
      case 'load':
        if (event.id !== null && event.id !== state.latest) return
        return this.broke(event)
      case 'run':
        if (event.id !== null && state.course.kind !== 'none' && !isOf(state.course, event.id)) return
        return this.broke(event)
      case 'branch':
      case 'value':
      case 'probe':
      case 'adapter':
        return this.handle.notify(inOneLine(event), 'error')
      case 'race':
      case 'outlook':
      case 'base-rate':
      case 'worth':
      case 'text':
        return
      default:
        event.during satisfies never
    }
  }

  private broke({ message, cause, wayOut, during }: Extract<EngineEvent, { type: 'fault' }>): void {
    const { state } = this
    if (state.awaited.kind === 'start') state.awaited = { kind: 'nothing' }
    state.course = rested(state.course)
    this.autosave.keep()
    this.setEngine({ phase: 'fault', fault: { message, cause, wayOut, during } })
  }

  /** Shown with all that comes before the next picture: a run at full speed says more than a screen can show. */
  run(run: number, event: RunEvent): void {
    this.pending.push({ run, event })
    if (this.pending.length > 1) return
    this.cancelFrame = this.frame(() => this.flush(), this.nextPicture - performance.now())
  }

  /** Takes in what has been said of the run so far. */
  flush(): void {
    this.cancelFrame()
    if (this.pending.length > 0) this.pace()
    const fresh: RunEvent[] = []
    let decoding: Session['decoding'] | undefined
    const settle = () => {
      const events = fresh.splice(0)
      if (events.length === 0 && decoding === undefined) return
      const tokens = decoding
      decoding = undefined
      this.handle.session('live', (session) => {
        const grown = sessionWith(tokens === undefined ? session : { ...session, decoding: tokens }, events)
        return grown.following ? sessionAt(grown, grown.log.length, grown.decoding) : grown
      })
    }
    for (const { run, event } of this.pending.splice(0)) {
      if (!accepts(this.state.course, run, event, this.handle.state.live.whole)) continue
      if (event.type === 'sampling') {
        decoding = { step: event.step, tokens: event.tokens }
        continue
      }
      if (event.type === 'step-started') {
        settle()
        this.autosave.keep()
      }
      // What goes with its neighbours, or beside the run, says nothing of the tokens being decoded.
      if (event.type === 'run-finished' || (event.type !== 'attempt-sampled' && stageOf(event) !== null))
        decoding = null
      fresh.push(event)
      if (!actedOn.has(event.type)) continue
      settle()
      this.act(run, event)
    }
    settle()
  }

  /** What is shown now is drawn before the page comes to a timer: by then it is known what that takes. */
  private pace(): void {
    const begun = performance.now()
    this.nextPicture = begun + picture.apartMs
    setTimeout(() => {
      const took = performance.now() - begun
      const apart = Math.min(picture.mostMs, Math.max(picture.apartMs, took / picture.share))
      this.nextPicture = Math.max(this.nextPicture, begun + apart)
    })
  }

  private act(run: number, event: RunEvent): void {
    const { state } = this
    if (event.type === 'run-started' && state.course.kind === 'starting') {
      const { then } = state.course
      state.course = { kind: 'resting', run, mode: then ?? 'advance', left: new Map() }
      if (then) this.actions.go(run, then)
    }
    if (event.type === 'attempt-branched' || event.type === 'probes-set') this.autosave.keep()
    if (event.type === 'run-finished') {
      state.course = rested(state.course)
      this.setEngine({ phase: 'ready' })
      this.autosave.keep()
    }
  }
}

/** Events that something is done on, beside showing them. */
const actedOn: ReadonlySet<RunEvent['type']> = new Set([
  'run-started',
  'attempt-branched',
  'probes-set',
  'run-finished',
])
