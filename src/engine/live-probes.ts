/**
 * The person's probes, followed through whatever run is under way: read at every kept step as soon as
 * they are set, and after every update from then on. They outlive the run.
 */
import type { Run } from '../sdpo/run.ts'
import type { Probe, RunEvent } from './protocol.ts'

export class LiveProbes {
  private probes: readonly Probe[] = []
  /** What the run under way has been asked: by step, what was read. */
  private read = new Map<number, Set<string>>()

  /** The probes from here on. A new name alone asks nothing again; one that was gone is read anew. */
  set(probes: readonly Probe[]): void {
    this.probes = probes
    const asked = new Set(probes.map(key))
    for (const read of this.read.values()) for (const other of read) if (!asked.has(other)) read.delete(other)
  }

  /** A run begins, or goes on from after a step: what was read later is to be read again. */
  begin(afterStep = 0, fresh = true): void {
    if (fresh) this.read.clear()
    else for (const step of this.read.keys()) if (step > afterStep) this.read.delete(step)
  }

  /** Says in the run which probes there are. */
  emitSet(run: Run, emit: (event: RunEvent) => void): void {
    emit({
      type: 'probes-set',
      probes: this.probes.map((probe) => ({
        ...probe,
        unknownWords: run.unknownWords(`${probe.prompt} ${probe.watch}`),
      })),
    })
  }

  get any(): boolean {
    return this.probes.length > 0
  }

  /** Kept steps at which something is still to be read, latest first: what is looked at comes before its past. */
  missing(run: Run): number[] {
    return run
      .keptSteps()
      .filter((step) => this.probes.some((probe) => !this.read.get(step)?.has(key(probe))))
      .reverse()
  }

  /** Reads every probe that has not been read at a step. */
  async readAt(run: Run, step: number): Promise<void> {
    const done = this.read.get(step) ?? new Set()
    this.read.set(step, done)
    for (const probe of this.probes) {
      if (done.has(key(probe))) continue
      // Not asked again where it cannot be read: the fault has been told.
      done.add(key(probe))
      await run.probe(probe, step)
    }
  }
}

const key = ({ id, prompt, watch }: Probe): string => JSON.stringify([id, prompt, watch])
