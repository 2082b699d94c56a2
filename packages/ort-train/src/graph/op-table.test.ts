/** What the compiler refuses of an op: a misspelt name or attribute, a missing input. Each would otherwise be found by onnxruntime alone. */
import { describe, expect, expectTypeOf, it } from 'vitest'
import { Graph, type Tensor } from './graph.ts'
import type { Attributes } from './op-table.ts'

describe('the type of graph.add', () => {
  const graph = new Graph()
  const x = graph.input('x', 'f32', [2, 3])

  it('knows how many tensors an op makes', () => {
    expectTypeOf(graph.add('TopK', [x], { k: 2 })).toEqualTypeOf<readonly [Tensor, Tensor]>()
    expectTypeOf(graph.add('Add', [x, x])).toEqualTypeOf<readonly [Tensor]>()
    expectTypeOf<Attributes['Softmax']>().toEqualTypeOf<{ axis: number }>()
  })

  it('refuses a misspelt op, a misspelt attribute, and a wrong number of inputs', () => {
    const wrong = [
      // @ts-expect-error: the op is Softmax
      () => graph.add('SoftMax', [x], { axis: -1 }),
      // @ts-expect-error: the attribute is axis
      () => graph.add('Softmax', [x], { axes: -1 }),
      // @ts-expect-error: Softmax has an attribute
      () => graph.add('Softmax', [x]),
      // @ts-expect-error: Add has two inputs
      () => graph.add('Add', [x]),
      // @ts-expect-error: Add has no attributes
      () => graph.add('Add', [x, x], { axis: 0 }),
    ]
    expect(wrong).toHaveLength(5)
  })

  it('says which shapes do not fit', () => {
    expect(() => graph.add('Gemm', [x, x, null], { transA: false, transB: false })).toThrow(
      'Gemm of [2,3] and [2,3].',
    )
    expect(() => graph.add('Transpose', [x], { perm: [0] })).toThrow('Transpose of [2,3] by [0].')
  })
})
