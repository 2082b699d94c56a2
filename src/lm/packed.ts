/**
 * Matrices of small whole numbers with a scale for every block of 16 or 32 along a row, as the runtime's
 * quantised operators read them: (q - zero) * scale + minimum, zero being 8 of 4 bits and 128 of 8.
 * llama.cpp's blocks become these exactly: Q8_0, Q6_K and Q5_* in 8 bits, Q4_* in 4; a block that has a
 * minimum moves its zero into it, which rounds it once more in float32. Plain floats can be rounded to 8 bits.
 */
import { sizeOf } from 'ort-train'
import { blockFormats, dequantise, groupScale, half } from './weights/blocks.ts'
import type { StoredTensor, TensorType } from './weights/source.ts'

export interface PackedFormat {
  bits: 4 | 8
  /** Values that share a scale. */
  block: number
  /** Whether blocks have a minimum. */
  minimums: boolean
}

export interface PackedMatrix {
  format: PackedFormat
  /** [out, in]. */
  shape: readonly [number, number]
  /** in * bits / 8 bytes a row; of 4 bits the first value is the lower half. */
  q: Uint8Array<ArrayBuffer>
  /** [out, in / block]. */
  scales: Float32Array<ArrayBuffer>
  /** [out, in / block]; null where the format has none. */
  minimums: Float32Array<ArrayBuffer> | null
}

interface Layout extends PackedFormat {
  /** The number in the file that stands for zero. */
  zero: number
  /** Scale and minimum of a group of a stored block. */
  group(view: DataView, at: number, group: number): readonly [scale: number, minimum: number]
}

const { fround } = Math
const noMinimum = 0
const first = (view: DataView, at: number) => [half(view, at), noMinimum] as const
const firstTwo = (view: DataView, at: number) => [half(view, at), half(view, at + 2)] as const
const superBlock = (view: DataView, at: number, group: number) => {
  const [scale, minimum] = groupScale(new Uint8Array(view.buffer, view.byteOffset), at + 4, group)
  return [fround(half(view, at) * scale), -fround(half(view, at + 2) * minimum)] as const
}

const layouts: Readonly<Partial<Record<TensorType, Layout>>> = {
  Q8_0: { bits: 8, block: 32, minimums: false, zero: 0, group: first },
  Q4_0: { bits: 4, block: 32, minimums: false, zero: 8, group: first },
  Q4_1: { bits: 4, block: 32, minimums: true, zero: 0, group: firstTwo },
  Q5_0: { bits: 8, block: 32, minimums: false, zero: 16, group: first },
  Q5_1: { bits: 8, block: 32, minimums: true, zero: 0, group: firstTwo },
  Q4_K: { bits: 4, block: 32, minimums: true, zero: 0, group: superBlock },
  Q5_K: { bits: 8, block: 32, minimums: true, zero: 0, group: superBlock },
  Q6_K: {
    bits: 8,
    block: 16,
    minimums: false,
    zero: 32,
    group: (view, at, group) => [fround(half(view, at + 208) * view.getInt8(at + 192 + group)), noMinimum],
  },
}

/** Whether values that a file has in a type stay what they are when they are packed. */
export const packsExactly = (type: TensorType): boolean => layouts[type] !== undefined

/** Values of a block that floats are rounded in. */
const roundedBlock = 32

/** The form that a stored matrix [out, in] takes; null where it cannot be packed: rows that are not whole blocks. `nibbles`: whether 4 bits stay 4 bits, and do not take 8. */
export function packedFormat(
  { type, shape }: Pick<StoredTensor, 'type' | 'shape'>,
  nibbles: boolean,
): PackedFormat | null {
  const layout = layouts[type]
  if (!layout)
    return shape[1]! % roundedBlock === 0 ? { bits: 8, block: roundedBlock, minimums: false } : null
  return { bits: nibbles ? layout.bits : 8, block: layout.block, minimums: layout.minimums }
}

/** Packs a matrix [out, in]. Blocks of the file stay what they are; plain floats are rounded, at most half a 127th of their block's largest off. */
export function pack(stored: StoredTensor, nibbles: boolean): PackedMatrix {
  const format = packedFormat(stored, nibbles)
  if (!format) throw new Error(`Rows of ${stored.shape[1]} values are not whole blocks.`)
  const values = dequantise(stored)
  const layout = layouts[stored.type]
  const blocks = sizeOf(stored.shape) / format.block
  const [scales, minimums] = [new Float32Array(blocks), format.minimums ? new Float32Array(blocks) : null]
  const q = new Uint8Array((values.length * format.bits) / 8)
  const view = new DataView(stored.data.buffer, stored.data.byteOffset, stored.data.byteLength)
  const { values: perStored, bytes } = blockFormats[stored.type]
  const groups = perStored / format.block
  const zero = layout?.zero ?? 0
  // The file's number that lands on the operator's zero. Four bits with a minimum have theirs at 0, the operator in the middle: the minimum makes up for it.
  const centre = format.minimums && format.bits === 4 ? 8 : zero
  const middle = format.bits === 8 ? 128 : 8

  for (let b = 0, o = 0; b < blocks; b++) {
    const [scale, minimum] = layout
      ? layout.group(view, Math.floor(b / groups) * bytes, b % groups)
      : [largest(values, o, o + format.block) / 127, noMinimum]
    scales[b] = scale
    if (minimums) minimums[b] = minimum + scale * (centre - zero)
    for (let i = 0; i < format.block; i++, o++) {
      const inFile = scale === 0 ? zero : Math.round((values[o]! - minimum) / scale) + zero
      const number = inFile - centre + middle
      if (format.bits === 8) q[o] = number
      else q[o >> 1]! |= number << (4 * (o & 1))
    }
  }
  return { format, shape: [stored.shape[0]!, stored.shape[1]!], q, scales, minimums }
}

function largest(values: Float32Array, from: number, to: number): number {
  let result = 0
  for (let i = from; i < to; i++) result = Math.max(result, Math.abs(values[i]!))
  return result
}
