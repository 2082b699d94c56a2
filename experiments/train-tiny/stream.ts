/**
 * The endless stream of training batches: samples are sorted into length classes, and a class that
 * is full becomes a batch. Sample i depends on (seed, i) alone, so a checkpoint needs only the indices
 * that wait in the classes.
 */
import { padBatch, type Batch } from '../../src/lm/batch.ts'
import { maxResponseTokens, trainingSample, type Mixture, type Sample } from './tickets/samples.ts'
import { Rng } from '../../src/rng.ts'

/** Prompt columns of the length classes. */
const classes = [16, 24, 32, 48, 64, 96, 128, 192]
/** Fed columns of a batch, about. */
const columnsPerBatch = 2400

export interface StreamState {
  next: number
  waiting: number[][]
}

export class TrainingStream {
  state: StreamState = { next: 0, waiting: classes.map(() => []) }

  constructor(
    private readonly seed: number,
    private readonly mixture: Mixture,
  ) {}

  take(): Batch {
    for (;;) {
      const index = this.state.next++
      const { prompt } = this.sample(index)
      const c = classes.findIndex((columns) => prompt.length <= columns)
      const waiting = this.state.waiting[c]!
      waiting.push(index)
      const shape = {
        batch: Math.round(columnsPerBatch / (classes[c]! + maxResponseTokens - 1)),
        prompt: classes[c]!,
        response: maxResponseTokens,
      }
      if (waiting.length < shape.batch) continue
      this.state.waiting[c] = []
      return padBatch(
        waiting.map((i) => this.sample(i)),
        shape,
      )
    }
  }

  private sample(index: number): Sample {
    return trainingSample(Rng.of(this.seed, 'train', index), this.mixture)
  }
}
