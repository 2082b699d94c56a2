/**
 * The gradient rules (vector-Jacobian products), one an op. Each is checked against finite differences
 * (gradients.test.ts). An op without a rule is not differentiable, or constant almost everywhere;
 * asking for its gradient throws.
 */
import type { Node, Outputs, Tensor } from './graph.ts'
import type { OpName } from './op-table.ts'
import * as ops from './ops.ts'
import { normaliseAxis, sizeOf } from './shapes.ts'

/** A single output's gradient is there whenever its rule is asked; of several some may be unused. */
type Grads<O extends OpName> =
  Outputs<O> extends readonly [Tensor] ? readonly [Tensor] : readonly (Tensor | undefined)[]

/**
 * Gradients of the inputs given those of the outputs; null means zero.
 * `needs(i)` says whether input i wants one at all.
 */
type Rule<O extends OpName> = (
  node: Node<O>,
  grads: Grads<O>,
  needs: (input: number) => boolean,
) => readonly (Tensor | null)[]

type UnaryOp = 'Neg' | 'Exp' | 'Log' | 'Sqrt' | 'Sigmoid'
type BinaryOp = 'Add' | 'Sub' | 'Mul' | 'Div' | 'Min' | 'Max'

/** A function of one input whose derivative is a function of input and output. */
const unary =
  (derivative: (x: Tensor, y: Tensor, dy: Tensor) => Tensor): Rule<UnaryOp> =>
  ({ inputs: [x], outputs: [y] }, [dy]) => [derivative(x, y, dy)]

type BinaryDerivative = (x: Tensor, y: Tensor, dy: Tensor, out: Tensor) => Tensor
/** A broadcasting function of two inputs; `a` and `b` give the unsummed gradients. */
const binary =
  (a: BinaryDerivative, b: BinaryDerivative): Rule<BinaryOp> =>
  ({ inputs: [x, y], outputs: [out] }, [dy], needs) => [
    needs(0) ? ops.sumTo(a(x, y, dy, out), x.shape) : null,
    needs(1) ? ops.sumTo(b(x, y, dy, out), y.shape) : null,
  ]

/** Undoes a reduction's loss of rank, so that its gradient broadcasts. */
function keepDims(grad: Tensor, { inputs: [x], attributes }: Node<'ReduceSum' | 'ReduceMean'>): Tensor {
  const axes = attributes.axes.map((axis) => normaliseAxis(axis, x.shape.length))
  return ops.reshape(
    grad,
    x.shape.map((n, i) => (axes.includes(i) ? 1 : n)),
  )
}

const sized = (shape: readonly number[], axis: number, size: number) =>
  shape.map((n, i) => (i === axis ? size : n))

