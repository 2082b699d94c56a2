/** What the reference's cases (experiments/conformance) do not have: the clips, and the sequence level. */
import { describe, expect, it } from 'vitest'
import { gradient } from 'ort-train'
import { FedGraph } from 'ort-train/testing/fed-graph'
import * as ops from 'ort-train/ops'
import { nativeRuntime } from '../../../scripts/native-runtime.ts'
import { Rng } from '../../rng.ts'
import { ofLogits } from '../config.ts'
import { divergenceSpec, topIndices, type DivergenceSpec } from '../divergence.ts'
import { divergence, pointwiseClipped, sequenceLevel, studentOutput, tokenLevel } from './distillation.ts'

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

const logSoftmax = (z: readonly number[]) => {
  const mass = Math.log(z.reduce((sum, value) => sum + Math.exp(value), 0))
  return z.map((value) => value - mass)
}

/** The clipped divergence of one row, term by term in doubles, from the student's logits and the teacher's log-probabilities. */
function clippedByHand(
  z: readonly number[],
  teacher: readonly number[],
  { alpha, topK, addTail }: DivergenceSpec,
  clip: number,
): number {
  const student = logSoftmax(z)
  const chosen = topIndices(student, topK ?? z.length)
  const buckets = (row: readonly number[]) => {
    const p = chosen.map((i) => Math.exp(row[i]!))
    const mass = p.reduce((a, b) => a + b, 0)
    return topK === null ? p : addTail ? [...p, 1 - mass] : p.map((x) => x / mass)
  }
  const [s, t] = [buckets(student), buckets(teacher)]
  return s.reduce((sum, p, i) => {
    const q = t[i]!
    const m = (1 - alpha) * p + alpha * q
    const share =
      alpha === 0
        ? q * Math.log(q / p)
        : alpha === 1
          ? p * Math.log(p / q)
          : (1 - alpha) * p * Math.log(p / m) + alpha * q * Math.log(q / m)
    return sum + Math.min(share, clip)
  }, 0)
}

describe('a divergence clipped pointwise', () => {
  const [rows, vocabulary, clip] = [4, 7, 0.03]
  const rng = Rng.of(5, 'pointwise')
  const draw = () => Array.from({ length: vocabulary }, () => 1.5 * rng.normal())
  const z = Array.from({ length: rows }, draw)
  const teacher = Array.from({ length: rows }, () => logSoftmax(draw()))
  const specs = ([0, 0.5, 1] as const).flatMap((alpha) =>
    [ofLogits(alpha), ofLogits(alpha, 3), ofLogits(alpha, 3, false)].map(divergenceSpec),
  )

  it.each(specs)('adds up what each entry gives, at most the clip, and its slopes: %o', async (spec) => {
    const fed = new FedGraph(runtime)
    const logits = fed.input('logits', [rows, vocabulary], z.flat())
    const told = fed.input('teacher', [rows, vocabulary], teacher.flat())
    const output = studentOutput(logits)
    const losses = pointwiseClipped(output, told, spec, clip)
    const [grad] = gradient(ops.total(losses), [logits])
    const out = await fed.run({ losses, whole: divergence(output, told, spec), grad: grad! })
    let clippedRows = 0
    for (const [r, row] of z.entries()) {
      const by = (values: readonly number[]) => clippedByHand(values, teacher[r]!, spec, clip)
      expect(out.losses[r]).toBeCloseTo(by(row), 5)
      if (out.losses[r]! < out.whole[r]! - 1e-4) clippedRows++
      const h = 1e-5
      for (const j of row.keys()) {
        const moved = (d: number) => row.map((value, i) => (i === j ? value + d : value))
        expect(out.grad[r * vocabulary + j]).toBeCloseTo((by(moved(h)) - by(moved(-h))) / (2 * h), 4)
      }
    }
    expect(clippedRows).toBeGreaterThan(0)
  })

  it('is the divergence where nothing reaches the clip', async () => {
    const fed = new FedGraph(runtime)
    const output = studentOutput(fed.input('logits', [rows, vocabulary], z.flat()))
    const told = fed.input('teacher', [rows, vocabulary], teacher.flat())
    const spec = divergenceSpec(ofLogits(0.5))
    const out = await fed.run({
      clipped: pointwiseClipped(output, told, spec, 1e3),
      whole: divergence(output, told, spec),
    })
    out.whole.forEach((value, r) => expect(out.clipped[r]).toBeCloseTo(value, 5))
  })
})
