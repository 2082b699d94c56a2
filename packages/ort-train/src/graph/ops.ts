/** Functions that add nodes. Numbers become f32 scalars. Nothing here knows what a graph is for. */
import type { DType, Graph, Shape, Tensor } from './graph.ts'
import { sizeOf } from './graph.ts'
import { broadcastAxes, normaliseAxis, sameShape } from './shapes.ts'

type Operand = Tensor | number

function one(op: string, inputs: readonly Operand[], attributes = {}): Tensor {
  const graph = inputs.find((x): x is Tensor => typeof x !== 'number')!.graph
  return graph.add(
    op,
    inputs.map((x) => (typeof x === 'number' ? graph.scalar(x) : x)),
    attributes,
  )[0]!
}

export const add = (a: Operand, b: Operand) => one('Add', [a, b])
export const sub = (a: Operand, b: Operand) => one('Sub', [a, b])
export const mul = (a: Operand, b: Operand) => one('Mul', [a, b])
export const div = (a: Operand, b: Operand) => one('Div', [a, b])
export const min = (a: Operand, b: Operand) => one('Min', [a, b])
export const max = (a: Operand, b: Operand) => one('Max', [a, b])
export const neg = (x: Tensor) => one('Neg', [x])
export const exp = (x: Tensor) => one('Exp', [x])
export const log = (x: Tensor) => one('Log', [x])
export const sqrt = (x: Tensor) => one('Sqrt', [x])
export const sigmoid = (x: Tensor) => one('Sigmoid', [x])
export const softmax = (x: Tensor) => one('Softmax', [x], { axis: -1 })
export const less = (a: Operand, b: Operand) => one('Less', [a, b])
export const lessOrEqual = (a: Operand, b: Operand) => one('LessOrEqual', [a, b])
export const and = (a: Tensor, b: Tensor) => one('And', [a, b])
export const where = (condition: Tensor, a: Operand, b: Operand) => one('Where', [condition, a, b])
export const matmul = (a: Tensor, b: Tensor) => one('MatMul', [a, b])
export const transpose = (x: Tensor, perm: readonly number[]) => one('Transpose', [x], { perm })
export const silu = (x: Tensor) => mul(x, sigmoid(x))
/** GELU by its tanh approximation: (1 + tanh(y)) / 2 is sigmoid(2 y). */
export const geluTanh = (x: Tensor) =>
  mul(x, sigmoid(mul(mul(x, add(mul(mul(x, x), 0.044715), 1)), 2 * Math.sqrt(2 / Math.PI))))

/** a or its transpose times b or its transpose; both two-dimensional. */
export const gemm = (a: Tensor, b: Tensor, transA = false, transB = false) =>
  one('Gemm', [a, b], { transA: transA ? 1 : 0, transB: transB ? 1 : 0 })

export const cast = (x: Tensor, to: DType) => (x.dtype === to ? x : one('Cast', [x], { to }))

export const sum = (x: Tensor, axes: readonly number[], keep = false) =>
  one('ReduceSum', [x], { axes, keepdims: keep ? 1 : 0 })
export const mean = (x: Tensor, axes: readonly number[], keep = false) =>
  one('ReduceMean', [x], { axes, keepdims: keep ? 1 : 0 })
export const reduceMax = (x: Tensor, axes: readonly number[], keep = false) =>
  one('ReduceMax', [x], { axes, keepdims: keep ? 1 : 0 })
/** Over everything, to a scalar. */
export const total = (x: Tensor) => sum(reshape(x, [sizeOf(x.shape)]), [0])

export const reshape = (x: Tensor, shape: Shape) =>
  sameShape(x.shape, shape) ? x : one('Reshape', [x], { shape })
export const expand = (x: Tensor, shape: Shape) =>
  sameShape(x.shape, shape) ? x : one('Expand', [x], { shape })
export const zeros = (graph: Graph, shape: Shape) => expand(graph.scalar(0), shape)

/** Sums away what broadcasting added. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x
  const axes = broadcastAxes(shape, x.shape)
  return reshape(axes.length ? sum(x, axes, true) : x, shape)
}

export function swapLast(x: Tensor): Tensor {
  const n = x.shape.length
  return transpose(x, [...Array.from({ length: n - 2 }, (_, i) => i), n - 1, n - 2])
}

/** A WebGPU shader has at least 8 storage buffers: with one for the whole, 7 are left for the parts. */
const maxParts = 7