export const gradients: { readonly [O in OpName]?: Rule<O> } = {
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
  /** `stopGradient` alone emits it, hence the zero. */
  Identity: () => [null],
  Where: ({ inputs: [condition, a, b] }, [dy], needs) => [
    null,
    needs(1) ? ops.sumTo(ops.where(condition, dy, 0), a.shape) : null,
    needs(2) ? ops.sumTo(ops.where(condition, 0, dy), b.shape) : null,
  ],
  MatMul: ({ inputs: [a, b] }, [dy], needs) => [
    needs(0) ? ops.sumTo(ops.matmul(dy, ops.swapLast(b)), a.shape) : null,
    needs(1) ? ops.sumTo(ops.matmul(ops.swapLast(a), dy), b.shape) : null,
  ],
  Gemm: ({ inputs: [a, b, c], attributes: { transA, transB } }, [dy], needs) => [
    needs(0) ? (transA ? ops.gemm(b, dy, transB, true) : ops.gemm(dy, b, false, !transB)) : null,
    needs(1) ? (transB ? ops.gemm(dy, a, true, transA) : ops.gemm(a, dy, !transA, false)) : null,
    c && needs(2) ? ops.sumTo(dy, c.shape) : null,
  ],
  Softmax: ({ outputs: [y], attributes: { axis } }, [dy]) => {
    const weighted = ops.mul(dy, y)
    return [ops.sub(weighted, ops.mul(y, ops.sum(weighted, [axis], true)))]
  },
  ReduceSum: (node, [dy]) => [ops.expand(keepDims(dy, node), node.inputs[0].shape)],
  ReduceMean: (node, [dy]) => {
    const { shape } = node.inputs[0]
    return [ops.expand(ops.mul(keepDims(dy, node), sizeOf(dy.shape) / sizeOf(shape)), shape)]
  },
  // ReduceMax has none: it serves numerical shifts alone, always behind `stopGradient`.
  Reshape: ({ inputs: [x] }, [dy]) => [ops.reshape(dy, x.shape), null],
  Transpose: ({ attributes: { perm } }, [dy]) => [
    ops.transpose(
      dy,
      perm.map((_, i) => perm.indexOf(i)),
    ),
  ],
  Expand: ({ inputs: [x] }, [dy]) => [ops.sumTo(dy, x.shape)],
  Concat: ({ inputs, attributes: { axis } }, [dy]) =>
    ops.split(
      dy,
      axis,
      inputs.map(({ shape }) => shape[axis] ?? NaN),
    ),
  Split: ({ outputs, attributes: { axis } }, grads) => [
    ops.concat(
      outputs.map((output, i) => grads[i] ?? ops.zeros(output.graph, output.shape)),
      axis,
    ),
    null,
  ],
  Slice: ({ inputs: [x], attributes: { axis, start, end } }, [dy]) => {
    const zeros = (size: number) => (size > 0 ? [ops.zeros(x.graph, sized(x.shape, axis, size))] : [])
    return [ops.concat([...zeros(start), dy, ...zeros((x.shape[axis] ?? NaN) - end)], axis)]
  },
  Gather: ({ inputs: [table, indices] }, [dy]) => {
    const rows = sizeOf(indices.shape)
    return [
      ops.scatterAddRows(
        ops.zeros(table.graph, table.shape),
        ops.reshape(ops.cast(indices, 'i64'), [rows, 1]),
        ops.reshape(dy, [rows, ...table.shape.slice(1)]),
      ),
      null,
    ]
  },
  GatherElements: ({ inputs: [x, indices] }, [dy]) => [
    ops.scatterAddElements(ops.zeros(x.graph, x.shape), indices, dy),
    null,
  ],
  TopK: ({ inputs: [x], outputs: [, indices] }, [dy]) => [
    dy ? ops.scatterAddElements(ops.zeros(x.graph, x.shape), indices, dy) : null,
  ],
  SimplifiedLayerNormalization: ({ inputs: [x, scale], attributes: { epsilon } }, [dy], needs) => {
    const rms = ops.sqrt(ops.add(ops.mean(ops.mul(x, x), [-1], true), epsilon))
    const normalised = ops.div(x, rms)
    const scaled = ops.mul(dy, scale)
    const along = ops.mean(ops.mul(scaled, normalised), [-1], true)
    return [
      needs(0) ? ops.div(ops.sub(scaled, ops.mul(normalised, along)), rms) : null,
      needs(1) ? ops.sumTo(ops.mul(dy, normalised), scale.shape) : null,
    ]
  },
  /** A rotation's gradient is turned back by the same angles. */
  RotaryEmbedding: ({ inputs: [, positions, cos, sin] }, [dy]) => [
    ops.rotary(dy, positions, cos, ops.neg(sin)),
    null,
    null,
    null,
  ],
}

/** The gradients of a node's inputs, or null where its op has no rule. */
export function backward<O extends OpName>(
  node: Node<O>,
  grads: readonly (Tensor | undefined)[],
  needs: (input: number) => boolean,
): readonly (Tensor | null)[] | null {
  const rule = gradients[node.op] as Rule<O> | undefined
  return rule ? rule(node, grads as Grads<O>, needs) : null
}
