/**
 * Runs that other programs made, while they are looked at: one, a second beside it, and what the loaded model makes of the
 * attempt in view. They have a store of their own: a slider goes through thousands of attempts, and the lab need not hear of each.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { inOneLine } from '../../explained-error.ts'
import type { Command, EngineEvent } from '../../engine/protocol.ts'
import type { FileReading, ReaderListener } from '../../interchange/client.ts'
import type { ForeignAttempt } from '../../interchange/foreign.ts'
import { askedOf, type TextReading } from '../../interchange/opinion.ts'
import type { WrittenAs } from '../../interchange/writing.ts'
import { noForeign, type ForeignView } from '../state/foreign-state.ts'
import type { StoreHandle } from '../state/state-handle.ts'
import { openTraces, type Traces } from './foreign-traces.ts'

/** What the loaded model makes of an attempt. */
export type Rereading =
  | { phase: 'waiting' | 'reading'; attempt: ForeignAttempt }
  | { phase: 'read'; attempt: ForeignAttempt; reading: TextReading }
  | { phase: 'failed'; attempt: ForeignAttempt; why: string }

export interface ForeignRunsState {
  run: Traces | null
  /** The run beside it, and which attempt of it; null until two are compared. */
  beside: Traces | null
  rereading: Rereading | null
}

export interface ForeignControls {
  readonly store: StoreApi<ForeignRunsState>
  /** The files of a run become those that are looked at. */
  open(files: readonly File[]): void
  /** Reads them, until what is returned is called. */
  watch(): () => void
  /** The attempt at a place in the list. */
  read(n: number): void
  /** The same of the run beside. */
  readBeside(n: number): void
  show(view: ForeignView): void
  setSlide(slide: boolean): void
  /** Lays another run beside, or the same one again. */
  compareWith(files: readonly File[]): void
  /** The loaded model reads the attempt in view; where none is loaded, it is loaded first. */
  reread(): void
  /** The whole run as a file. */
  write(as: WrittenAs): Promise<Blob>
}

export class ForeignRuns implements ForeignControls {
  readonly store = createStore<ForeignRunsState>(() => ({ run: null, beside: null, rereading: null }))
  private opened: ReturnType<typeof openTraces> | null = null
  private second: ReturnType<typeof openTraces> | null = null
  private asked: { requestId: number; attempt: ForeignAttempt } | null = null

  constructor(
    private readonly handle: StoreHandle,
    private readonly live: { send(command: Command): void; nextId(): number; load(): void },
    private readonly readerOf: (listener: ReaderListener) => Promise<FileReading>,
  ) {}

  open(files: readonly File[]): void {
    this.handle.set({ foreign: { ...noForeign, files }, panel: 'foreign' })
  }

  watch(): () => void {
    const { files } = this.handle.state.foreign
    const opened = openTraces(files, this.readerOf, (run) => {
      if (this.opened !== opened) return
      this.store.setState({ run })
      if (run.shown && !this.handle.state.foreign.ready) this.change({ ready: true })
    })
    this.opened = opened
    this.store.setState({ run: opened.traces, beside: null, rereading: null })
    return () => {
      opened.dispose()
      this.second?.dispose()
      this.asked = null
      if (this.opened !== opened) return
      this.opened = this.second = null
      this.store.setState({ run: null, beside: null, rereading: null })
      this.change({ ready: false })
    }
  }

  read(n: number): void {
    this.opened?.read(n)
  }

  readBeside(n: number): void {
    this.second?.read(n)
  }

  show(view: ForeignView): void {
    this.change({ view })
    if (view === 'two' && !this.second) this.compareWith(this.handle.state.foreign.files)
  }

  setSlide(slide: boolean): void {
    this.change({ slide })
  }

  compareWith(files: readonly File[]): void {
    this.second?.dispose()
    const second = openTraces(files, this.readerOf, (beside) => {
      if (this.second === second) this.store.setState({ beside })
    })
    this.second = second
    this.store.setState({ beside: second.traces })
  }

  reread(): void {
    const attempt = this.store.getState().run?.shown?.attempt
    if (!attempt) return
    const { engine } = this.handle.state
    if (!engine.model || engine.phase === 'loading') {
      this.store.setState({ rereading: { phase: 'waiting', attempt } })
      if (engine.phase !== 'loading') this.live.load()
      return
    }
    const requestId = this.live.nextId()
    this.asked = { requestId, attempt }
    this.store.setState({ rereading: { phase: 'reading', attempt } })
    this.live.send({ type: 'read-text', requestId, ...askedOf(attempt) })
  }

  write(as: WrittenAs): Promise<Blob> {
    return this.opened?.write(as) ?? Promise.reject(new Error('no run is open'))
  }

  onEngineEvent(event: EngineEvent): void {
    const { rereading } = this.store.getState()
    if (rereading?.phase === 'waiting') {
      if (event.type === 'ready') return this.reread()
      if (event.type === 'fault' && event.during === 'load')
        this.store.setState({ rereading: { ...rereading, phase: 'failed', why: inOneLine(event) } })
      return
    }
    const { asked } = this
    if (!asked) return
    const { attempt } = asked
    if (event.type === 'text-read' && event.requestId === asked.requestId) {
      const model = this.handle.state.engine.model?.name ?? 'The loaded model'
      const { pieces, readings, unknownWords } = event
      this.store.setState({
        rereading: { phase: 'read', attempt, reading: { model, pieces, readings, unknownWords } },
      })
    }
    if (event.type === 'fault' && event.during === 'text' && event.id === asked.requestId)
      this.store.setState({ rereading: { phase: 'failed', attempt, why: inOneLine(event) } })
  }

  private change(change: Partial<typeof noForeign>): void {
    this.handle.set({ foreign: { ...this.handle.state.foreign, ...change } })
  }
}
