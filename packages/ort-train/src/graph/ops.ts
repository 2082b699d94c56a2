/**
 * Functions that add nodes to the graph of their operands and give the tensor that the node makes.
 * Nothing here knows what a graph is for. All compute in f32 unless they say otherwise; they throw
 * where shapes do not fit, by the shape rules of the op table.
 */
import type { Graph, Tensor } from './graph.ts'
import {
  broadcastAxes,
  normaliseAxis,
  sameShape,
  shapeText,
  sizeOf,
  type DType,
  type Shape,
} from './shapes.ts'

/** A tensor, or a number that becomes an f32 scalar of the other operand's graph. */
export type Operand = Tensor | number
type BinaryOp = 'Add' | 'Sub' | 'Mul' | 'Div' | 'Min' | 'Max' | 'Less' | 'LessOrEqual'

const tensor = (graph: Graph, x: Operand): Tensor => (typeof x === 'number' ? graph.scalar(x) : x)

/** Throws where both operands are numbers: there is no graph to add to. */
function binary(op: BinaryOp, a: Operand, b: Operand): Tensor {
  const graph = typeof a !== 'number' ? a.graph : typeof b !== 'number' ? b.graph : null
  if (!graph) throw new Error(`${op} of two numbers: at least one operand has to be a tensor.`)
  return graph.add(op, [tensor(graph, a), tensor(graph, b)])[0]
}

/** a + b, element by element, with numpy's broadcasting. */
export const add = (a: Operand, b: Operand): Tensor => binary('Add', a, b)
/** a - b, with broadcasting. */
export const sub = (a: Operand, b: Operand): Tensor => binary('Sub', a, b)
/** a * b, element by element, with broadcasting. */
export const mul = (a: Operand, b: Operand): Tensor => binary('Mul', a, b)
/** a / b, with broadcasting; a division by 0 is IEEE's infinity or NaN. */
export const div = (a: Operand, b: Operand): Tensor => binary('Div', a, b)
/** The smaller of a and b, with broadcasting. At a tie the gradient goes to a. */
export const min = (a: Operand, b: Operand): Tensor => binary('Min', a, b)
/** The larger of a and b, with broadcasting. At a tie the gradient goes to a. */
export const max = (a: Operand, b: Operand): Tensor => binary('Max', a, b)
/** -x. */
export const neg = (x: Tensor): Tensor => x.graph.add('Neg', [x])[0]
/** e to the power of x. */
export const exp = (x: Tensor): Tensor => x.graph.add('Exp', [x])[0]
/** The natural logarithm. */
export const log = (x: Tensor): Tensor => x.graph.add('Log', [x])[0]
/** The square root; its gradient at 0 is infinite. */
export const sqrt = (x: Tensor): Tensor => x.graph.add('Sqrt', [x])[0]
/** 1 / (1 + exp(-x)). */
export const sigmoid = (x: Tensor): Tensor => x.graph.add('Sigmoid', [x])[0]
/** exp(x) over its sum along the last axis. */
export const softmax = (x: Tensor): Tensor => x.graph.add('Softmax', [x], { axis: -1 })[0]
/** bool: a < b, with broadcasting. It has no gradient. */
export const less = (a: Operand, b: Operand): Tensor => binary('Less', a, b)
/** bool: a <= b, with broadcasting. It has no gradient. */
export const lessOrEqual = (a: Operand, b: Operand): Tensor => binary('LessOrEqual', a, b)
/** bool: both of two bool tensors, with broadcasting. */
export const and = (a: Tensor, b: Tensor): Tensor => a.graph.add('And', [a, b])[0]

/** a where a bool condition holds, else b; all three broadcast. What is not chosen reaches neither value nor gradient, even if it is NaN. */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  const { graph } = condition
  return graph.add('Where', [condition, tensor(graph, a), tensor(graph, b)])[0]
}

/** a [..., m, k] times b [..., k, n]: [..., m, n]; the leading axes broadcast. Both have two axes or more. */
export const matmul = (a: Tensor, b: Tensor): Tensor => a.graph.add('MatMul', [a, b])[0]

/** a [m, k] or its transpose times b [k, n] or its transpose: [m, n], added to c, which broadcasts to that, where it is given. A transpose here costs no copy. */
export const gemm = (a: Tensor, b: Tensor, transA = false, transB = false, c: Tensor | null = null): Tensor =>
  a.graph.add('Gemm', [a, b, c], { transA, transB })[0]

/** Axis i of the result is axis perm[i] of x. Throws unless `perm` names every axis once. */
export const transpose = (x: Tensor, perm: readonly number[]): Tensor =>
  x.graph.add('Transpose', [x], { perm })[0]

/** The last two axes exchanged: [..., m, n] becomes [..., n, m]. */
export function swapLast(x: Tensor): Tensor {
  const n = x.shape.length
  return transpose(x, [...Array.from({ length: n - 2 }, (_, i) => i), n - 1, n - 2])
}

