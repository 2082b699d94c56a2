/** The learner after the steps of a run, so that it can go back to them, within a bound of memory: the start, the latest ones, and of those between so many that their gaps are alike. */
import type { LearnerSnapshot } from './learner.ts'

const bytesOf = (s: LearnerSnapshot) =>
  s.student.byteLength + s.teacher.byteLength + s.firstMoment.byteLength + s.secondMoment.byteLength

const bounds = { least: 48 * 2 ** 20, most: 512 * 2 ** 20, few: 8, many: 32 }

/** Most bytes of a run's snapshots: eight of them, between 48 and 512 MiB; and never more than 32, so that memory is at its height early in a run. */
export function snapshotBytes(each: number): number {
  return Math.min(bounds.most, Math.max(bounds.least, bounds.few * each), bounds.many * each)
}

export class Snapshots {
  private readonly byStep = new Map<number, LearnerSnapshot>()

  constructor(private readonly maxBytes?: number) {}

  set(step: number, snapshot: LearnerSnapshot): void {
    this.byStep.set(step, snapshot)
    const most = this.maxBytes ?? snapshotBytes(bytesOf(snapshot))
    let bytes = [...this.byStep.values()].reduce((sum, s) => sum + bytesOf(s), 0)
    while (bytes > most && this.byStep.size > 2) {
      const drop = leastMissed(this.steps())
      bytes -= bytesOf(this.byStep.get(drop)!)
      this.byStep.delete(drop)
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

/** Of ascending steps, the one whose going leaves the smallest gap, the oldest of equals; never the first, nor one of the latest third. */
function leastMissed(steps: readonly number[]): number {
  const recent = Math.max(1, Math.floor(steps.length / 3))
  let drop = 1
  for (let i = 2; i < steps.length - recent; i++)
    if (steps[i + 1]! - steps[i - 1]! < steps[drop + 1]! - steps[drop - 1]!) drop = i
  return steps[drop]!
}
