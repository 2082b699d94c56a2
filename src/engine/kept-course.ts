/** A run as the page remembers it between two stages, with the weights after its steps, so that it outlives its worker. */
import { Snapshots } from '../sdpo/snapshots.ts'
import { goneOn } from '../sdpo/run-snapshot.ts'
import type { ResumableRun } from './protocol.ts'

export class KeptCourse {
  private rest: Omit<ResumableRun, 'weights'>
  private readonly weights = new Snapshots()

  constructor(
    public run: number,
    { weights, problem, run: snapshot }: ResumableRun,
  ) {
    const { attempts, updates } = snapshot
    this.rest = { problem, run: { ...snapshot, attempts: [...attempts], updates: [...updates] } }
    for (const [step, snapshot] of weights) this.weights.set(step, snapshot)
  }

  /** The run as it stands now, told from after a step on: its weights are those not told before, or told for a past that was since undone. */
  take(run: number, after: number, { weights, problem, run: since }: ResumableRun): void {
    this.run = run
    this.rest = { problem, run: goneOn(this.rest.run, after, since) }
    this.weights.dropAfter(since.completed)
    for (const [step, snapshot] of weights) this.weights.set(step, snapshot)
  }

  /** Steps done. */
  get completed(): number {
    return this.rest.run.completed
  }

  /** With all weights that are kept. Shares its arrays, which grow. */
  whole(): ResumableRun {
    return { ...this.rest, weights: this.weights.steps().map((step) => [step, this.weights.get(step)]) }
  }
}
