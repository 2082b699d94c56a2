/** The learner after every step, so that a run can go back to any of them, within a bound of memory. */
import type { LearnerSnapshot } from './learner.ts'

const bytesOf = (s: LearnerSnapshot) =>
  s.student.byteLength + s.teacher.byteLength + s.firstMoment.byteLength + s.secondMoment.byteLength

/** Most bytes of them that are kept of a run. */
export const snapshotBytes = 512 * 2 ** 20

export class Snapshots {
  private readonly byStep = new Map<number, LearnerSnapshot>()

  /** Beyond `maxBytes` every second of the oldest steps is given up; step 0 and the latest always stay. */
  constructor(private readonly maxBytes = snapshotBytes) {}

  set(step: number, snapshot: LearnerSnapshot): void {
    this.byStep.set(step, snapshot)
    let bytes = [...this.byStep.values()].reduce((sum, s) => sum + bytesOf(s), 0)
    while (bytes > this.maxBytes && this.byStep.size > 2) {
      for (const drop of this.steps()
        .slice(1, -1)
        .filter((_, i) => i % 2 === 0)) {
        if (bytes <= this.maxBytes) break
        bytes -= bytesOf(this.byStep.get(drop)!)
        this.byStep.delete(drop)
      }
    }
  }

  has(step: number): boolean {
    return this.byStep.has(step)
  }

  /** Throws for a step that has none, naming the nearest earlier one. */
  get(step: number): LearnerSnapshot {
    const snapshot = this.byStep.get(step)
    if (snapshot) return snapshot
    const earlier = this.steps().findLast((kept) => kept < step)
    throw new Error(
      `The weights after update ${step} are not kept${earlier === undefined ? '' : `; the nearest earlier ones are of update ${earlier}`}.`,
    )
  }

  /** Kept steps, ascending. */
  steps(): number[] {
    return [...this.byStep.keys()].sort((a, b) => a - b)
  }

  dropAfter(step: number): void {
    for (const kept of this.steps()) if (kept > step) this.byStep.delete(kept)
  }
}
