/** Every op with a gradient rule in a small graph: for the check against differences, and for backends against each other. */
import type { Runtime } from '../runtime/runtime.ts'
import { Value } from '../runtime/value.ts'
import { gradient } from './autodiff.ts'
import { Graph, type Tensor } from './graph.ts'
import { sizeOf, type Shape } from './shapes.ts'
import { serialise } from './onnx.ts'
import * as ops from './ops.ts'
import { seededDraws } from './seeded-draws.testing.ts'

export interface Case {
  op: string
  inputs: Shape[]
  build: (x: Tensor[]) => Tensor
  /** Keeps inputs away from kinks and poles. */
  positive?: boolean
}

const rope = (x: Tensor) => {
  const { graph } = x
  const angles = Array.from({ length: 8 * 2 }, (_, i) => Math.floor(i / 2) / (1 + (i % 2) * 9))
  return ops.rotary(
    x,
    graph.constant('i64', [2, 3], [0, 1, 2, 5, 6, 7]),
    graph.constant('f32', [8, 2], angles.map(Math.cos)),
    graph.constant('f32', [8, 2], angles.map(Math.sin)),
  )
}

export const cases: Case[] = [
  { op: 'Add', inputs: [[2, 3], [3]], build: ([a, b]) => ops.add(a!, b!) },
  {
    op: 'Sub',
    inputs: [
      [2, 1],
      [2, 3],
    ],
    build: ([a, b]) => ops.sub(a!, b!),
  },
  {
    op: 'Mul',
    inputs: [
      [2, 3],
      [2, 1],
    ],
    build: ([a, b]) => ops.mul(a!, b!),
  },
  { op: 'Div', inputs: [[2, 3], [3]], build: ([a, b]) => ops.div(a!, b!), positive: true },
  {
    op: 'Min',
    inputs: [
      [2, 3],
      [2, 3],
    ],
    build: ([a, b]) => ops.min(a!, b!),
  },
  {
    op: 'Max',
    inputs: [
      [2, 3],
      [2, 3],
    ],
    build: ([a, b]) => ops.max(a!, b!),
  },
  { op: 'Neg', inputs: [[4]], build: ([a]) => ops.neg(a!) },
  { op: 'Exp', inputs: [[4]], build: ([a]) => ops.exp(a!) },
  { op: 'Log', inputs: [[4]], build: ([a]) => ops.log(a!), positive: true },
  { op: 'Sqrt', inputs: [[4]], build: ([a]) => ops.sqrt(a!), positive: true },
  { op: 'Sigmoid', inputs: [[4]], build: ([a]) => ops.sigmoid(a!) },
  {
    op: 'Where',
    inputs: [[3], [2, 3]],
    build: ([a, b]) => ops.where(a!.graph.constant('bool', [2, 3], [1, 0, 1, 0, 1, 1]), a!, b!),
  },
  {
    op: 'MatMul',
    inputs: [
      [3, 2, 4],
      [4, 5],
    ],
    build: ([a, b]) => ops.matmul(a!, b!),
  },
  {
    op: 'MatMul',
    inputs: [
      [2, 1, 2, 3],
      [2, 3, 3, 2],
    ],
    build: ([a, b]) => ops.matmul(a!, b!),
  },
  ...[0, 1, 2, 3].map((flags): Case => {
    const [ta, tb] = [flags % 2 === 1, flags > 1]
    return {
      op: 'Gemm',
      inputs: [ta ? [3, 2] : [2, 3], tb ? [4, 3] : [3, 4]],
      build: ([a, b]) => ops.gemm(a!, b!, ta, tb),
    }
  }),
  ...[[2, 4], [4], [2, 1]].map((c): Case => ({
    op: 'Gemm',
    inputs: [[2, 3], [4, 3], c],
    build: ([a, b, onto]) => ops.gemm(a!, b!, false, true, onto!),
  })),
  { op: 'Softmax', inputs: [[2, 4]], build: ([a]) => ops.softmax(a!) },
  { op: 'ReduceSum', inputs: [[2, 3, 2]], build: ([a]) => ops.sum(a!, [1]) },
  { op: 'ReduceMean', inputs: [[2, 3, 2]], build: ([a]) => ops.mean(a!, [0, 2], true) },
  { op: 'Reshape', inputs: [[2, 3]], build: ([a]) => ops.reshape(a!, [3, 2]) },
  { op: 'Transpose', inputs: [[2, 3, 4]], build: ([a]) => ops.transpose(a!, [2, 0, 1]) },
  { op: 'Expand', inputs: [[2, 1]], build: ([a]) => ops.expand(a!, [2, 3]) },
  {
    op: 'Concat',
    inputs: [
      [2, 1],
      [2, 3],
    ],
    build: ([a, b]) => ops.concat([a!, b!], 1),
  },
  {
    op: 'Split',
    inputs: [[5]],
    build: ([a]) => ops.mul(ops.split(a!, 0, [2, 1, 2])[2]!, ops.split(a!, 0, [2, 1, 2])[0]!),
  },
  {
    op: 'Split',
    inputs: [[60]],
    build: ([a]) => ops.concat(ops.split(a!, 0, Array<number>(60).fill(1)).toReversed(), 0),
  },
  { op: 'Slice', inputs: [[2, 5]], build: ([a]) => ops.slice(a!, 1, 1, 4) },
  {
    op: 'Gather',
    inputs: [[4, 3]],
    build: ([a]) => ops.gather(a!, a!.graph.constant('i64', [2, 2], [1, 3, 1, 0])),
  },
  {
    op: 'GatherElements',
    inputs: [[2, 4]],
    build: ([a]) => ops.gatherElements(a!, a!.graph.constant('i64', [2, 1], [3, 1])),
  },
  { op: 'TopK', inputs: [[2, 5]], build: ([a]) => ops.topK(a!, 2)[0] },
  {
    op: 'SimplifiedLayerNormalization',
    inputs: [[2, 3, 4], [4]],
    build: ([a, b]) => ops.rmsNorm(a!, b!, 1e-5),
  },
  { op: 'RotaryEmbedding', inputs: [[2, 3, 8]], build: ([a]) => rope(a!) },
]

