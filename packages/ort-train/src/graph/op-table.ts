/**
 * The op table: one entry an op, with the types of its inputs and attributes, its shape rule and the
 * form in which ONNX wants its attributes. It knows shapes alone; gradients have a table of their own
 * (gradients.ts). To add an op: an entry here, a function in ops.ts, a rule in gradients.ts if it has
 * one, and then a case in cases.testing.ts.
 */
import {
  broadcast,
  normaliseAxis,
  sameShape,
  shapeText,
  sizeOf,
  type DType,
  type Shape,
  type TensorType,
} from './shapes.ts'

/** An attribute of an ONNX node: an integer, a string, a list of integers, a float, or an element type. */
export type OnnxAttribute =
  number | string | readonly number[] | { readonly float: number } | { readonly dtype: DType }

/** What an op's attributes become: int64 vectors that follow the inputs, and attributes of the node. */
export interface OnnxForm {
  inputs?: readonly (readonly number[])[]
  attributes?: Readonly<Record<string, OnnxAttribute>>
}

type T = TensorType
type Types = readonly (T | null)[]

/** `Inputs` holds null where an input may be left out; `Attributes` is void where an op has none. */
interface Op<Inputs extends Types, Attributes, Outputs extends readonly T[]> {
  /** The operator set it belongs to; ONNX's own where absent. */
  domain?: 'com.microsoft'
  /** Shape rule: the types of the outputs. Throws where the inputs do not fit. */
  infer(inputs: Inputs, attributes: Attributes): Outputs
  /** Absent where an op has no attributes. */
  onnx?(attributes: Attributes): OnnxForm
}

const op = <Inputs extends Types, Attributes = void, Outputs extends readonly T[] = readonly [T]>(
  entry: Op<Inputs, Attributes, Outputs>,
): Op<Inputs, Attributes, Outputs> => entry

type One = readonly [T]
type Two = readonly [T, T]
type Three = readonly [T, T, T]

const like = ([x]: readonly [T, ...Types]): One => [{ dtype: x.dtype, shape: x.shape }]
const unary = () => op<One>({ infer: like })
/** A binary function with broadcasting; the dtype is the first input's unless one is given. */
const binary = (dtype?: DType) =>
  op<Two>({ infer: ([a, b]) => [{ dtype: dtype ?? a.dtype, shape: broadcast(a.shape, b.shape) }] })

interface Reduction {
  /** May count from the end. */
  axes: readonly number[]
  /** Whether the reduced axes stay, of size 1. */
  keepdims: boolean
}
const reduction = () =>
  op<One, Reduction>({
    infer: ([x], { axes, keepdims }) => {
      const reduced = axes.map((axis) => normaliseAxis(axis, x.shape.length))
      const shape = keepdims
        ? x.shape.map((n, i) => (reduced.includes(i) ? 1 : n))
        : x.shape.filter((_, i) => !reduced.includes(i))
      return [{ dtype: x.dtype, shape }]
    },
    onnx: ({ axes, keepdims }) => ({ inputs: [axes], attributes: { keepdims: keepdims ? 1 : 0 } }),
  })

const transposed = (shape: Shape, flag: boolean) => (flag ? [shape[1], shape[0]] : shape)
const along = ({ dtype, shape }: T, axis: number, size: number): T => ({
  dtype,
  shape: shape.map((n, i) => (i === axis ? size : n)),
})