/** More parts than a shader can bind are put together in groups. */
export function concat(parts: readonly Tensor[], axis: number): Tensor {
  if (parts.length === 1) return parts[0]!
  if (parts.length > maxParts)
    return concat(
      grouped(parts).map((group) => concat(group, axis)),
      axis,
    )
  return one('Concat', parts, { axis: normaliseAxis(axis, parts[0]!.shape.length) })
}

/** More parts than a shader can bind are taken apart in groups. */
export function split(x: Tensor, axis: number, sizes: readonly number[]): Tensor[] {
  if (sizes.length === 1) return [x]
  if (sizes.length > maxParts) {
    const groups = grouped(sizes)
    const totals = groups.map((group) => group.reduce((a, b) => a + b))
    return split(x, axis, totals).flatMap((part, i) => split(part, axis, groups[i]!))
  }
  return x.graph.add('Split', [x], { axis: normaliseAxis(axis, x.shape.length), split: sizes })
}

/** Runs of neighbours, as even as can be, at most `maxParts` of them long; more of them are grouped again. */
function grouped<T>(items: readonly T[]): T[][] {
  const size = Math.ceil(items.length / Math.ceil(items.length / maxParts))
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  )
}

export function slice(x: Tensor, axis: number, start: number, end: number): Tensor {
  const a = normaliseAxis(axis, x.shape.length)
  return start === 0 && end === x.shape[a] ? x : one('Slice', [x], { axis: a, start, end })
}

/** Rows of a table [V, ...] at integer indices. */
export const gather = (table: Tensor, indices: Tensor) => one('Gather', [table, indices], { axis: 0 })
/** x[..., indices] along the last axis, element by element. */
export const gatherElements = (x: Tensor, indices: Tensor) =>
  one('GatherElements', [x, indices], { axis: x.shape.length - 1 })
export const scatterAddElements = (x: Tensor, indices: Tensor, updates: Tensor) =>
  one('ScatterElements', [x, indices, updates], { axis: x.shape.length - 1, reduction: 'add' })
export const scatterAddRows = (x: Tensor, indices: Tensor, updates: Tensor) =>
  one('ScatterND', [x, indices, updates], { reduction: 'add' })

/** [values, i64 indices], largest first, along the last axis. */
export function topK(x: Tensor, k: number): [Tensor, Tensor] {
  const [values, indices] = x.graph.add('TopK', [x], { k })
  return [values!, indices!]
}

export function rmsNorm(x: Tensor, scale: Tensor, epsilon: number): Tensor {
  return x.graph.add('SimplifiedLayerNormalization', [x, scale], {
    axis: -1,
    epsilon: { float: epsilon },
    stash_type: 1,
  })[0]!
}

/** Rotary embedding on [B, T, heads * headDim] at i64 positions [B, T]. */
export const rotary = (x: Tensor, positions: Tensor, cos: Tensor, sin: Tensor) =>
  one('RotaryEmbedding', [x, positions, cos, sin], { interleaved: 0 })

/**
 * A matrix [out, in] of small whole numbers (u8 or u4), `scales` [out, in / block] of its blocks and the number that stands for zero:
 * (q - zero) * scale.
 */
export function dequantise(q: Tensor, scales: Tensor, zero: number): Tensor {
  const zeros = q.graph.constant(q.dtype, scales.shape, Array<number>(sizeOf(scales.shape)).fill(zero))
  return one('DequantizeLinear', [q, scales, zeros], { axis: 1, block_size: q.shape[1]! / scales.shape[1]! })
}

/**
 * x [rows, in] times the transpose of a matrix of 4 or 8 bit blocks, as the fused kernel wants it: q u8 [out, in / block, block * bits / 8],
 * scales [out, in / block]; zero is 8 or 128. It has no gradient: where one is wanted, multiply by what `dequantise` gives.
 */
export function matMulNBits(x: Tensor, q: Tensor, scales: Tensor, bits: 4 | 8): Tensor {
  const [out, blocks, bytes] = q.shape as [number, number, number]
  const block = (bytes * 8) / bits
  return one('MatMulNBits', [x, q, scales], { K: blocks * block, N: out, bits, block_size: block })
}

/** Log-probabilities over the last axis, in operators every backend has on the GPU. */
export function logSoftmax(x: Tensor): Tensor {
  const shifted = sub(x, stopGradient(reduceMax(x, [-1], true)))
  return sub(shifted, log(sum(exp(shifted), [-1], true)))
}

/** The same value, through which no gradient flows. */
export const stopGradient = (x: Tensor) => one('Identity', [x])
