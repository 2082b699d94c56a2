/** Updates whose attempts have different losses, against updates of one loss alone, on a real small Llama. */
import { expect, it } from 'vitest'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { defaultRunConfig } from './config.ts'
import { LlamaLearner } from './llama-learner.ts'
import type { UpdateRow } from './learner.ts'
import { teaches, type LossTerms } from './loss-terms.ts'
import { openReference, referenceAdapter, referenceRow } from './reference-llama.testing.ts'

const model = openReference(nativeRuntime())
const row = (i: number, mask: 0 | 1, advantage: number) =>
  referenceRow(i, { oldLogProb: -2, mask, advantage })

async function gradientOf(rows: readonly UpdateRow[], terms: LossTerms): Promise<Float32Array> {
  const { loss, optimiser, teacher, temperature } = defaultRunConfig
  const learner = new LlamaLearner(model, referenceAdapter(1), referenceAdapter(8))
  return (await learner.update(rows, { loss, optimiser, teacher, temperature, terms })).gradient
}

const size = (vector: Float32Array) => Math.hypot(...vector)

it('a routed update distils what was told and reinforces the rest, in one mean over all tokens', async () => {
  const [failed, passed] = [row(0, 1, -0.5), row(1, 0, 0.5)]
  const [n, m] = [failed.response.length, passed.response.length]
  const routed = await gradientOf([failed, passed], { kind: 'routed' })
  const distilled = await gradientOf([failed], { kind: 'distillation' })
  const reinforced = await gradientOf([passed], { kind: 'policy-gradient' })
  const expected = routed.map((_, i) => (n * distilled[i]! + m * reinforced[i]!) / (n + m))
  expect(size(distilled) * size(reinforced)).toBeGreaterThan(0)
  expect(size(routed.map((x, i) => x - expected[i]!)) / size(expected)).toBeLessThan(1e-4)
})

it('evidence that may scale nothing is the policy gradient, and evidence that may is not', async () => {
  const rows = [row(0, 1, -0.5), row(1, 1, 0.5)]
  const plain = await gradientOf(rows, { kind: 'policy-gradient' })
  const none = await gradientOf(rows, { kind: 'evidence', clip: 1e-7 })
  const some = await gradientOf(rows, { kind: 'evidence', clip: 0.2 })
  const away = (vector: Float32Array) => size(vector.map((x, i) => x - plain[i]!)) / size(plain)
  expect(away(none)).toBeLessThan(1e-5)
  expect(away(some)).toBeGreaterThan(1e-3)
})

it('rows teach where one of them has a loss', () => {
  const told = { mask: 1, advantage: 0 } as const
  const praised = { mask: 0, advantage: 0.5 } as const
  const table: [LossTerms, boolean, boolean][] = [
    [{ kind: 'distillation' }, true, false],
    [{ kind: 'policy-gradient' }, false, true],
    [{ kind: 'mixed', policyWeight: 0.9 }, true, true],
    [{ kind: 'routed' }, true, true],
    [{ kind: 'evidence', clip: 0.2 }, false, true],
  ]
  for (const [terms, byWords, byReward] of table) {
    expect(teaches([told], terms), terms.kind).toBe(byWords)
    expect(teaches([praised], terms), terms.kind).toBe(byReward)
    expect(teaches([{ mask: 0, advantage: 0 }], terms), terms.kind).toBe(false)
  }
})
