/**
 * The runs that the person made, kept update by update in IndexedDB, so that a closed tab loses at most the
 * update under way.
 */
import type { RunEvent } from '../../engine/protocol.ts'
import type { RunConfig } from '../../sdpo/config.ts'
import { breather } from '../run/breathe.ts'
import { restoreEvent } from '../run/restore.ts'
import type { AsyncStore, StoreChange } from './async-store.ts'
import { keepError } from './keep-error.ts'

/** A run of the history, in a row of its list. */
export interface RunSummary {
  id: string
  /** Milliseconds since the epoch. */
  at: number
  title: string
  seed: number
  arm: RunConfig['arm']
  steps: number
  attempts: number
  firstPass: number | null
  /** What the person calls it; absent: its problem's title. */
  name?: string
  /** Bytes of its events as text, and of its adapters. */
  bytes?: number
  adapterBytes?: number
  /** Its adapter is kept, so it can go on. */
  resumable?: boolean
}

function chunksOf(id: string): string {
  return `run/${id}/`
}

function chunkKey(id: string, index: number): string {
  return `${chunksOf(id)}${String(index).padStart(6, '0')}`
}

function summaryKey(id: string): string {
  return `summary/${id}`
}

/** The history: every run the person made, as chunks of events. Writing throws a KeepError. */
export class History {
  constructor(private readonly store: AsyncStore) {}

  /** Newest first. */
  async list(): Promise<RunSummary[]> {
    const summaries = await this.store.values('summary/')
    return summaries.filter(isSummary).sort((a, b) => b.at - a.at)
  }

  /** Keep events as chunk `index` of a run, and its summary as of then. */
  async keep(summary: RunSummary, index: number, events: readonly RunEvent[]): Promise<void> {
    await this.write({ put: { [chunkKey(summary.id, index)]: events, [summaryKey(summary.id)]: summary } })
  }

  /** A run's summary alone. */
  async note(summary: RunSummary): Promise<void> {
    await this.write({ put: { [summaryKey(summary.id)]: summary } })
  }

  /** Another content for a run, in place of all that was kept of its events. */
  async replace(summary: RunSummary, events: readonly RunEvent[]): Promise<void> {
    await this.write({
      deleteUnder: [chunksOf(summary.id)],
      put: { [chunkKey(summary.id, 0)]: events, [summaryKey(summary.id)]: summary },
    })
  }

  /** A run's events, restored; in slices, for the page's sake. */
  async read(id: string): Promise<RunEvent[]> {
    const breathe = breather()
    const events: RunEvent[] = []
    for (const chunk of await this.store.values(chunksOf(id)))
      for (const entry of Array.isArray(chunk) ? (chunk as unknown[]) : []) {
        const event = restoreEvent(entry)
        if (event) events.push(event)
        await breathe()
      }
    return events
  }

  async remove(id: string): Promise<void> {
    await this.store.write({ delete: [summaryKey(id)], deleteUnder: [chunksOf(id)] })
  }

  private async write(change: StoreChange): Promise<void> {
    try {
      await this.store.write(change)
    } catch (cause) {
      throw keepError('this run', cause)
    }
  }
}

function isSummary(value: unknown): value is RunSummary {
  const summary = value as Partial<RunSummary> | undefined
  return (
    typeof summary?.id === 'string' && typeof summary.at === 'number' && typeof summary.title === 'string'
  )
}
