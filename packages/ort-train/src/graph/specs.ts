/**
 * The op table: for every op its ONNX domain, its shape rule and its gradient rule (vector-Jacobian
 * product). Each gradient rule is checked against finite differences (specs.test.ts). An op without
 * `vjp` is not differentiable, or constant almost everywhere; asking for its gradient throws.
 */
import * as ops from './ops.ts'
import type { DType, Node, Shape, Tensor } from './graph.ts'
import { sizeOf } from './graph.ts'
import { broadcast, normaliseAxis } from './shapes.ts'

export type Attributes = Readonly<
  Record<string, number | string | readonly number[] | { readonly float: number }>
>
export interface TensorType {
  dtype: DType
  shape: Shape
}
type Inputs = readonly (Tensor | null)[]

export interface OpSpec {
  domain?: 'com.microsoft'
  infer(inputs: Inputs, attributes: Attributes): TensorType[]
  /**
   * Gradients of the inputs given the gradients of the outputs (undefined: that output is unused).
   * `needs(i)` says whether input i wants one; returning null for it means zero.
   */
  vjp?(
    node: Node,
    grads: readonly (Tensor | undefined)[],
    needs: (input: number) => boolean,
  ): (Tensor | null)[]
}

const at = (inputs: Inputs, i: number): Tensor => {
  const tensor = inputs[i]
  if (!tensor) throw new Error(`Input ${i} is missing.`)
  return tensor
}
const like = (inputs: Inputs): TensorType[] => [{ dtype: at(inputs, 0).dtype, shape: at(inputs, 0).shape }]
const elementwise =
  (dtype?: DType) =>
  (inputs: Inputs): TensorType[] => [
    { dtype: dtype ?? at(inputs, 0).dtype, shape: broadcast(at(inputs, 0).shape, at(inputs, 1).shape) },
  ]
const list = (attributes: Attributes, name: string) => attributes[name] as readonly number[]
const number = (attributes: Attributes, name: string) => attributes[name] as number

/** A unary function whose derivative is a function of input and output. */
const unary = (derivative: (x: Tensor, y: Tensor, dy: Tensor) => Tensor): OpSpec => ({
  infer: like,
  vjp: ({ inputs, outputs }, [dy]) => [derivative(at(inputs, 0), outputs[0]!, dy!)],
})
/** A binary broadcasting function; `a` and `b` give the unsummed gradients. */
const binary = (
  a: (x: Tensor, y: Tensor, dy: Tensor, out: Tensor) => Tensor,
  b: (x: Tensor, y: Tensor, dy: Tensor, out: Tensor) => Tensor,
): OpSpec => ({
  infer: elementwise(),
  vjp: ({ inputs, outputs }, [dy], needs) => {
    const x = at(inputs, 0)
    const y = at(inputs, 1)
    return [
      needs(0) ? ops.sumTo(a(x, y, dy!, outputs[0]!), x.shape) : null,
      needs(1) ? ops.sumTo(b(x, y, dy!, outputs[0]!), y.shape) : null,
    ]
  },
})

/** Axes of a reduction are its attribute here and its second input in ONNX (see onnx.ts). */
function reduced(inputs: Inputs, attributes: Attributes): TensorType[] {
  const x = at(inputs, 0)
  const axes = list(attributes, 'axes').map((axis) => normaliseAxis(axis, x.shape.length))
  const shape = number(attributes, 'keepdims')
    ? x.shape.map((n, i) => (axes.includes(i) ? 1 : n))
    : x.shape.filter((_, i) => !axes.includes(i))
  return [{ dtype: x.dtype, shape }]
}
/** Undoes a reduction's loss of rank, so that its gradient broadcasts. */
function keepDims(grad: Tensor, node: Node): Tensor {
  const x = at(node.inputs, 0)
  const axes = list(node.attributes, 'axes').map((axis) => normaliseAxis(axis, x.shape.length))
  return ops.reshape(
    grad,
    x.shape.map((n, i) => (axes.includes(i) ? 1 : n)),
  )
}