const opTable = {
  Add: binary(),
  Sub: binary(),
  Mul: binary(),
  Div: binary(),
  Min: binary(),
  Max: binary(),
  Neg: unary(),
  Exp: unary(),
  Log: unary(),
  Sqrt: unary(),
  Sigmoid: unary(),
  /** Emitted by `stopGradient` alone. */
  Identity: unary(),
  Cast: op<One, { to: DType }>({
    infer: ([x], { to }) => [{ dtype: to, shape: x.shape }],
    onnx: ({ to }) => ({ attributes: { to: { dtype: to } } }),
  }),
  Less: binary('bool'),
  LessOrEqual: binary('bool'),
  And: binary('bool'),
  Where: op<Three>({
    infer: ([condition, a, b]) => [
      { dtype: a.dtype, shape: broadcast(condition.shape, broadcast(a.shape, b.shape)) },
    ],
  }),
  MatMul: op<Two>({
    infer: ([{ shape: a }, { shape: b }]) => {
      const [rows, columns] = [a.at(-2), b.at(-1)]
      if (rows === undefined || columns === undefined || b.length < 2 || a.at(-1) !== b.at(-2))
        throw new Error(`MatMul of ${shapeText(a)} and ${shapeText(b)}.`)
      return [{ dtype: 'f32', shape: [...broadcast(a.slice(0, -2), b.slice(0, -2)), rows, columns] }]
    },
  }),
  /** alpha = beta = 1. Two-dimensional; the transposes are flags, so no weight is ever copied to be turned. C broadcasts, or is left out. */
  Gemm: op<readonly [T, T, T | null], { transA: boolean; transB: boolean }>({
    infer: ([{ shape: a }, { shape: b }, c], { transA, transB }) => {
      const [m, k] = transposed(a, transA)
      const [k2, n] = transposed(b, transB)
      if (a.length !== 2 || b.length !== 2 || m === undefined || n === undefined || k !== k2)
        throw new Error(`Gemm of ${shapeText(a)} and ${shapeText(b)}.`)
      if (c && !sameShape(broadcast(c.shape, [m, n]), [m, n]))
        throw new Error(`Gemm of ${shapeText([m, n])} onto ${shapeText(c.shape)}.`)
      return [{ dtype: 'f32', shape: [m, n] }]
    },
    onnx: ({ transA, transB }) => ({ attributes: { transA: transA ? 1 : 0, transB: transB ? 1 : 0 } }),
  }),
  Softmax: op<One, { axis: number }>({ infer: like, onnx: (attributes) => ({ attributes }) }),
  ReduceSum: reduction(),
  ReduceMean: reduction(),
  ReduceMax: reduction(),
  /** The shape is part of the model, or an i64 input where more than one of its sizes is free. */
  Reshape: op<readonly [T, T | null], { shape: Shape; fed: boolean }>({
    infer: ([x], { shape }) => {
      if (sizeOf(shape) !== sizeOf(x.shape))
        throw new Error(`Reshape of ${shapeText(x.shape)} to ${shapeText(shape)}.`)
      return [{ dtype: x.dtype, shape }]
    },
    onnx: ({ shape, fed }) => ({ inputs: fed ? [] : [shape] }),
  }),
  Transpose: op<One, { perm: readonly number[] }>({
    infer: ([x], { perm }) => {
      if (perm.length !== x.shape.length || perm.some((_, i) => !perm.includes(i)))
        throw new Error(`Transpose of ${shapeText(x.shape)} by ${shapeText(perm)}.`)
      return [{ dtype: x.dtype, shape: perm.flatMap((i) => x.shape[i] ?? []) }]
    },
    onnx: (attributes) => ({ attributes }),
  }),
  Expand: op<One, { shape: Shape }>({
    infer: ([x], { shape }) => [{ dtype: x.dtype, shape: broadcast(x.shape, shape) }],
    onnx: ({ shape }) => ({ inputs: [shape] }),
  }),
  Concat: op<readonly [T, ...T[]], { axis: number }>({
    infer: (inputs, { axis }) => [
      along(
        inputs[0],
        axis,
        inputs.reduce((total, { shape }) => total + (shape[axis] ?? NaN), 0),
      ),
    ],
    onnx: (attributes) => ({ attributes }),
  }),
  /** Parts of the given sizes along one axis: one node hands out every matrix of a flat vector. The sizes are part of the model, or an i64 input where they are free. */
  Split: op<readonly [T, T | null], { axis: number; split: readonly number[]; fed: boolean }, readonly T[]>({
    infer: ([x], { axis, split }) => {
      if (split.reduce((a, b) => a + b, 0) !== x.shape[axis])
        throw new Error(`Split sizes do not add up to ${x.shape[axis]}.`)
      return split.map((size) => along(x, axis, size))
    },
    onnx: ({ axis, split, fed }) => ({ inputs: fed ? [] : [split], attributes: { axis } }),
  }),
  /** A contiguous piece along one axis. */
  Slice: op<One, { axis: number; start: number; end: number }>({
    infer: ([x], { axis, start, end }) => {
      const size = x.shape[axis]
      if (size === undefined || start < 0 || end > size || start >= end)
        throw new Error(`Slice ${start}..${end} of ${size}.`)
      return [along(x, axis, end - start)]
    },
    onnx: ({ axis, start, end }) => ({ inputs: [[start], [end], [axis]] }),
  }),
  /** Rows of a table [V, ...] at indices (axis 0): an embedding. */
  Gather: op<Two>({
    infer: ([table, indices]) => [{ dtype: table.dtype, shape: [...indices.shape, ...table.shape.slice(1)] }],
    onnx: () => ({ attributes: { axis: 0 } }),
  }),
  /** One element of an axis per index. */
  GatherElements: op<Two, { axis: number }>({
    infer: ([x, indices]) => [{ dtype: x.dtype, shape: indices.shape }],
    onnx: (attributes) => ({ attributes }),
  }),
  ScatterElements: op<Three, { axis: number; reduction: 'add' }>({
    infer: like,
    onnx: (attributes) => ({ attributes }),
  }),
  ScatterND: op<Three, { reduction: 'add' }>({ infer: like, onnx: (attributes) => ({ attributes }) }),
  /** Values and i64 indices of the k largest along the last axis. */
  TopK: op<One, { k: number }, Two>({
    infer: ([x], { k }) => {
      const shape = [...x.shape.slice(0, -1), k]
      return [
        { dtype: x.dtype, shape },
        { dtype: 'i64', shape },
      ]
    },
    onnx: ({ k }) => ({ inputs: [[k]] }),
  }),
  /** Blocks of a frozen matrix made floats: (q - zero) * scale. */
  DequantizeLinear: op<Three, { axis: number; block_size: number }>({
    infer: ([q]) => [{ dtype: 'f32', shape: q.shape }],
    onnx: (attributes) => ({ attributes }),
  }),
  /** A product with a frozen matrix of 4 or 8 bit blocks, for decoding. */
  MatMulNBits: op<Three, { K: number; N: number; bits: 4 | 8; block_size: number }>({
    domain: 'com.microsoft',
    infer: ([{ shape: x }, { shape: q }, { shape: scales }], { K, N, block_size }) => {
      if (x.at(-1) !== K || q[0] !== N || scales[0] !== N || scales[1] !== K / block_size)
        throw new Error(`MatMulNBits of ${shapeText(x)}, ${shapeText(q)} and ${shapeText(scales)}.`)
      return [{ dtype: 'f32', shape: [...x.slice(0, -1), N] }]
    },
    onnx: (attributes) => ({ attributes }),
  }),
  /**
   * RMS norm (Zhang & Sennrich 2019) over the last axis. Its second output (1 / rms) is left out:
   * onnxruntime-web 1.30's WebGPU kernel writes the mean there, so the gradient computes it again.
   */
  SimplifiedLayerNormalization: op<Two, { epsilon: number }>({
    infer: like,
    onnx: ({ epsilon }) => ({ attributes: { axis: -1, epsilon: { float: epsilon }, stash_type: 1 } }),
  }),
  /** Rotary position embedding (Su et al. 2021), half-split layout: x [B, T, heads * headDim], positions i64 [B, T], cos and sin [positions, headDim / 2]. */
  RotaryEmbedding: op<readonly [T, T, T, T]>({
    domain: 'com.microsoft',
    infer: like,
    onnx: () => ({ attributes: { interleaved: 0 } }),
  }),
} satisfies Record<string, Op<never, never, readonly T[]>>

type Table = typeof opTable
export type OpName = keyof Table
type Parts = { [O in OpName]: Table[O] extends Op<infer I, infer A, infer R> ? [I, A, R] : never }
export type InputTypes = { [O in OpName]: Parts[O][0] }
/** What `graph.add` takes for each op beside its inputs; void where an op has none. */
export type Attributes = { [O in OpName]: Parts[O][1] }
export type OutputTypes = { [O in OpName]: Parts[O][2] }

type Entries = { readonly [O in OpName]: Op<InputTypes[O], Attributes[O], OutputTypes[O]> }

/** The entry of an op. */
export function entryOf<O extends OpName>(name: O): Entries[O] {
  return (opTable as Entries)[name]
}
