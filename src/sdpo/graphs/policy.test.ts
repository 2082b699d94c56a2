/** What the reference's cases (experiments/conformance) do not have: RLSD's weights of a token's advantage. */
import { expect, it } from 'vitest'
import { gradient } from 'ort-train'
import { FedGraph } from 'ort-train/testing/fed-graph'
import * as ops from 'ort-train/ops'
import { nativeRuntime } from '../../../scripts/native-runtime.ts'
import { evidenceWeight } from './policy.ts'

it('praises more what hindsight likes, blames more what it doubts, and never by more than the clip', async () => {
  const fed = new FedGraph(nativeRuntime({ threads: 1 }))
  const shift = [Math.log(1.1), Math.log(0.9), 5]
  const rows = [0.5, -0.5, 0.5]
  const student = fed.input(
    'student',
    [3, 3],
    rows.flatMap(() => [-2, -2, -7]),
  )
  const teacher = fed.input(
    'teacher',
    [3, 3],
    rows.flatMap(() => [-2 + shift[0]!, -2 + shift[1]!, -7 + shift[2]!]),
  )
  const advantages = fed.input('advantages', [3, 1], rows)
  const told = fed.input('told', [3, 1], [1, 1, 0])
  const weights = evidenceWeight(student, teacher, advantages, told, 0.2)
  const [grad] = gradient(ops.total(ops.add(weights, ops.mul(student, 0))), [student])
  const out = await fed.run({ weights, grad: grad! })
  const expected = [1.1, 0.9, 1.2, 1 / 1.1, 1 / 0.9, 0.8, 1, 1, 1]
  expected.forEach((weight, i) => expect(out.weights[i]).toBeCloseTo(weight, 6))
  expect([...out.grad].every((x) => x === 0)).toBe(true)
})
