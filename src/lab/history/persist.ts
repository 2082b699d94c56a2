/**
 * What outlives the page. Choices and problems are small and read before the first picture
 * (localStorage); runs are kept update by update in IndexedDB, so that a closed tab loses at most
 * the update under way. Reading restores; what cannot be read is kept as it is, never overwritten.
 */
import { restoreSettings, type Settings } from '../settings/settings.ts'
import type { RunConfig } from '../../sdpo/config.ts'
import { createStore, del, get, keys, set } from 'idb-keyval'
import { problemSchema, type Problem } from '../../problems/problem.ts'
import { probeSchema, type Probe, type RunEvent } from '../../engine/protocol.ts'
import { breather } from '../run/breathe.ts'
import { restoreEvent } from '../run/restore.ts'

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

/** The part of localStorage that is used. */
export type KeyValueStore = Pick<Storage, 'getItem' | 'setItem'>

/** An asynchronous key-value store. */
export interface AsyncStore {
  get(key: string): Promise<unknown>
  set(key: string, value: unknown): Promise<void>
  delete(key: string): Promise<void>
  keys(): Promise<string[]>
}

export function browserStore(): AsyncStore {
  const store = createStore('sdpo-lab', 'runs')
  return {
    get: (key) => get(key, store),
    set: (key, value) => set(key, value, store),
    delete: (key) => del(key, store),
    keys: async () => (await keys(store)).map(String),
  }
}

export function memoryStore(): AsyncStore {
  const map = new Map<string, unknown>()
  return {
    get: async (key) => structuredClone(map.get(key)),
    set: async (key, value) => void map.set(key, structuredClone(value)),
    delete: async (key) => void map.delete(key),
    keys: async () => [...map.keys()],
  }
}

/** Something could not be kept; the message says what and the way out. */
export class KeepError extends Error {
  override name = 'KeepError'
}

export function keepError(what: string, cause: unknown): KeepError {
  const full = cause instanceof DOMException && cause.name === 'QuotaExceededError'
  return new KeepError(
    full
      ? `The browser has no room left, so ${what} is not kept. Export it as a file, or remove old runs.`
      : `The browser does not let this page keep things, so ${what} will be gone when the tab closes. Export it as a file.`,
    { cause },
  )
}

const settingsKey = 'sdpo-lab/settings'
const problemsKey = 'sdpo-lab/problems'
const draftsKey = 'sdpo-lab/drafts'
const probesKey = 'sdpo-lab/probes'

function parse(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Choices and problems. Every write may throw a KeepError. */
export class Preferences {
  /** Stored problems that this version cannot read: written back beside the others. */
  private unread: unknown[] = []

  constructor(private readonly drawer: KeyValueStore | null) {}

  settings(): Settings {
    return restoreSettings(parse(this.read(settingsKey)))
  }

  keepSettings(settings: Settings): void {
    this.write(settingsKey, settings, 'this choice')
  }

  problems(): Problem[] {
    const stored = parse(this.read(problemsKey))
    const entries: unknown[] = Array.isArray(stored) ? stored : []
    const readable: Problem[] = []
    this.unread = []
    for (const entry of entries) {
      const problem = problemSchema.safeParse(entry)
      if (problem.success) readable.push(problem.data)
      else this.unread.push(entry)
    }
    return readable
  }

  keepProblems(problems: readonly Problem[]): void {
    this.write(problemsKey, [...problems, ...this.unread], 'your problem')
  }

  /** A problem that was being written, by the problem it began as; undefined where none was kept. */
  draft(of: string): unknown {
    return this.drafts()[of]
  }

  /** Null forgets it. */
  keepDraft(of: string, draft: unknown): void {
    const { [of]: before, ...others } = this.drafts()
    if (draft === null && before === undefined) return
    this.write(draftsKey, draft === null ? others : { ...others, [of]: draft }, 'your draft')
  }

  private drafts(): Record<string, unknown> {
    const stored = parse(this.read(draftsKey))
    return typeof stored === 'object' && stored !== null && !Array.isArray(stored)
      ? (stored as Record<string, unknown>)
      : {}
  }

  probes(): Probe[] {
    const stored = parse(this.read(probesKey))
    return (Array.isArray(stored) ? (stored as unknown[]) : []).flatMap(
      (entry) => probeSchema.safeParse(entry).data ?? [],
    )
  }

  keepProbes(probes: readonly Probe[]): void {
    this.write(probesKey, probes, 'this probe')
  }

  private read(key: string): string | null {
    try {
      return this.drawer?.getItem(key) ?? null
    } catch {
      return null
    }
  }

  private write(key: string, value: unknown, what: string): void {
    try {
      if (!this.drawer) throw new Error('no storage')
      this.drawer.setItem(key, JSON.stringify(value))
    } catch (cause) {
      throw keepError(what, cause)
    }
  }
}

function chunkKey(id: string, index: number): string {
  return `run/${id}/${String(index).padStart(6, '0')}`
}

function summaryKey(id: string): string {
  return `summary/${id}`
}

/** The history: every run the person made, as chunks of events. Every method may throw a KeepError. */
export class History {
  constructor(private readonly shelf: AsyncStore) {}

  /** Newest first. */
  async list(): Promise<RunSummary[]> {
    const found = (await this.shelf.keys()).filter((key) => key.startsWith('summary/'))
    const summaries = await Promise.all(found.map((key) => this.shelf.get(key)))
    return summaries.filter(isSummary).sort((a, b) => b.at - a.at)
  }

  /** Keep events as chunk `index` of a run, and its summary as of then. */
  async keep(summary: RunSummary, index: number, events: readonly RunEvent[]): Promise<void> {
    try {
      await this.shelf.set(chunkKey(summary.id, index), events)
      await this.shelf.set(summaryKey(summary.id), summary)
    } catch (cause) {
      throw keepError('this run', cause)
    }
  }

  /** A run's summary alone. */
  async note(summary: RunSummary): Promise<void> {
    try {
      await this.shelf.set(summaryKey(summary.id), summary)
    } catch (cause) {
      throw keepError('this run', cause)
    }
  }

  /** Another content for a run: it is there before the old one goes. */
  async replace(summary: RunSummary, events: readonly RunEvent[]): Promise<void> {
    await this.keep(summary, 0, events)
    const first = chunkKey(summary.id, 0)
    for (const key of await this.shelf.keys())
      if (key.startsWith(`run/${summary.id}/`) && key !== first) await this.shelf.delete(key)
  }

  /** A run's events, restored; in slices, for the page's sake. */
  async read(id: string): Promise<RunEvent[]> {
    const breathe = breather()
    const chunks = (await this.shelf.keys()).filter((key) => key.startsWith(`run/${id}/`)).sort()
    const events: RunEvent[] = []
    for (const key of chunks) {
      const chunk = await this.shelf.get(key)
      for (const entry of Array.isArray(chunk) ? (chunk as unknown[]) : []) {
        const event = restoreEvent(entry)
        if (event) events.push(event)
        await breathe()
      }
    }
    return events
  }

  async remove(id: string): Promise<void> {
    await this.shelf.delete(summaryKey(id))
    for (const key of await this.shelf.keys()) if (key.startsWith(`run/${id}/`)) await this.shelf.delete(key)
  }
}

function isSummary(value: unknown): value is RunSummary {
  const summary = value as Partial<RunSummary> | undefined
  return (
    typeof summary?.id === 'string' && typeof summary.at === 'number' && typeof summary.title === 'string'
  )
}
