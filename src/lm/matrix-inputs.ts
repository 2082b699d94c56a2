/** Frozen matrices as inputs of a graph, in the form they are stored in, and the product with one. */
import { f32, input, sizeOf, type Input, type Runtime, type Tensor, type Value } from 'ort-train'
import * as ops from 'ort-train/ops'
import type { PackedFormat, PackedMatrix } from './packed.ts'

export type MatrixFormat = 'f32' | 'f16' | PackedFormat

/**
 * What a graph does with its matrices. Over whole sequences they are made floats first, which costs little beside many
 * rows and gives the backward pass its transpose; a decoding step of few rows multiplies blocks as they are.
 */
export type MatrixUse = 'sequence' | 'decode'

/** A matrix [out, in] as a group of inputs: `w`, or the blocks `q` with their `scales` and perhaps `minimums`. */
export function matrixInputs(
  [out, inputs]: readonly [number, number],
  format: MatrixFormat,
  use: MatrixUse,
): Readonly<Record<string, Input>> {
  if (format === 'f32' || format === 'f16') return { w: input(format, [out, inputs]) }
  const { bits, block } = format
  const blocks = inputs / block
  const q =
    use === 'decode'
      ? input('u8', [out, blocks, (block * bits) / 8])
      : input(bits === 8 ? 'u8' : 'u4', [out, inputs])
  const scales = f32([out, blocks])
  return format.minimums ? { q, scales, minimums: scales } : { q, scales }
}

/** x [rows, in] -> x W^T [rows, out] of a matrix that `matrixInputs` declared. */
export function matrixProduct(
  tensors: Readonly<Record<string, Tensor>>,
  [out, inputs]: readonly [number, number],
  format: MatrixFormat,
  use: MatrixUse,
): (x: Tensor) => Tensor {
  const named = (name: string): Tensor => {
    const found = tensors[name]
    if (!found) throw new Error(`A matrix in this format needs the input ${name}.`)
    return found
  }
  if (format === 'f32' || format === 'f16') {
    const w = ops.cast(named('w'), 'f32')
    return (x) => ops.gemm(x, w, false, true)
  }
  const { bits, block } = format
  const blocks = inputs / block
  const [q, scales] = [named('q'), named('scales')]
  const minimums = format.minimums ? named('minimums') : null
  switch (use) {
    case 'decode':
      return (x) => {
        const y = ops.matMulNBits(x, q, scales, bits)
        if (!minimums) return y
        const sums = ops.sum(ops.reshape(x, [sizeOf(x.shape) / block, block]), [1])
        return ops.add(
          y,
          ops.gemm(ops.reshape(sums, [sizeOf(x.shape) / inputs, blocks]), minimums, false, true),
        )
      }
    case 'sequence': {
      const scaled = ops.dequantise(q, scales, bits === 8 ? 128 : 8)
      const w = minimums
        ? ops.reshape(
            ops.add(ops.reshape(scaled, [out, blocks, block]), ops.reshape(minimums, [out, blocks, 1])),
            [out, inputs],
          )
        : scaled
      return (x) => ops.gemm(x, w, false, true)
    }
    default:
      return use satisfies never
  }
}

/** A matrix where a runtime keeps it, and what its `matrixInputs` are fed. */
export interface PlacedMatrix {
  format: MatrixFormat
  bytes: number
  feeds(use: MatrixUse): Readonly<Record<string, Value>>
  release(): void
}

/** A matrix [out, in] of 32-bit floats, placed on the device. */
export const placeFloats = (
  runtime: Runtime,
  shape: readonly [number, number],
  data: Float32Array,
): PlacedMatrix => placeValues(runtime, 'f32', shape, data)

/** @param bits the values as 16-bit floats */
export const uploadFloat16 = (
  runtime: Runtime,
  shape: readonly [number, number],
  bits: Uint16Array,
): PlacedMatrix => placeValues(runtime, 'f16', shape, bits)

function placeValues(
  runtime: Runtime,
  format: 'f32' | 'f16',
  shape: readonly [number, number],
  data: Float32Array | Uint16Array,
): PlacedMatrix {
  const placed = runtime.place(data)
  const value: Value = placed.view(format, shape)
  return {
    format,
    bytes: data.byteLength,
    feeds: () => ({ w: value }),
    release: () => placed.release(),
  }
}

/** A matrix [out, in] of packed integers with a scale (and a minimum) for each block, placed on the device as it is. */
export function placePacked(
  runtime: Runtime,
  { format, shape: [out, inputs], q, scales, minimums }: PackedMatrix,
): PlacedMatrix {
  const { bits, block } = format
  const blocks = inputs / block
  const placed = {
    q: runtime.place(q),
    scales: runtime.place(scales),
    minimums: minimums && runtime.place(minimums),
  }
  const blockwise = {
    scales: placed.scales.view('f32', [out, blocks]),
    minimums: placed.minimums?.view('f32', [out, blocks]),
  }
  const views = {
    sequence: placed.q.view(bits === 8 ? 'u8' : 'u4', [out, inputs]),
    decode: placed.q.view('u8', [out, blocks, (block * bits) / 8]),
  }
  return {
    format,
    bytes: q.byteLength + scales.byteLength + (minimums?.byteLength ?? 0),
    feeds: (use) => ({
      q: views[use],
      scales: blockwise.scales,
      ...(blockwise.minimums && { minimums: blockwise.minimums }),
    }),
    release: () => [placed.q, placed.scales, placed.minimums].forEach((bytes) => bytes?.release()),
  }
}
