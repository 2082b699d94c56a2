/** Element types and shapes, and the arithmetic on shapes that the op table and the gradient rules share. */

/**
 * Element types. f16 is for storage alone: its bits in a Uint16Array. u4 holds two values to a byte, the first in the lower half.
 * Everything that is computed with gradients is f32; i32 and i64 are indices; bool is a condition.
 */
export type DType = 'f32' | 'f16' | 'i32' | 'i64' | 'bool' | 'u8' | 'u4'
/** The size of each axis; [] is a scalar. Sizes are known when a graph is built. */
export type Shape = readonly number[]
/** What holds the values of each element type on the host. */
export interface HostArrays {
  f32: Float32Array
  f16: Uint16Array
  i32: Int32Array
  i64: BigInt64Array
  bool: Uint8Array
  u8: Uint8Array
  u4: Uint8Array
}
export type TypedArray = HostArrays[DType]

/** All that a shape rule needs to know of a tensor. */
export interface TensorType {
  readonly dtype: DType
  readonly shape: Shape
}

/** Number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((a, b) => a * b, 1)
}

/** A shape as error messages write it: `[2,3]`. */
export const shapeText = (shape: Shape): string => `[${shape.join(',')}]`

/** The shape that two shapes broadcast to, by numpy's rule. Throws where they do not broadcast. */
export function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, i) => {
    const x = a[a.length - rank + i] ?? 1
    const y = b[b.length - rank + i] ?? 1
    if (x !== y && x !== 1 && y !== 1)
      throw new Error(`Shapes ${shapeText(a)} and ${shapeText(b)} do not broadcast.`)
    return Math.max(x, y)
  })
}

/** Whether two shapes are the same, axis by axis; nothing is broadcast. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i])
}

/** A non-negative axis for one that may count from the end. Throws where the rank has no such axis. */
export function normaliseAxis(axis: number, rank: number): number {
  const positive = axis < 0 ? axis + rank : axis
  if (positive < 0 || positive >= rank) throw new Error(`Axis ${axis} is outside rank ${rank}.`)
  return positive
}

/** Which axes of `to` were broadcast from `from` (for the gradient's sum), in the rank of `to`. */
export function broadcastAxes(from: Shape, to: Shape): number[] {
  const lead = to.length - from.length
  return to.flatMap((n, i) => (i < lead || (from[i - lead] === 1 && n !== 1) ? [i] : []))
}
