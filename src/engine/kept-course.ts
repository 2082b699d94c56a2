/** A run as the page remembers it between two stages, with the weights after its steps, so that it outlives its worker. */
import { Snapshots } from '../sdpo/snapshots.ts'
import type { ResumableRun } from './protocol.ts'

export class KeptCourse {
  private rest: Omit<ResumableRun, 'weights'>
  private readonly weights = new Snapshots()

  constructor(
    public run: number,
    { weights, ...rest }: ResumableRun,
  ) {
    this.rest = rest
    for (const [step, snapshot] of weights) this.weights.set(step, snapshot)
  }

  /** The run as it stands now: its weights are those not told before, or told for a past that was since undone. */
  take(run: number, { weights, ...rest }: ResumableRun): void {
    this.run = run
    this.rest = rest
    this.weights.dropAfter(rest.run.completed)
    for (const [step, snapshot] of weights) this.weights.set(step, snapshot)
  }

  /** Steps done. */
  get completed(): number {
    return this.rest.run.completed
  }

  /** With all weights that are kept. */
  whole(): ResumableRun {
    return { ...this.rest, weights: this.weights.steps().map((step) => [step, this.weights.get(step)]) }
  }
}