/** x * sigmoid(x) (Elfwing et al. 2017), also called swish. */
export const silu = (x: Tensor): Tensor => mul(x, sigmoid(x))

/** GELU by its tanh approximation (Hendrycks & Gimpel 2016), as PyTorch's `approximate='tanh'`: (1 + tanh(y)) / 2 is sigmoid(2 y). */
export const geluTanh = (x: Tensor): Tensor =>
  mul(x, sigmoid(mul(mul(x, add(mul(mul(x, x), 0.044715), 1)), 2 * Math.sqrt(2 / Math.PI))))

/** The same values as another element type; x itself where it is of that type already. Gradients do not pass it. */
export const cast = (x: Tensor, to: DType): Tensor =>
  x.dtype === to ? x : x.graph.add('Cast', [x], { to })[0]

/** The sum over `axes` (they may count from the end), which are dropped, or stay with size 1 where `keep` is true. */
export const sum = (x: Tensor, axes: readonly number[], keep = false): Tensor =>
  x.graph.add('ReduceSum', [x], { axes, keepdims: keep })[0]
/** The mean over `axes`, which are dropped, or stay with size 1 where `keep` is true. */
export const mean = (x: Tensor, axes: readonly number[], keep = false): Tensor =>
  x.graph.add('ReduceMean', [x], { axes, keepdims: keep })[0]
/** The largest over `axes`, which are dropped, or stay with size 1 where `keep` is true. It has no gradient. */
export const reduceMax = (x: Tensor, axes: readonly number[], keep = false): Tensor =>
  x.graph.add('ReduceMax', [x], { axes, keepdims: keep })[0]
/** The sum of all elements, a scalar. */
export const total = (x: Tensor): Tensor => sum(reshape(x, [sizeOf(x.shape)]), [0])

/** The same elements in another shape. Throws where the numbers of elements differ. */
export const reshape = (x: Tensor, shape: Shape): Tensor =>
  sameShape(x.shape, shape) ? x : x.graph.add('Reshape', [x, null], { shape, fed: false })[0]

/** `reshape` where more than one size is free (`ProgramSpec.free`): the shape is fed as `fed`, i64 with an element an axis. */
export const reshapeBy = (x: Tensor, shape: Shape, fed: Tensor): Tensor =>
  x.graph.add('Reshape', [x, fed], { shape, fed: true })[0]

/** x repeated along axes of size 1, or new leading axes, up to the shape that it broadcasts to with `shape`. */
export const expand = (x: Tensor, shape: Shape): Tensor =>
  sameShape(x.shape, shape) ? x : x.graph.add('Expand', [x], { shape })[0]

/** f32 zeros. */
export const zeros = (graph: Graph, shape: Shape): Tensor => expand(graph.scalar(0), shape)

/** Undoes broadcasting: x summed over the axes that `shape` would repeat, in that shape. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x
  const axes = broadcastAxes(shape, x.shape)
  return reshape(axes.length ? sum(x, axes, true) : x, shape)
}

/** A WebGPU shader has at least 8 storage buffers: with one for the whole, 7 are left for the parts. */
const maxParts = 7

/**
 * Tensors laid end to end along one axis (it may count from the end); all other axes are of one size. Throws without any tensor.
 * More parts than a shader can bind are put together in groups.
 */
export function concat(parts: readonly Tensor[], axis: number): Tensor {
  const [first, ...others] = parts
  if (!first) throw new Error('There is nothing to concatenate.')
  if (others.length === 0) return first
  if (parts.length > maxParts)
    return concat(
      grouped(parts).map((group) => concat(group, axis)),
      axis,
    )
  return first.graph.add('Concat', [first, ...others], { axis: normaliseAxis(axis, first.shape.length) })[0]
}

/**
 * Contiguous parts of the given sizes along one axis, in order. Throws where the sizes do not add up to that axis.
 * More parts than a shader can bind are taken apart in groups.
 */
export function split(x: Tensor, axis: number, sizes: readonly number[]): readonly Tensor[] {
  if (sizes.length === 1) return [x]
  if (sizes.length > maxParts) {
    const groups = grouped(sizes)
    const totals = groups.map((group) => group.reduce((a, b) => a + b))
    return split(x, axis, totals).flatMap((part, i) => split(part, axis, groups[i] ?? []))
  }
  return x.graph.add('Split', [x, null], {
    axis: normaliseAxis(axis, x.shape.length),
    split: sizes,
    fed: false,
  })
}

/** `split` where the sizes are free (`ProgramSpec.free`): they are fed as `fed`, i64 with an element a part. */
export const splitBy = (x: Tensor, axis: number, sizes: readonly number[], fed: Tensor): readonly Tensor[] =>
  x.graph.add('Split', [x, fed], {
    axis: normaliseAxis(axis, x.shape.length),
    split: sizes,
    fed: true,
  })

