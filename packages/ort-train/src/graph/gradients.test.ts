/** Every gradient rule against central differences, and every op in the table covered. */
import { describe, expect, it } from 'vitest'
import { nativeRuntime } from '../../../../scripts/native-runtime.ts'
import { gradient } from './autodiff.ts'
import { cases, evaluate, inputsOf, nameOf } from './cases.testing.ts'
import { Graph } from './graph.ts'
import * as ops from './ops.ts'
import { gradients } from './gradients.ts'

const runtime = nativeRuntime({ threads: 1 })

describe('gradient rules against central differences', () => {
  it.each(cases.map((c, i) => ({ ...c, name: nameOf(c), i })))('$name', async (c) => {
    const { values, weights } = inputsOf(c, c.i)
    const { run, first } = await evaluate(runtime, c.build, c.inputs, values, weights, true)
    const step = 2e-3
    for (const [i, value] of values.entries()) {
      const analytic = first.gradients[i]!
      for (let j = 0; j < value.length; j++) {
        const shifted = async (by: number) => {
          const moved = values.map((v) => v.slice())
          moved[i]![j]! += by
          return (await run(moved)).loss
        }
        const numeric = ((await shifted(step)) - (await shifted(-step))) / (2 * step)
        expect(
          Math.abs(analytic[j]! - numeric),
          `input ${i}, element ${j}: ${analytic[j]} against ${numeric}`,
        ).toBeLessThan(5e-3 * (1 + Math.abs(numeric)))
      }
    }
  })

  it('covers every op that has a rule', () => {
    const covered = new Set(cases.map((c) => c.op))
    const ruled = Object.keys(gradients).filter((op) => op !== 'Identity')
    expect(ruled.filter((op) => !covered.has(op))).toEqual([])
  })

  it('lets nothing through stopGradient', async () => {
    const { first } = await evaluate(
      runtime,
      ([a]) => ops.mul(ops.stopGradient(a!), a!),
      [[2]],
      [Float32Array.of(3, 4)],
      Float32Array.of(1, 1),
      true,
    )
    expect([...first.gradients[0]!]).toEqual([3, 4])
  })

  it('names the op that has no rule', () => {
    const graph = new Graph()
    const x = graph.input('x', 'f32', [3])
    expect(() => gradient(ops.reduceMax(x, [0]), [x])).toThrow('ReduceMax has no gradient rule')
  })
})
