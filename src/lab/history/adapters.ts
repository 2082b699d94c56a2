/**
 * Adapters of the runs in the history, so that a run goes on after the tab was closed: the run's memory at its last whole
 * update, written by increments (a head, and a part for what came with each update), and the learner's flat vectors of
 * some of its updates. Bounded: of each run the start, the latest and every n-th, n doubling as it grows; of all runs the
 * newest.
 */
import { z } from 'zod'
import type { ResumableRun } from '../../engine/protocol.ts'
import { problemSchema } from '../../problems/problem.ts'
import { goneOn, laterThan, runSnapshotSchema, type RunSnapshot } from '../../sdpo/run-snapshot.ts'
import type { LearnerSnapshot } from '../../sdpo/learner.ts'
import type { AsyncStore } from './async-store.ts'
import { keepError } from './keep-error.ts'

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
const rest = {
  model: z.string(),
  problem: problemSchema,
  steps: z.array(z.number().int()),
  bytes: z.number(),
}
const courseSchema = runSnapshotSchema.pick({ attempts: true, updates: true, knownTokens: true })
/** What comes with every update but the course, which is in parts. */
const headSchema = z.object({
  version: z.literal(2),
  ...rest,
  run: runSnapshotSchema.omit({ attempts: true, updates: true, knownTokens: true }),
})
/** Earlier labs wrote the whole course with every update. */
const firstVersionSchema = z.object({ version: z.literal(1), ...rest, run: runSnapshotSchema })
/** The course after one step and up to another. */
const partSchema = courseSchema.extend({ after: z.number().int(), upTo: z.number().int() })
type Head = z.infer<typeof headSchema>
type Part = z.infer<typeof partSchema>

const recordKey = (id: string) => `adapter/${id}`
const padded = (step: number) => String(step).padStart(6, '0')
const partsOf = (id: string) => `course/${id}/`
const partKey = (id: string, upTo: number) => `${partsOf(id)}${padded(upTo)}`
const weightsOf = (id: string) => `weights/${id}/`
const weightsKey = (id: string, step: number) => `${weightsOf(id)}${padded(step)}`
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
    private readonly store: AsyncStore,
    private readonly most = adapterBytes,
  ) {}

  /** Keeps a run as it stands after a whole update: its course after a step, up to which it is kept already. Returns the bytes of its adapters. Throws a KeepError. */
  async keep(id: string, model: string, kept: ResumableRun, after = 0): Promise<number> {
    try {
      return await this.write(id, model, kept, after)
    } catch (cause) {
      throw keepError('the adapter of this run', cause)
    }
  }

  private async write(
    id: string,
    model: string,
    { problem, run: { attempts, updates, knownTokens, ...run }, weights }: ResumableRun,
    after: number,
  ): Promise<number> {
    const before = await this.head(id)
    const known = new Map(weights)
    const each = weights.reduce((most, [, snapshot]) => Math.max(most, bytesOf(snapshot)), 0)
    const possible = [...new Set([...(before?.steps ?? []), ...known.keys()])]
      .filter((step) => step <= run.completed)
      .sort((a, b) => a - b)
    const steps = thinned(possible, each, this.most.run)
    const stored = new Set(before?.steps)
    const put: Record<string, unknown> = {}
    for (const step of steps) {
      const snapshot = known.get(step)
      if (snapshot && !stored.has(step)) put[weightsKey(id, step)] = snapshot
    }
    const part: Part = {
      after,
      upTo: run.completed,
      attempts: laterThan(attempts, after),
      updates: laterThan(updates, after),
      knownTokens: knownTokens.filter(([, named]) => named > after),
    }
    put[partKey(id, run.completed)] = part
    const head: Head = { version: 2, model, problem, run, steps, bytes: steps.length * each }
    put[recordKey(id)] = head
    const dropped = [...stored].filter((step) => !steps.includes(step))
    await this.store.write({ put, delete: dropped.map((step) => weightsKey(id, step)) })
    return head.bytes
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

  /** `upTo`: the step up to which its course is kept in parts. Throws, in words for a person, when nothing that can go on is kept. */
  async read(id: string): Promise<{ model: string; kept: ResumableRun; upTo: number }> {
    const stored = await this.store.get(recordKey(id))
    const head = headSchema.safeParse(stored).data
    const old = head ? undefined : firstVersionSchema.safeParse(stored).data
    const record = head ?? old
    if (!record) throw new Error(isNewer(stored) ? newerWords : 'its adapter is not kept any more')
    const run = old?.run ?? (await this.joined(id, head!))
    const weights: ResumableRun['weights'] = []
    for (const step of record.steps) {
      const snapshot = snapshotSchema.safeParse(await this.store.get(weightsKey(id, step)))
      if (snapshot.success) weights.push([step, snapshot.data])
    }
    const trains = record.steps.length > 0
    if (trains && !weights.some(([step]) => step === run.completed))
      throw new Error('the adapter of its last update is missing')
    const { model, problem } = record
    return { model, kept: { problem, run, weights }, upTo: old ? 0 : run.completed }
  }

  private async joined(id: string, { run: head }: Head): Promise<RunSnapshot> {
    let run: RunSnapshot = { ...head, attempts: [], updates: [], knownTokens: [] }
    let end = 0
    for (const stored of await this.store.values(partsOf(id))) {
      const part = partSchema.safeParse(stored).data
      // Earlier labs wrote the head after the parts: of what a tab was writing when it was closed, it knows nothing.
      if (!part || part.upTo > head.completed || part.after > end) continue
      run = goneOn(run, part.after, { ...run, ...part })
      end = part.upTo
    }
    if (end !== head.completed) throw new Error(`what is kept of it ends with update ${end}`)
    return { ...head, attempts: run.attempts, updates: run.updates, knownTokens: run.knownTokens }
  }

  async remove(id: string): Promise<void> {
    await this.store.write({ delete: [recordKey(id)], deleteUnder: [weightsOf(id), partsOf(id)] })
  }

  private async head(id: string): Promise<Pick<Head, 'steps'> | null> {
    const stored = await this.store.get(recordKey(id))
    return headSchema.safeParse(stored).data ?? firstVersionSchema.safeParse(stored).data ?? null
  }
}

const newerWords = 'it was written by a newer lab: reload the page to get the newest'

function isNewer(stored: unknown): boolean {
  const { version } = (stored ?? {}) as { version?: unknown }
  return typeof version === 'number' && version > 2
}
