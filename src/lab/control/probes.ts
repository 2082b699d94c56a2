/**
 * Probes: prompts of the person's own, followed through every run from the first update to the last.
 * What is asked outlives the page (preferences.ts); what the student said of it is part of the run.
 */
import type { EngineEvent, Probe } from '../../engine/protocol.ts'
import type { ProbeView } from '../run/fold-queries.ts'
import type { Preferences } from '../history/preferences.ts'
import type { LiveRun } from './live-run.ts'
import { remember, selectWhole } from '../state/selectors.ts'
import { tryKeeping, type StoreHandle } from '../state/state-handle.ts'
import type { LabState } from '../state/store.ts'

export interface ProbeControls {
  /** Follow a prompt; `watch` is an answer whose probability is watched, '' for none. */
  add(probe: Omit<Probe, 'id'>): void
  rename(id: string, name: string): void
  /** Returns what puts it back. */
  remove(id: string): () => void
}

export class Probes implements ProbeControls {
  constructor(
    private readonly handle: StoreHandle,
    private readonly live: LiveRun,
    private readonly preferences: Preferences,
  ) {}

  /** A model has come: whatever runs on it is asked. */
  onEngineEvent(event: EngineEvent): void {
    if (event.type === 'ready' && this.handle.state.probes.length > 0) this.send()
  }

  add(probe: Omit<Probe, 'id'>): void {
    const numbers = this.handle.state.probes.map(({ id }) => Number(/^p(\d+)$/.exec(id)?.[1] ?? 0))
    this.change([...this.handle.state.probes, { ...probe, id: `p${Math.max(0, ...numbers) + 1}` }])
  }

  rename(id: string, name: string): void {
    this.change(this.handle.state.probes.map((probe) => (probe.id === id ? { ...probe, name } : probe)))
  }

  remove(id: string): () => void {
    const { probes } = this.handle.state
    const at = probes.findIndex((probe) => probe.id === id)
    const removed = probes[at]
    if (!removed) return () => undefined
    this.change(probes.toSpliced(at, 1))
    return () => this.change(this.handle.state.probes.toSpliced(at, 0, removed))
  }

  private change(probes: readonly Probe[]): void {
    this.handle.set({ probes })
    tryKeeping(this.handle, () => this.preferences.keepProbes(probes))
    if (this.handle.state.engine.model) this.send()
  }

  private send(): void {
    this.live.send({ type: 'probes', requestId: this.live.nextId(), probes: [...this.handle.state.probes] })
  }
}

/** The probes as the shown run knows them; on a live run those too that nothing has been read of yet. */
export function probesShown(state: LabState): readonly ProbeView[] {
  const known = selectWhole(state).probes
  return state.source === 'recorded' ? known : ownWithReadings(state.probes, known)
}

const ownWithReadings = remember((own: readonly Probe[], known: readonly ProbeView[]): readonly ProbeView[] =>
  own.map((probe) => {
    const read = known.find(
      ({ id, prompt, watch }) => id === probe.id && prompt === probe.prompt && watch === probe.watch,
    )
    return read ? { ...read, name: probe.name } : { ...probe, unknownWords: [], readings: [] }
  }),
)

/** One candidate's probability at each reading; null where it was not among the likeliest. */
export interface ProbeCandidate {
  id: number
  values: readonly (number | null)[]
}

/** First tokens of a probe by their largest probability over all readings, so that one that only rose or fell is there throughout. */
export function probeCandidates({ readings }: Pick<ProbeView, 'readings'>, limit: number): ProbeCandidate[] {
  const most = new Map<number, number>()
  for (const { ids, logProbs } of readings)
    ids.forEach((id, i) => most.set(id, Math.max(most.get(id) ?? 0, Math.exp(logProbs[i]!))))
  const ids = [...most.keys()].sort((a, b) => most.get(b)! - most.get(a)! || a - b).slice(0, limit)
  return ids.map((id) => ({
    id,
    values: readings.map((reading) => {
      const at = reading.ids.indexOf(id)
      return at < 0 ? null : Math.exp(reading.logProbs[at]!)
    }),
  }))
}

/** log p of the whole watched answer at each reading, nats; empty where none is watched. */
export function watchedLogProbs({ readings }: Pick<ProbeView, 'readings'>): number[] {
  return readings.flatMap(({ watched }) => (watched ? [watched.reduce((sum, value) => sum + value, 0)] : []))
}
