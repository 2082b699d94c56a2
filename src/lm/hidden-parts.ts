/** Hidden states by rows, as values of their own that a run reads and its caller releases. */
import type { Runtime, Value } from 'ort-train'

/** Rows from .. to - 1 of hidden states. */
export type HiddenParts = (from: number, to: number) => Value<'f32'>

/** Those of hidden states [rows, d] on the host. */
export const hiddenParts =
  (runtime: Runtime, hidden: Float32Array, d: number): HiddenParts =>
  (from, to) =>
    runtime.value('f32', [to - from, d], hidden.subarray(from * d, to * d))
