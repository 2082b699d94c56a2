/**
 * The values of stored tensors in float32, bit for bit as the reference implementation in Python (the
 * `gguf` package) has them: llama.cpp's block formats, each a few half-precision scales over 32 or 256
 * small integers. Every product and sum is rounded to float32 on its own, in the reference's order.
 */
import type { StoredTensor, TensorType } from './source.ts'

export interface BlockFormat {
  /** Values of one block. */
  values: number
  bytes: number
}

export const blockFormats: Readonly<Record<TensorType, BlockFormat>> = {
  F32: { values: 1, bytes: 4 },
  F16: { values: 1, bytes: 2 },
  BF16: { values: 1, bytes: 2 },
  Q8_0: { values: 32, bytes: 34 },
  Q4_0: { values: 32, bytes: 18 },
  Q4_1: { values: 32, bytes: 20 },
  Q5_0: { values: 32, bytes: 22 },
  Q5_1: { values: 32, bytes: 24 },
  Q4_K: { values: 256, bytes: 144 },
  Q5_K: { values: 256, bytes: 176 },
  Q6_K: { values: 256, bytes: 210 },
}

/** Bytes of a tensor as stored. Throws where its rows are not whole blocks. */
export function storedBytes(type: TensorType, shape: readonly number[]): number {
  const { values, bytes } = blockFormats[type]
  const row = shape.at(-1) ?? 1
  if (row % values !== 0)
    throw new Error(`Rows of ${row} values are not whole blocks of ${values} (${type}).`)
  return (shape.reduce((a, b) => a * b, 1) / values) * bytes
}

/** @returns the values, row-major, in float32. */
export function dequantise({
  type,
  shape,
  data,
}: Pick<StoredTensor, 'type' | 'shape' | 'data'>): Float32Array<ArrayBuffer> {
  const count = shape.reduce((a, b) => a * b, 1)
  const out = new Float32Array(count)
  const { values, bytes } = blockFormats[type]
  if (data.length !== (count / values) * bytes)
    throw new Error(`A ${type} tensor of ${count} values has ${data.length} bytes.`)
  const read = readers[type]
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  read({ view, data, out, blocks: count / values })
  return out
}

interface Job {
  view: DataView
  data: Uint8Array
  out: Float32Array
  blocks: number
}

const { fround } = Math

