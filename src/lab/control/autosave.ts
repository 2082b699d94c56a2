/**
 * Keeps the live run in the history as it grows, in chunks, so that a closed tab loses at most the act
 * under way; and its adapter after every update, so that it can go on. A run that goes back on itself is
 * another run from there: the old course stays as it was. What is removed can be put back until the next.
 */
import { messageOf } from '../../explained-error.ts'
import { laterThan } from '../../sdpo/run-snapshot.ts'
import type { Adapters } from '../history/adapters.ts'
import { KeepError } from '../history/keep-error.ts'
import type { History, RunSummary } from '../history/run-history.ts'
import type { RunLock } from '../history/run-lock.ts'
import { eventsUpTo } from '../run/go-back.ts'
import type { StoreHandle } from '../state/state-handle.ts'
import type { ResumableRun, RunEvent } from '../../engine/protocol.ts'
import type { RunView } from '../run/view.ts'

/** Events of one chunk at most. */
const chunkEvents = 2048
/** After so many milliseconds a write is slow, and given up. */
const slowMs = 1500
const silentMs = 15_000
/** After so many milliseconds it is tried again to keep what could not be, where nothing else asks for it before. */
const againMs = 5000
const silentStorage =
  'The browser\u2019s storage does not answer, so this run is not kept for now. Export it as a file, or close other tabs of the lab.'

