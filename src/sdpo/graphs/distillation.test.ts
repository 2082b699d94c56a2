/** What the reference's cases (experiments/conformance) do not have: the clip of the log-ratio, and the sequence level. */
import { describe, expect, it } from 'vitest'
import { gradient } from 'ort-train'
import { FedGraph } from 'ort-train/testing/fed-graph'
import * as ops from 'ort-train/ops'
import { nativeRuntime } from '../../../scripts/native-runtime.ts'
import { sequenceLevel, tokenLevel } from './distillation.ts'

const runtime = nativeRuntime({ threads: 1 })

describe('losses on the sampled tokens', () => {
  it('clamp the log-ratio of each token, which is its gradient', async () => {
    const fed = new FedGraph(runtime)
    const student = fed.input('student', [3], [-1, -9, -2])
    const losses = tokenLevel(student, fed.input('teacher', [3], [-9, -1, -3]), 5)
    const [grad] = gradient(ops.total(losses), [student])
    const out = await fed.run({ losses, grad: grad! })
    expect([...out.losses]).toEqual([-5, 45, -2])
    expect([...out.grad]).toEqual([5, -5, 1])
  })

  it('give each token of a sequence the mean log-ratio of those that count', async () => {
    const fed = new FedGraph(runtime)
    const student = fed.input('student', [2, 3], [-1, -2, -3, -1, -1, -1])
    const teacher = fed.input('teacher', [2, 3], [-2, -5, -9, -1, -1, -1])
    const losses = sequenceLevel(student, teacher, fed.input('mask', [2, 3], [1, 1, 0, 0, 0, 0]), null)
    const [grad] = gradient(ops.total(losses), [student])
    const out = await fed.run({ losses, grad: grad! })
    expect([...out.losses]).toEqual([-2, -4, -6, -0, -0, -0])
    expect([...out.grad]).toEqual([2, 2, 2, 0, 0, 0])
  })
})