const readers: Readonly<Record<TensorType, (job: Job) => void>> = {
  F32: ({ data, out }) => new Uint8Array(out.buffer).set(data),
  F16: ({ view, out }) => {
    for (let i = 0; i < out.length; i++) out[i] = float16[view.getUint16(2 * i, true)]!
  },
  BF16: ({ view, out }) => {
    const bits = new Uint32Array(out.buffer)
    for (let i = 0; i < bits.length; i++) bits[i] = view.getUint16(2 * i, true) << 16
  },
  /** d, 32 signed bytes. */
  Q8_0: ({ view, data, out, blocks }) => {
    for (let b = 0, at = 0, o = 0; b < blocks; b++, at += 34) {
      const d = half(view, at)
      for (let i = 0; i < 32; i++) out[o++] = d * ((data[at + 2 + i]! << 24) >> 24)
    }
  },
  /** d, 32 nibbles around 8: the low ones are the first half. */
  Q4_0: ({ view, data, out, blocks }) => {
    for (let b = 0, at = 0, o = 0; b < blocks; b++, at += 18, o += 32) {
      const d = half(view, at)
      for (let i = 0; i < 16; i++) {
        const byte = data[at + 2 + i]!
        out[o + i] = d * ((byte & 15) - 8)
        out[o + 16 + i] = d * ((byte >> 4) - 8)
      }
    }
  },
  /** d, minimum, nibbles. */
  Q4_1: ({ view, data, out, blocks }) => {
    for (let b = 0, at = 0, o = 0; b < blocks; b++, at += 20, o += 32) {
      const [d, m] = [half(view, at), half(view, at + 2)]
      for (let i = 0; i < 16; i++) {
        const byte = data[at + 4 + i]!
        out[o + i] = fround(d * (byte & 15)) + m
        out[o + 16 + i] = fround(d * (byte >> 4)) + m
      }
    }
  },
  /** d, the fifth bits, nibbles around 16. */
  Q5_0: ({ view, data, out, blocks }) => {
    for (let b = 0, at = 0, o = 0; b < blocks; b++, at += 22, o += 32) {
      const [d, high] = [half(view, at), view.getUint32(at + 2, true)]
      for (let i = 0; i < 16; i++) {
        const byte = data[at + 6 + i]!
        out[o + i] = d * (((byte & 15) | (((high >>> i) & 1) << 4)) - 16)
        out[o + 16 + i] = d * (((byte >> 4) | (((high >>> (i + 16)) & 1) << 4)) - 16)
      }
    }
  },
  /** d, minimum, the fifth bits, nibbles. */
  Q5_1: ({ view, data, out, blocks }) => {
    for (let b = 0, at = 0, o = 0; b < blocks; b++, at += 24, o += 32) {
      const [d, m, high] = [half(view, at), half(view, at + 2), view.getUint32(at + 4, true)]
      for (let i = 0; i < 16; i++) {
        const byte = data[at + 8 + i]!
        out[o + i] = fround(d * ((byte & 15) | (((high >>> i) & 1) << 4))) + m
        out[o + 16 + i] = fround(d * ((byte >> 4) | (((high >>> (i + 16)) & 1) << 4))) + m
      }
    }
  },
  /** d, dmin, 8 six-bit scales and minimums, nibbles: two groups of 32 share 32 bytes. */
  Q4_K: ({ view, data, out, blocks }) => {
    for (let b = 0, at = 0, o = 0; b < blocks; b++, at += 144) {
      const [d, min] = [half(view, at), half(view, at + 2)]
      for (let group = 0; group < 8; group++) {
        const [scale, minimum] = groupScale(data, at + 4, group)
        const [dl, ml] = [fround(d * scale), fround(min * minimum)]
        const [from, shift] = [at + 16 + 32 * (group >> 1), 4 * (group & 1)]
        for (let i = 0; i < 32; i++) out[o++] = fround(dl * ((data[from + i]! >> shift) & 15)) - ml
      }
    }
  },
  /** As Q4_K, with a fifth bit: bit `group` of 32 more bytes. */
  Q5_K: ({ view, data, out, blocks }) => {
    for (let b = 0, at = 0, o = 0; b < blocks; b++, at += 176) {
      const [d, min] = [half(view, at), half(view, at + 2)]
      for (let group = 0; group < 8; group++) {
        const [scale, minimum] = groupScale(data, at + 4, group)
        const [dl, ml] = [fround(d * scale), fround(min * minimum)]
        const [from, shift] = [at + 48 + 32 * (group >> 1), 4 * (group & 1)]
        for (let i = 0; i < 32; i++) {
          const q = ((data[from + i]! >> shift) & 15) | (((data[at + 16 + i]! >> group) & 1) << 4)
          out[o++] = fround(dl * q) - ml
        }
      }
    }
  },
  /** Nibbles, two high bits each, 16 signed scales, d: two halves of 128 values. */
  Q6_K: ({ view, data, out, blocks }) => {
    for (let b = 0, at = 0, o = 0; b < blocks; b++, at += 210) {
      const d = half(view, at + 208)
      for (let group = 0; group < 16; group++) {
        const dl = fround(d * ((data[at + 192 + group]! << 24) >> 24))
        // Groups of 16 values: within a half, 32 bytes of nibbles twice low, twice high, and one byte of high bits for four.
        const [half128, quarter] = [group >> 3, (group & 7) >> 1]
        const low = at + 64 * half128 + 32 * (quarter & 1) + 16 * (group & 1)
        const high = at + 128 + 32 * half128 + 16 * (group & 1)
        const [lowShift, highShift] = [4 * (quarter >> 1), 2 * quarter]
        for (let i = 0; i < 16; i++) {
          const q = ((data[low + i]! >> lowShift) & 15) | (((data[high + i]! >> highShift) & 3) << 4)
          out[o++] = dl * (q - 32)
        }
      }
    }
  },
}

/** Scale and minimum of a K-quant's group, six bits each: 0-3 lie whole in bytes 0-7, 4-7 are put together from bytes 8-11 and the tops of 0-7. */
export function groupScale(data: Uint8Array, at: number, group: number): [number, number] {
  if (group < 4) return [data[at + group]! & 63, data[at + group + 4]! & 63]
  const low = data[at + group + 4]!
  return [(low & 15) | ((data[at + group - 4]! >> 6) << 4), (low >> 4) | ((data[at + group]! >> 6) << 4)]
}

/** The half-precision number (little endian) at a byte of a view. */
export function half(view: DataView, at: number): number {
  return float16[view.getUint16(at, true)]!
}

/** Every half-precision number in float32. */
const float16 = Float32Array.from({ length: 65536 }, (_, bits) => {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023]
  if (exponent === 31) return fraction ? NaN : sign * Infinity
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15))
})
