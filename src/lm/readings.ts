/**
 * The last readings of a model: a step's picture and its update want the same of student and teacher, and one pass serves
 * both. What entered each layer is kept with it while it is small, so that an update can go backwards through a pass that
 * was made for the picture.
 */
import type { Value } from 'ort-train'
import type { Batch } from './batch.ts'
import type { Theta } from './model.ts'

/** Both readers of a step, a trust region's two, and one more. */
const remembered = 4
/** Floats of layers' inputs that are kept, of all readings together: 256 MB. */
const inputFloats = 64 * 2 ** 20

/** What a pass gave. */
export interface Reading {
  /** What left the last layer at the response's columns, [B * N, d]. */
  hidden: Float32Array
  /** What entered each layer, [tokens, d]; null where it is not kept. */
  inputs: readonly Value<'f32'>[] | null
}

interface Remembered extends Reading {
  batch: Batch
  thetas: readonly Theta[]
}

/** Remembers what passes over batches gave. A theta counts as the same only where it is the same array: it is never written to. */
export class Readings {
  private last: Remembered[] = []

  /** What is known of this batch under these thetas. */
  find(batch: Batch, thetas: readonly Theta[]): Reading | undefined {
    return this.last.find((reading) => isOf(reading, batch, thetas))
  }

  /** The newest is kept, the oldest forgotten; of the inputs those of the newest that are not too many. Their owner must not free them. */
  keep(batch: Batch, thetas: readonly Theta[], reading: Reading): void {
    let room = inputFloats
    this.last = [{ batch, thetas, ...reading }, ...this.last].slice(0, remembered).map((known) => {
      const [first] = known.inputs ?? []
      room -= first ? first.shape[0]! * first.shape[1]! * known.inputs!.length : 0
      return room < 0 ? { ...known, inputs: null } : known
    })
  }
}

/** Whether a pass was over this batch under these thetas. */
export const isOf = (
  pass: { batch: Batch; thetas: readonly Theta[] },
  batch: Batch,
  thetas: readonly Theta[],
): boolean =>
  pass.thetas.length === thetas.length &&
  pass.thetas.every((theta, i) => theta === thetas[i]) &&
  sameBatch(pass.batch, batch)

function sameBatch(a: Batch, b: Batch): boolean {
  const { batch, shared, prompt, response } = a.shape
  return (
    batch === b.shape.batch &&
    shared?.policies === b.shape.shared?.policies &&
    shared?.columns === b.shape.shared?.columns &&
    prompt === b.shape.prompt &&
    response === b.shape.response &&
    a.ids.every((id, i) => id === b.ids[i]) &&
    a.keyBias.every((x, i) => x === b.keyBias[i])
  )
}