/** Runs of neighbours, as even as can be, at most `maxParts` of them long; more of them are grouped again. */
function grouped<T>(items: readonly T[]): T[][] {
  const size = Math.ceil(items.length / Math.ceil(items.length / maxParts))
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  )
}

/** Elements start .. end - 1 along one axis. Throws where they are none, or outside. */
export function slice(x: Tensor, axis: number, start: number, end: number): Tensor {
  const a = normaliseAxis(axis, x.shape.length)
  return start === 0 && end === x.shape[a] ? x : x.graph.add('Slice', [x], { axis: a, start, end })[0]
}

/** Rows of a table [V, ...] at integer indices [...]: [...indices, ...row]. Several indices may be equal. */
export const gather = (table: Tensor, indices: Tensor): Tensor =>
  table.graph.add('Gather', [table, indices])[0]

/** x[..., indices]: of every row of the last axis the elements that the same row of `indices` (i64) names; in the shape of `indices`. */
export const gatherElements = (x: Tensor, indices: Tensor): Tensor =>
  x.graph.add('GatherElements', [x, indices], { axis: x.shape.length - 1 })[0]

/** x with `updates` added at i64 `indices` of the last axis: what undoes `gatherElements`. It has no gradient. */
export const scatterAddElements = (x: Tensor, indices: Tensor, updates: Tensor): Tensor =>
  x.graph.add('ScatterElements', [x, indices, updates], { axis: x.shape.length - 1, reduction: 'add' })[0]

/** A table [V, ...] with `updates` [n, ...] added to its rows at i64 `indices` [n, 1]: what undoes `gather`. It has no gradient. */
export const scatterAddRows = (x: Tensor, indices: Tensor, updates: Tensor): Tensor =>
  x.graph.add('ScatterND', [x, indices, updates], { reduction: 'add' })[0]

/** The k largest along the last axis, the largest first, and their i64 indices: [..., k] each. */
export const topK = (x: Tensor, k: number): readonly [values: Tensor, indices: Tensor] =>
  x.graph.add('TopK', [x], { k })

/** x / sqrt(mean(x * x) + epsilon) * scale over the last axis, of which `scale` has the size (Zhang & Sennrich 2019). */
export const rmsNorm = (x: Tensor, scale: Tensor, epsilon: number): Tensor =>
  x.graph.add('SimplifiedLayerNormalization', [x, scale], { epsilon })[0]

/**
 * Rotary position embedding (Su et al. 2021) of x [B, T, heads * headDim] at i64 positions [B, T]; cos and sin
 * [positions, headDim / 2]. Value i of a head turns with value i + headDim / 2.
 */
export const rotary = (x: Tensor, positions: Tensor, cos: Tensor, sin: Tensor): Tensor =>
  x.graph.add('RotaryEmbedding', [x, positions, cos, sin])[0]

/** The axes of a tensor that has as many of them as its caller needs. */
function axesOf<N extends 2 | 3>(
  x: Tensor,
  count: N,
): N extends 2 ? [number, number] : [number, number, number] {
  if (x.shape.length !== count) throw new Error(`Expected ${count} axes, got ${shapeText(x.shape)}.`)
  return [...x.shape] as N extends 2 ? [number, number] : [number, number, number]
}

/**
 * f32 (q - zero) * scale: a matrix [out, in] of small whole numbers (u8 or u4), the `scales` [out, in / block] of its
 * blocks along each row, and the number that stands for zero. It has no gradient.
 */
export function dequantise(q: Tensor, scales: Tensor, zero: number): Tensor {
  const [, inputs] = axesOf(q, 2)
  const [, blocks] = axesOf(scales, 2)
  const zeros = q.graph.constant(q.dtype, scales.shape, Array<number>(sizeOf(scales.shape)).fill(zero))
  return q.graph.add('DequantizeLinear', [q, scales, zeros], { axis: 1, block_size: inputs / blocks })[0]
}

/**
 * x [rows, in] times the transpose of a matrix of 4 or 8 bit blocks, as the fused kernel wants it: q u8 [out, in / block, block * bits / 8],
 * scales [out, in / block]; zero is 8 or 128. It has no gradient: where one is wanted, multiply by what `dequantise` gives.
 */
export function matMulNBits(x: Tensor, q: Tensor, scales: Tensor, bits: 4 | 8): Tensor {
  const [N, blocks, bytes] = axesOf(q, 3)
  const block_size = (bytes * 8) / bits
  return x.graph.add('MatMulNBits', [x, q, scales], { K: blocks * block_size, N, bits, block_size })[0]
}

/** Log-probabilities over the last axis, in nats, in operators that every backend has on the GPU. */
export function logSoftmax(x: Tensor): Tensor {
  const shifted = sub(x, stopGradient(reduceMax(x, [-1], true)))
  return sub(shifted, log(sum(exp(shifted), [-1], true)))
}

/** The same value, through which no gradient flows. */
export const stopGradient = (x: Tensor): Tensor => x.graph.add('Identity', [x])[0]