/** The graph of one case summed with fixed weights, with or without its gradients `d0`, `d1`…, loaded and run once. */
export async function evaluate(
  runtime: Runtime,
  build: Case['build'],
  shapes: Shape[],
  values: Float32Array[],
  weights: Float32Array,
  withGradient: boolean,
) {
  const graph = new Graph()
  const inputs = shapes.map((shape, i) => graph.input(`x${i}`, 'f32', shape))
  const y = build(inputs)
  const loss = ops.total(ops.mul(y, graph.constant('f32', y.shape, weights.subarray(0, sizeOf(y.shape)))))
  graph.output('loss', loss)
  if (withGradient) gradient(loss, inputs).forEach((grad, i) => graph.output(`d${i}`, grad))
  const session = await runtime.load(serialise(graph))
  const run = async (fed: Float32Array[]): Promise<{ loss: number; gradients: Float32Array[] }> => {
    const outputs = await session.run(
      Object.fromEntries(fed.map((value, i) => [`x${i}`, runtime.tensor('f32', shapes[i]!, value)])),
    )
    const read = graph.outputs.map(async ({ name, tensor: { shape } }) => {
      const value = outputs[name]
      if (!value) throw new Error(`${name} was not given`)
      return new Value('f32', shape, value).read()
    })
    const [losses, ...gradients] = await Promise.all(read)
    return { loss: losses?.[0] ?? NaN, gradients }
  }
  return { run, first: await run(values) }
}

export function nameOf(c: Case): string {
  return `${c.op} ${c.inputs.map((s) => `[${s.join()}]`).join(' ')}`
}

/** Seeded input values of case i. */
export function inputsOf(c: Case, i: number): { values: Float32Array[]; weights: Float32Array } {
  const { uniform, normal } = seededDraws(i)
  const values = c.inputs.map((shape) =>
    Float32Array.from({ length: sizeOf(shape) }, () => (c.positive ? 1 + uniform() : normal())),
  )
  return { values, weights: Float32Array.from({ length: 64 }, normal) }
}
