/**
 * Adapters of the runs in the history, so that a run goes on after the tab was closed: the run's memory
 * at its last whole update, and the learner's flat vectors of some of its updates. Bounded: of each run
 * the start, the latest and every n-th, n doubling as it grows; of all runs the newest.
 */
import { z } from 'zod'
import type { ResumableRun } from '../../engine/protocol.ts'
import { problemSchema } from '../../problems/problem.ts'
import { runSnapshotSchema } from '../../sdpo/run-snapshot.ts'
import type { LearnerSnapshot } from '../../sdpo/learner.ts'
import { keepError, type AsyncStore } from './persist.ts'

/** Most bytes of one run's adapters, and of all runs' together. */
const adapterBytes = { run: 64 * 2 ** 20, all: 256 * 2 ** 20 }

const floats = z.instanceof(Float32Array)
const snapshotSchema = z.object({
  student: floats,
  teacher: floats,
  firstMoment: floats,
  secondMoment: floats,
  updates: z.number().int(),
})
const recordSchema = z.object({
  version: z.literal(1),
  model: z.string(),
  problem: problemSchema,
  run: runSnapshotSchema,
  steps: z.array(z.number().int()),
  bytes: z.number(),
})
type Record = z.infer<typeof recordSchema>

const recordKey = (id: string) => `adapter/${id}`
const weightsKey = (id: string, step: number) => `weights/${id}/${String(step).padStart(6, '0')}`
export const bytesOf = ({ student, teacher, firstMoment, secondMoment }: LearnerSnapshot) =>
  student.byteLength + teacher.byteLength + firstMoment.byteLength + secondMoment.byteLength

/** Of the steps of a run those to keep within the bound: the start, the latest, and every n-th for the least n that fits. */
export function thinned(steps: readonly number[], bytesEach: number, most: number): number[] {
  const last = steps.at(-1)
  for (let every = 1; ; every *= 2) {
    const kept = steps.filter((step) => step === last || step % every === 0)
    if (kept.length * bytesEach <= most || kept.length <= 2) return kept
  }
}

export class Adapters {
  constructor(
    private readonly shelf: AsyncStore,
    private readonly most = adapterBytes,
  ) {}

  /** Keeps a run as it stands after a whole update; returns the bytes of its adapters. Throws a KeepError. */
  async keep(id: string, model: string, { problem, run, weights }: ResumableRun): Promise<number> {
    try {
      return await this.write(id, model, { problem, run, weights })
    } catch (cause) {
      throw keepError('the adapter of this run', cause)
    }
  }

  private async write(id: string, model: string, { problem, run, weights }: ResumableRun): Promise<number> {
    const before = await this.record(id)
    const known = new Map(weights)
    const each = weights.reduce((most, [, snapshot]) => Math.max(most, bytesOf(snapshot)), 0)
    const possible = [...new Set([...(before?.steps ?? []), ...known.keys()])]
      .filter((step) => step <= run.completed)
      .sort((a, b) => a - b)
    const steps = thinned(possible, each, this.most.run)
    const stored = new Set(before?.steps)
    for (const step of steps) {
      const snapshot = known.get(step)
      if (snapshot && !stored.has(step)) await this.shelf.set(weightsKey(id, step), snapshot)
    }
    const record: Record = { version: 1, model, problem, run, steps, bytes: steps.length * each }
    await this.shelf.set(recordKey(id), record)
    for (const step of stored) if (!steps.includes(step)) await this.shelf.delete(weightsKey(id, step))
    return record.bytes
  }

  /** Drops the adapters of the oldest of these runs until all fit; returns whose. */
  async bound(oldestFirst: readonly { id: string; bytes: number }[]): Promise<string[]> {
    let all = oldestFirst.reduce((sum, { bytes }) => sum + bytes, 0)
    const dropped: string[] = []
    for (const { id, bytes } of oldestFirst.slice(0, -1)) {
      if (all <= this.most.all) break
      await this.remove(id)
      all -= bytes
      dropped.push(id)
    }
    return dropped
  }

  /** Throws, in words for a person, when nothing that can go on is kept. */
  async read(id: string): Promise<{ model: string; kept: ResumableRun }> {
    const record = await this.record(id)
    if (!record) throw new Error('its adapter is not kept any more')
    const weights: ResumableRun['weights'] = []
    for (const step of record.steps) {
      const snapshot = snapshotSchema.safeParse(await this.shelf.get(weightsKey(id, step)))
      if (snapshot.success) weights.push([step, snapshot.data])
    }
    const trains = record.steps.length > 0
    if (trains && !weights.some(([step]) => step === record.run.completed))
      throw new Error('the adapter of its last update is missing')
    return { model: record.model, kept: { problem: record.problem, run: record.run, weights } }
  }

  async remove(id: string): Promise<void> {
    await this.shelf.delete(recordKey(id))
    for (const key of await this.shelf.keys())
      if (key.startsWith(`weights/${id}/`)) await this.shelf.delete(key)
  }

  private async record(id: string): Promise<Record | null> {
    return recordSchema.safeParse(await this.shelf.get(recordKey(id))).data ?? null
  }
}
