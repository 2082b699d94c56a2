/**
 * Projections that read the same, joined into one product: q, k and v; gate and up. Their matrices lie under one another, and
 * so do those of their adapters; what a step of decoding costs beside its products is the number of its operators.
 */
import { f32, type DType, type Graph, type Shape, type Tensor, type TypedArray } from 'ort-train'
import * as ops from 'ort-train/ops'
import type { LlamaConfig } from './config.ts'
import { matrixProduct, type MatrixFormat } from './matrix-inputs.ts'
import {
  biasName,
  hasBias,
  projectionGroups,
  projectionShape,
  type Projection,
  type ProjectionGroup,
} from './parameters.ts'

export const joins = Object.keys(projectionGroups) as ProjectionGroup[]

/** [out of each, in] of projections that are joined. */
export function joinShape(config: LlamaConfig, join: ProjectionGroup): { outs: number[]; inputs: number } {
  const shapes = projectionGroups[join].map((projection) => projectionShape(config, projection))
  return { outs: shapes.map(([out]) => out), inputs: shapes[0]![1] }
}

/** A value that becomes part of a program. */
export interface Constant {
  dtype: DType
  shape: Shape
  data: TypedArray
}

/** A layer's weights as constants: norms and biases by name, and the parts of each matrix as `matrixInputs` names them. */
export interface LayerConstants {
  vectors: Readonly<Record<string, Constant>>
  matrices: Readonly<Record<Projection, Readonly<Record<string, Constant>>>>
  formats: Readonly<Record<Projection, MatrixFormat>>
}

/** A join's adapters as inputs: x -> x A^T -> (x A^T) B, with A [r of all, in], and B [r of all, out of all], scaled, zero between one projection and another. */
export const adapterInputs = (config: LlamaConfig, rank: number) =>
  Object.fromEntries(
    joins.map((join) => {
      const { outs, inputs } = joinShape(config, join)
      const rows = rank * outs.length
      return [join, { a: f32([rows, inputs]), b: f32([rows, outs.reduce((x, y) => x + y)]) }]
    }),
  ) as Record<ProjectionGroup, { a: ReturnType<typeof f32>; b: ReturnType<typeof f32> }>

/** x [rows, in] -> x W^T + bias + adapter, added to `onto` where it is given: [rows, out of all]. */
export function joinedProduct(
  config: LlamaConfig,
  join: ProjectionGroup,
  x: Tensor,
  { vectors, matrices, formats }: LayerConstants,
  adapter: { a: Tensor; b: Tensor },
  onto: Tensor | null = null,
): Tensor {
  const { graph } = x
  const names = projectionGroups[join]
  const { outs, inputs } = joinShape(config, join)
  const bias = hasBias(config, names[0])
    ? graph.joined(
        'f32',
        [outs.reduce((a, b) => a + b)],
        names.map((name) => vectors[biasName(name)]!.data),
      )
    : null
  const low = ops.gemm(x, adapter.a, false, true)
  const through = (y: Tensor) => ops.gemm(low, adapter.b, false, false, y)
  if (names.every((name) => formats[name] === 'f32')) {
    const w = stacked(
      graph,
      names.map((name) => matrices[name].w!),
    )
    const y = through(ops.gemm(x, w, false, true, bias ?? onto))
    return bias && onto ? ops.add(y, onto) : y
  }
  const format = formats[names[0]]
  const alike = names.every((name) => JSON.stringify(formats[name]) === JSON.stringify(format))
  const product = alike
    ? matrixProduct(
        Object.fromEntries(
          Object.keys(matrices[names[0]]).map((part) => [
            part,
            stacked(
              graph,
              names.map((name) => matrices[name][part]!),
            ),
          ]),
        ),
        [outs.reduce((a, b) => a + b), inputs],
        format,
        'decode',
      )(x)
    : ops.concat(
        names.map((name) =>
          matrixProduct(
            Object.fromEntries(
              Object.entries(matrices[name]).map(([part, value]) => [part, stacked(graph, [value])]),
            ),
            projectionShape(config, name),
            formats[name],
            'decode',
          )(x),
        ),
        1,
      )
  const y = through(bias ? ops.add(product, bias) : product)
  return onto ? ops.add(y, onto) : y
}

/** Matrices [out, ...] under one another. */
function stacked(graph: Graph, parts: readonly Constant[]): Tensor {
  const { dtype, shape } = parts[0]!
  const rows = parts.reduce((sum, part) => sum + part.shape[0]!, 0)
  return graph.joined(
    dtype,
    [rows, ...shape.slice(1)],
    parts.map(({ data }) => data),
  )
}
