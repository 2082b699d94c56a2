/**
 * Weights that are no numbers (NaN, infinity) make every answer of a model nothing: found when a tensor is read, in its stored
 * form, where it costs a look at each value's exponent or at each block's scales.
 */
import { blockFormats } from './blocks.ts'
import type { ModelSource, StoredTensor, TensorType } from './source.ts'
import { WeightsError } from './weights-error.ts'

/** Where the half-precision scales of a block stand, in bytes from its start. */
export const scalesAt: Readonly<Record<Exclude<TensorType, 'F32' | 'F16' | 'BF16'>, readonly number[]>> = {
  Q8_0: [0],
  Q4_0: [0],
  Q4_1: [0, 2],
  Q5_0: [0],
  Q5_1: [0, 2],
  Q4_K: [0, 2],
  Q5_K: [0, 2],
  Q6_K: [208],
}

/** The first value, or block of values, that is no finite number, counted from 0; null where all are finite. */
export function firstNotFinite({ type, data }: Pick<StoredTensor, 'type' | 'data'>): number | null {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const { bytes } = blockFormats[type]
  const count = data.length / bytes
  /** All exponent bits set is NaN or infinity. */
  const odd = (at: number, mask: number) => (view.getUint16(at, true) & mask) === mask
  const halves = { F32: [2], F16: [0], BF16: [0] } as const
  const [offsets, mask] =
    type === 'F32' || type === 'BF16'
      ? [halves[type], 0x7f80]
      : type === 'F16'
        ? [halves[type], 0x7c00]
        : [scalesAt[type], 0x7c00]
  for (let i = 0; i < count; i++) for (const offset of offsets) if (odd(i * bytes + offset, mask)) return i
  return null
}

/** The same source, whose tensors throw a `WeightsError` where they hold what is no finite number. */
export function holdingNumbers(source: ModelSource): ModelSource {
  return {
    config: source.config,
    tensors: source.tensors,
    tokenizerFiles: () => source.tokenizerFiles(),
    async read(name) {
      const stored = await source.read(name)
      const at = firstNotFinite(stored)
      if (at === null) return stored
      const { values } = blockFormats[stored.type]
      throw new WeightsError(
        'This model cannot answer: its weights are not all numbers.',
        `${name} holds NaN or infinity (${values === 1 ? `value ${at}` : `in the scale of values ${at * values} to ${(at + 1) * values - 1}`}).`,
        'Its training or conversion went wrong: take another copy or an earlier checkpoint. The model in use, if any, is kept.',
      )
    },
  }
}