export class Autosave {
  /** Id of the run being kept, its next chunk, the events that were written in the chunks before, the last update whose adapter is kept, and the one up to which its course is. */
  private run = { id: '', chunk: 0, events: 0, adapter: -1, course: 0 }
  /** Writes wait for one another. */
  private writing: Promise<void> = Promise.resolve()
  private readonly told = new Set<string>()
  /** A write that was given up has not answered yet: nothing more is asked of the storage until it does. */
  private silent = false
  private again: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly handle: StoreHandle,
    private readonly history: History,
    private readonly adapters: Adapters,
    private readonly lock: RunLock,
  ) {}

  /** What comes is another run. */
  begin(): void {
    clearTimeout(this.again)
    this.lock.release(this.run.id)
    this.run = { id: '', chunk: 0, events: 0, adapter: -1, course: 0 }
  }

  /** Keep what the live run has come to. */
  keep(): void {
    const { whole, log } = this.handle.state.live
    const { run } = this
    if (log.length === run.events || whole.sampled === 0) return
    if (run.id === '') {
      run.id = newId(whole.startedAt ?? 0)
      void this.lock.take(run.id)
    }
    const { id } = run
    clearTimeout(this.again)
    void this.later('this run', async () => {
      // What an earlier write could not keep is written with what came since; what it did keep is not written twice.
      while (run.events < log.length) {
        const events = log.slice(run.events, run.events + chunkEvents)
        const bytes = JSON.stringify(events).length
        const before = this.summary(id)
        const summary = { ...before, ...summaryOf(id, whole), bytes: (before?.bytes ?? 0) + bytes }
        await this.history.keep(summary, run.chunk, events)
        run.chunk++
        run.events += events.length
        this.show(summary)
      }
    })
    this.handle.session('live', (session) =>
      session.historyId === id ? session : { ...session, historyId: id },
    )
  }

  /** Keep the adapter of the live run, which has just done a whole update; settles when that is done, or was told not to be. */
  keepAdapter(kept: ResumableRun): Promise<void> {
    const { whole } = this.handle.state.live
    const { run } = this
    const { completed, step } = kept.run
    if (step !== null || completed === 0 || !whole.model) return Promise.resolve()
    this.keep()
    if (run.id === '' || run.adapter === completed) return this.writing
    run.adapter = completed
    const { id } = run
    const model = whole.model.id
    // The run's own arrays grow while this waits for its turn.
    const after = run.course
    const copy = {
      ...kept,
      run: {
        ...kept.run,
        attempts: laterThan(kept.run.attempts, after),
        updates: laterThan(kept.run.updates, after),
      },
    }
    return this.later('its adapter', async () => {
      const adapterBytes = await this.withRoom(() => this.adapters.keep(id, model, copy, after), id)
      run.course = completed
      await this.note(id, { adapterBytes, resumable: true })
      const oldestFirst = this.handle.state.history
        .filter((other) => other.resumable)
        .map((other) => ({ id: other.id, bytes: other.adapterBytes ?? 0 }))
        .reverse()
      for (const dropped of await this.adapters.bound(oldestFirst))
        await this.note(dropped, { adapterBytes: 0, resumable: false })
    })
  }

  /** Where there is no room, the adapter of the oldest other run makes some; its events stay. */
  private async withRoom<T>(write: () => Promise<T>, id: string): Promise<T> {
    try {
      return await write()
    } catch (error) {
      const oldest = this.handle.state.history.findLast((other) => other.resumable && other.id !== id)
      if (!oldest) throw error
      await this.adapters.remove(oldest.id)
      await this.note(oldest.id, { adapterBytes: 0, resumable: false })
      return write()
    }
  }

  private later(what: string, write: () => Promise<void>): Promise<void> {
    this.writing = this.writing.then(async () => {
      try {
        await this.within(write)
        this.told.delete(what)
      } catch (error) {
        clearTimeout(this.again)
        this.again = setTimeout(() => this.keep(), againMs)
        if (this.told.has(what)) return
        this.told.add(what)
        this.handle.notify(messageOf(error), 'error', ['export-run', 'runs'])
      }
    })
    return this.writing
  }

  /** A storage that is slow is waited for, and that is said; one that does not answer is not. */
  private async within(write: () => Promise<void>): Promise<void> {
    if (this.silent) throw new KeepError(silentStorage)
    const slow = setTimeout(() => this.handle.set({ keepingIsSlow: true }), slowMs)
    let given: ReturnType<typeof setTimeout> | undefined
    const patience = new Promise<never>((_, reject) => {
      given = setTimeout(() => {
        this.silent = true
        reject(new KeepError(silentStorage))
      }, silentMs)
    })
    const written = write().finally(() => (this.silent = false))
    try {
      await Promise.race([written, patience])
    } finally {
      clearTimeout(slow)
      clearTimeout(given)
      if (this.handle.state.keepingIsSlow) this.handle.set({ keepingIsSlow: false })
    }
  }

  private summary(id: string): RunSummary | undefined {
    return this.handle.state.history.find((run) => run.id === id)
  }

  private show(summary: RunSummary): void {
    this.handle.set({
      history: [summary, ...this.handle.state.history.filter((run) => run.id !== summary.id)].sort(
        (a, b) => b.at - a.at,
      ),
    })
  }

  private async note(id: string, change: Partial<RunSummary>): Promise<void> {
    const before = this.summary(id)
    if (!before) return
    const summary = { ...before, ...change }
    await this.history.note(summary)
    this.show(summary)
  }

  async refresh(): Promise<void> {
    try {
      this.handle.set({ history: await this.history.list() })
    } catch (error) {
      this.handle.notify(
        `The history of runs could not be read (${messageOf(error)}). New runs can still be exported.`,
        'error',
      )
    }
  }

  /** @throws when the run is not there or has lost its beginning. */
  async read(id: string): Promise<RunEvent[]> {
    await this.writing
    const events = await this.history.read(id)
    if (!events.some((event) => event.type === 'run-started')) throw new Error('its beginning is missing')
    return events
  }

  /** Whether this tab may go on with a run; false where another does. */
  own(id: string): Promise<boolean> {
    return this.lock.take(id)
  }

  /** The run up to its last whole update, and what goes on from there. From here on it is the run being kept. @throws as `read`, and where its adapter is not kept. */
  async loadForResume(id: string): Promise<{ events: RunEvent[]; model: string; kept: ResumableRun }> {
    const all = await this.read(id)
    const { model, kept, upTo } = await this.adapters.read(id)
    const { completed, ended } = kept.run
    // A tab that was closed just then has kept that the run had ended, and not yet the event that says so.
    const events: RunEvent[] = [
      ...eventsUpTo(all, completed),
      ...(ended ? [{ type: 'run-finished' as const, reason: ended }] : []),
    ]
    const summary = this.summary(id)
    if (summary) await this.history.replace(summary, events)
    this.run = { id, chunk: 1, events: events.length, adapter: upTo, course: upTo }
    return { events, model, kept }
  }

  async rename(id: string, name: string): Promise<void> {
    await this.writing
    await this.note(id, { name })
  }

  /** Out of the list at once, out of the browser with the next one or when the list is left. */
  async remove(id: string): Promise<void> {
    await this.forgetRemoved()
    const summary = this.summary(id)
    if (!summary) return
    this.handle.set({
      history: this.handle.state.history.filter((run) => run.id !== id),
      removedRun: summary,
    })
  }

  putBack(): void {
    const { removedRun } = this.handle.state
    if (!removedRun) return
    this.handle.set({ removedRun: null })
    this.show(removedRun)
  }

  async forgetRemoved(): Promise<void> {
    const { removedRun } = this.handle.state
    if (!removedRun) return
    this.handle.set({ removedRun: null })
    await this.writing
    await this.history.remove(removedRun.id)
    await this.adapters.remove(removedRun.id)
  }
}

/** Another for each run, in whichever tab and visit it was begun or went back. */
function newId(startedAt: number): string {
  return `${startedAt.toString(36)}-${Math.random().toString(36).slice(2, 10)}`
}

function summaryOf(id: string, whole: RunView): RunSummary {
  return {
    id,
    at: whole.startedAt ?? 0,
    title: whole.problem?.title ?? '',
    seed: whole.config?.seed ?? 0,
    arm: whole.config?.arm ?? 'sdpo',
    steps: whole.steps.length,
    attempts: whole.sampled,
    firstPass: whole.firstPass,
  }
}
