/**
 * Keeps the live run in the history as it grows, in chunks, so that a closed tab loses at most the act
 * under way. A run that goes back on itself is another run from there: the old course stays as it was.
 */
import { KeepError, type History } from './persist.ts'
import { wordsOf, type Desk } from './session.ts'
import type { RunEvent } from '../engine/protocol.ts'
import type { RunSummary } from './store.ts'
import type { RunView } from './view.ts'

export class RunKeeper {
  /** Id of the run being kept, its next chunk, and the events in the chunks before. */
  private run = { id: '', chunk: 0, events: 0 }
  private runs = 0
  /** Writes wait for one another. */
  private writing: Promise<void> = Promise.resolve()
  private told = false

  constructor(private readonly desk: Desk, private readonly history: History) {}

  /** What comes is another run. */
  begin(): void {
    this.run = { id: '', chunk: 0, events: 0 }
  }

  /** Keep what the live run has come to. */
  keep(): void {
    const { whole, log } = this.desk.state.live
    const { run } = this
    if (log.length === run.events || whole.sampled === 0) return
    if (run.id === '') run.id = `${(whole.startedAt ?? 0).toString(36)}-${++this.runs}`
    const events = log.events.slice(run.events)
    run.events = log.length
    const summary = summaryOf(run.id, whole)
    const chunk = run.chunk++
    this.writing = this.writing.then(() => this.write(summary, chunk, events))
    const { id } = run
    this.desk.session('live', (session) => (session.historyId === id ? session : { ...session, historyId: id }))
  }

  private async write(summary: RunSummary, chunk: number, events: readonly RunEvent[]): Promise<void> {
    try {
      await this.history.keep(summary, chunk, events)
      this.desk.set({ history: [summary, ...this.desk.state.history.filter((run) => run.id !== summary.id)] })
    } catch (error) {
      if (this.told) return
      this.told = true
      this.desk.tell(error instanceof KeepError ? error.message : wordsOf(error), 'error')
    }
  }

  async refresh(): Promise<void> {
    try {
      this.desk.set({ history: await this.history.list() })
    } catch (error) {
      this.desk.tell(`The history of runs could not be read (${wordsOf(error)}). New runs can still be exported.`, 'error')
    }
  }

  /** @throws when the run is not there or has lost its beginning. */
  async read(id: string): Promise<RunEvent[]> {
    await this.writing
    const events = await this.history.read(id)
    if (!events.some((event) => event.type === 'run-started')) throw new Error('its beginning is missing')
    return events
  }

  async remove(id: string): Promise<void> {
    await this.writing
    await this.history.remove(id)
    this.desk.set({ history: this.desk.state.history.filter((run) => run.id !== id) })
  }
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