export const specs: Record<string, OpSpec> = {
  Add: binary(
    (_x, _y, dy) => dy,
    (_x, _y, dy) => dy,
  ),
  Sub: binary(
    (_x, _y, dy) => dy,
    (_x, _y, dy) => ops.neg(dy),
  ),
  Mul: binary(
    (_x, y, dy) => ops.mul(dy, y),
    (x, _y, dy) => ops.mul(dy, x),
  ),
  Div: binary(
    (_x, y, dy) => ops.div(dy, y),
    (_x, y, dy, out) => ops.neg(ops.div(ops.mul(dy, out), y)),
  ),
  /** At a tie the whole gradient goes to the first argument, as torch.clamp lets it pass at its bound. */
  Min: binary(
    (x, y, dy) => ops.where(ops.lessOrEqual(x, y), dy, 0),
    (x, y, dy) => ops.where(ops.lessOrEqual(x, y), 0, dy),
  ),
  Max: binary(
    (x, y, dy) => ops.where(ops.lessOrEqual(y, x), dy, 0),
    (x, y, dy) => ops.where(ops.lessOrEqual(y, x), 0, dy),
  ),
  Neg: unary((_x, _y, dy) => ops.neg(dy)),
  Exp: unary((_x, y, dy) => ops.mul(dy, y)),
  Log: unary((x, _y, dy) => ops.div(dy, x)),
  Sqrt: unary((_x, y, dy) => ops.div(ops.mul(dy, 0.5), y)),
  Sigmoid: unary((_x, y, dy) => ops.mul(dy, ops.mul(y, ops.sub(1, y)))),
  /** Emitted by `stopGradient` alone, hence the zero. */
  Identity: { infer: like, vjp: () => [null] },
  Cast: { infer: (inputs, attributes) => [{ dtype: attributes['to'] as DType, shape: at(inputs, 0).shape }] },
  Less: { infer: elementwise('bool') },
  LessOrEqual: { infer: elementwise('bool') },
  And: { infer: elementwise('bool') },
  Where: {
    infer: (inputs) => [
      {
        dtype: at(inputs, 1).dtype,
        shape: broadcast(at(inputs, 0).shape, broadcast(at(inputs, 1).shape, at(inputs, 2).shape)),
      },
    ],
    vjp: ({ inputs }, [dy], needs) => [
      null,
      needs(1) ? ops.sumTo(ops.where(at(inputs, 0), dy!, 0), at(inputs, 1).shape) : null,
      needs(2) ? ops.sumTo(ops.where(at(inputs, 0), 0, dy!), at(inputs, 2).shape) : null,
    ],
  },
  MatMul: {
    infer: (inputs) => {
      const [a, b] = [at(inputs, 0).shape, at(inputs, 1).shape]
      if (a.length < 2 || b.length < 2 || a.at(-1) !== b.at(-2))
        throw new Error(`MatMul of [${a.join(',')}] and [${b.join(',')}].`)
      return [{ dtype: 'f32', shape: [...broadcast(a.slice(0, -2), b.slice(0, -2)), a.at(-2)!, b.at(-1)!] }]
    },
    vjp: ({ inputs }, [dy], needs) => {
      const [a, b] = [at(inputs, 0), at(inputs, 1)]
      return [
        needs(0) ? ops.sumTo(ops.matmul(dy!, ops.swapLast(b)), a.shape) : null,
        needs(1) ? ops.sumTo(ops.matmul(ops.swapLast(a), dy!), b.shape) : null,
      ]
    },
  },
  /** alpha = 1, no C. Two-dimensional; the transposes are flags, so no weight is ever copied to be turned. */
  Gemm: {
    infer: (inputs, attributes) => {
      const [a, b] = [at(inputs, 0).shape, at(inputs, 1).shape]
      const [m, k] = number(attributes, 'transA') ? [a[1]!, a[0]!] : [a[0]!, a[1]!]
      const [k2, n] = number(attributes, 'transB') ? [b[1]!, b[0]!] : [b[0]!, b[1]!]
      if (a.length !== 2 || b.length !== 2 || k !== k2)
        throw new Error(`Gemm of [${a.join(',')}] and [${b.join(',')}].`)
      return [{ dtype: 'f32', shape: [m, n] }]
    },
    vjp: ({ inputs, attributes }, [dy], needs) => {
      const [a, b] = [at(inputs, 0), at(inputs, 1)]
      const [ta, tb] = [number(attributes, 'transA') === 1, number(attributes, 'transB') === 1]
      return [
        needs(0) ? (ta ? ops.gemm(b, dy!, tb, true) : ops.gemm(dy!, b, false, !tb)) : null,
        needs(1) ? (tb ? ops.gemm(dy!, a, true, ta) : ops.gemm(a, dy!, !ta, false)) : null,
      ]
    },
  },
  Softmax: {
    infer: like,
    vjp: ({ outputs: [y] }, [dy]) => {
      const weighted = ops.mul(dy!, y!)
      return [ops.sub(weighted, ops.mul(y!, ops.sum(weighted, [-1], true)))]
    },
  },
  ReduceSum: {
    infer: reduced,
    vjp: (node, [dy]) => [ops.expand(keepDims(dy!, node), at(node.inputs, 0).shape)],
  },
  ReduceMean: {
    infer: reduced,
    vjp: (node, [dy]) => {
      const x = at(node.inputs, 0)
      return [ops.expand(ops.mul(keepDims(dy!, node), sizeOf(dy!.shape) / sizeOf(x.shape)), x.shape)]
    },
  },
  /** Used for numerical shifts only, always behind `stopGradient`. */
  ReduceMax: { infer: reduced },
  Reshape: {
    infer: (inputs, attributes) => {
      const [x, shape] = [at(inputs, 0), list(attributes, 'shape')]
      if (sizeOf(shape) !== sizeOf(x.shape))
        throw new Error(`Reshape of [${x.shape.join(',')}] to [${shape.join(',')}].`)
      return [{ dtype: x.dtype, shape }]
    },
    vjp: ({ inputs }, [dy]) => [ops.reshape(dy!, at(inputs, 0).shape)],
  },
  Transpose: {
    infer: (inputs, attributes) => [
      { dtype: at(inputs, 0).dtype, shape: list(attributes, 'perm').map((i) => at(inputs, 0).shape[i]!) },
    ],
    vjp: ({ attributes }, [dy]) => {
      const perm = list(attributes, 'perm')
      return [
        ops.transpose(
          dy!,
          perm.map((_, i) => perm.indexOf(i)),
        ),
      ]
    },
  },
  Expand: {
    infer: (inputs, attributes) => [
      { dtype: at(inputs, 0).dtype, shape: broadcast(at(inputs, 0).shape, list(attributes, 'shape')) },
    ],
    vjp: ({ inputs }, [dy]) => [ops.sumTo(dy!, at(inputs, 0).shape)],
  },
  Concat: {
    infer: (inputs, attributes) => {
      const first = at(inputs, 0)
      const axis = number(attributes, 'axis')
      const total = inputs.reduce((n, x) => n + x!.shape[axis]!, 0)
      return [{ dtype: first.dtype, shape: first.shape.map((n, i) => (i === axis ? total : n)) }]
    },
    vjp: ({ inputs, attributes }, [dy]) => {
      const axis = number(attributes, 'axis')
      return ops.split(
        dy!,
        axis,
        inputs.map((x) => x!.shape[axis]!),
      )
    },
  },
  /** Parts of the given sizes along one axis: one node hands out every matrix of a flat theta. */
  Split: {
    infer: (inputs, attributes) => {
      const x = at(inputs, 0)
      const axis = number(attributes, 'axis')
      const sizes = list(attributes, 'split')
      if (sizes.reduce((a, b) => a + b, 0) !== x.shape[axis])
        throw new Error(`Split sizes do not add up to ${x.shape[axis]}.`)
      return sizes.map((size) => ({ dtype: x.dtype, shape: x.shape.map((n, i) => (i === axis ? size : n)) }))
    },
    vjp: ({ outputs, attributes }, grads) => [
      ops.concat(
        grads.map((grad, i) => grad ?? ops.zeros(outputs[i]!.graph, outputs[i]!.shape)),
        number(attributes, 'axis'),
      ),
    ],
  },
  /** Contiguous piece along one axis: starts, ends and axes are attributes here, inputs in ONNX. */
  Slice: {
    infer: (inputs, attributes) => {
      const x = at(inputs, 0)
      const [axis, start, end] = [
        number(attributes, 'axis'),
        number(attributes, 'start'),
        number(attributes, 'end'),
      ]
      if (start < 0 || end > x.shape[axis]! || start >= end)
        throw new Error(`Slice ${start}..${end} of ${x.shape[axis]}.`)
      return [{ dtype: x.dtype, shape: x.shape.map((n, i) => (i === axis ? end - start : n)) }]
    },
    vjp: ({ inputs, attributes }, [dy]) => {
      const x = at(inputs, 0)
      const [axis, start, end] = [
        number(attributes, 'axis'),
        number(attributes, 'start'),
        number(attributes, 'end'),
      ]
      const zeros = (n: number) =>
        n > 0
          ? [
              ops.zeros(
                x.graph,
                x.shape.map((m, i) => (i === axis ? n : m)),
              ),
            ]
          : []
      return [ops.concat([...zeros(start), dy!, ...zeros(x.shape[axis]! - end)], axis)]
    },
  },
  /** Rows of a table [V, ...] at indices: the embedding. */
  Gather: {
    infer: (inputs) => [
      { dtype: at(inputs, 0).dtype, shape: [...at(inputs, 1).shape, ...at(inputs, 0).shape.slice(1)] },
    ],
    vjp: ({ inputs }, [dy]) => {
      const [table, indices] = [at(inputs, 0), at(inputs, 1)]
      const rows = sizeOf(indices.shape)
      const where = ops.reshape(ops.cast(indices, 'i64'), [rows, 1])
      return [
        ops.scatterAddRows(
          ops.zeros(table.graph, table.shape),
          where,
          ops.reshape(dy!, [rows, ...table.shape.slice(1)]),
        ),
        null,
      ]
    },
  },
  /** One element of the last axis per index. */
  GatherElements: {
    infer: (inputs) => [{ dtype: at(inputs, 0).dtype, shape: at(inputs, 1).shape }],
    vjp: ({ inputs }, [dy]) => {
      const [x, indices] = [at(inputs, 0), at(inputs, 1)]
      return [ops.scatterAddElements(ops.zeros(x.graph, x.shape), indices, dy!), null]
    },
  },
  ScatterElements: { infer: like },
  ScatterND: { infer: like },
  /** Values and i64 indices of the k largest along the last axis; k is an attribute here, an input in ONNX. */
  TopK: {
    infer: (inputs, attributes) => {
      const x = at(inputs, 0)
      const shape = [...x.shape.slice(0, -1), number(attributes, 'k')]
      return [
        { dtype: x.dtype, shape },
        { dtype: 'i64', shape },
      ]
    },
    vjp: ({ inputs, outputs }, [dy]) => [
      ops.scatterAddElements(ops.zeros(at(inputs, 0).graph, at(inputs, 0).shape), outputs[1]!, dy!),
    ],
  },
  /** Blocks of a frozen matrix made floats: (q - zero) * scale. */
  DequantizeLinear: { infer: (inputs) => [{ dtype: 'f32', shape: at(inputs, 0).shape }] },
  /** A product with a frozen matrix of 4 or 8 bit blocks, for decoding: no gradient passes it. */
  MatMulNBits: {
    domain: 'com.microsoft',
    infer: (inputs, attributes) => {
      const [x, q, scales] = [at(inputs, 0).shape, at(inputs, 1).shape, at(inputs, 2).shape]
      const [k, n, block] = [
        number(attributes, 'K'),
        number(attributes, 'N'),
        number(attributes, 'block_size'),
      ]
      if (x.at(-1) !== k || q[0] !== n || scales[0] !== n || scales[1] !== k / block)
        throw new Error(`MatMulNBits of [${x.join(',')}], [${q.join(',')}] and [${scales.join(',')}].`)
      return [{ dtype: 'f32', shape: [...x.slice(0, -1), n] }]
    },
  },
  /**
   * RMS norm (Zhang & Sennrich 2019) over the last axis. Its second output (1 / rms) is left out: onnxruntime-web 1.30's WebGPU kernel writes the
   * mean there, so the gradient computes it again.
   */
  SimplifiedLayerNormalization: {
    infer: like,
    vjp: ({ inputs, attributes }, [dy], needs) => {
      const [x, scale] = [at(inputs, 0), at(inputs, 1)]
      const epsilon = x.graph.scalar((attributes['epsilon'] as { float: number }).float)
      const rms = ops.sqrt(ops.add(ops.mean(ops.mul(x, x), [-1], true), epsilon))
      const normalised = ops.div(x, rms)
      const scaled = ops.mul(dy!, scale)
      const along = ops.mean(ops.mul(scaled, normalised), [-1], true)
      return [
        needs(0) ? ops.div(ops.sub(scaled, ops.mul(normalised, along)), rms) : null,
        needs(1) ? ops.sumTo(ops.mul(dy!, normalised), scale.shape) : null,
      ]
    },
  },
  /** Rotary position embedding (Su et al. 2021), half-split layout, on [B, T, heads * headDim]; inputs x, positions i64 [B, T], cos and sin [maxT, headDim / 2]. */
  RotaryEmbedding: {
    domain: 'com.microsoft',
    infer: like,
    vjp: ({ inputs, attributes }, [dy]) => {
      const [, positions, cos, sin] = inputs
      return [
        dy!.graph.add('RotaryEmbedding', [dy!, positions!, cos!, ops.neg(sin!)], attributes)[0]!,
        null,
        null,
        null,
      ]
    },
  },
}
