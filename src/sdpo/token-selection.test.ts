import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { defaultRunConfig } from './config.ts'
import { letterConfig, letterRun } from './fake-model.testing.ts'
import type { LearnerConfig, UpdateRow } from './learner.ts'
import { LlamaLearner } from './llama-learner.ts'
import { openReference, referenceAdapter, referenceRow } from './reference-llama.testing.ts'
import { of } from './run-events.testing.ts'
import { selectTokens, type SelectedFrom } from './token-selection.ts'

const at = (studentEntropy: number, divergence: number) => ({ studentEntropy, divergence })

describe('tokens selected for distillation', () => {
  const attempts: SelectedFrom[] = [
    { mask: 1, positions: [at(0.1, 3), at(2, 0.2)] },
    { mask: 0, positions: [at(9, 9), at(9, 9)] },
    { mask: 1, positions: [at(1, 0.2), at(0.3, 1)] },
  ]

  it('are those of the largest entropy, or of the largest divergence, of all attempts that teach', () => {
    expect(selectTokens(attempts, { by: 'entropy', share: 0.5 })).toEqual([
      [0, 1],
      [0, 0],
      [1, 0],
    ])
    expect(selectTokens(attempts, { by: 'divergence', share: 0.5 })).toEqual([
      [1, 0],
      [0, 0],
      [0, 1],
    ])
  })

  it('are at least one where anything teaches, and the earliest of equals', () => {
    const equal: SelectedFrom[] = [{ mask: 1, positions: [at(1, 1), at(1, 1), at(1, 1)] }]
    expect(selectTokens(equal, { by: 'entropy', share: 0.01 })).toEqual([[1, 0, 0]])
    expect(selectTokens([{ mask: 1, positions: null }], { by: 'entropy', share: 1 })).toEqual([[]])
  })

  it('are as many as the share says, and none is less than one that was left out', () => {
    const attempt = fc.record({
      mask: fc.constantFrom<0 | 1>(0, 1),
      positions: fc.array(fc.record({ studentEntropy: fc.nat(5), divergence: fc.nat(5) }), { maxLength: 6 }),
    })
    fc.assert(
      fc.property(
        fc.array(attempt, { maxLength: 5 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (group, share) => {
          const chosen = selectTokens(group, { by: 'divergence', share })
          const all = group.flatMap(({ mask, positions }, i) =>
            mask === 0
              ? []
              : positions.map(({ divergence }, t) => ({ divergence, kept: chosen[i]![t] === 1 })),
          )
          const [kept, left] = [all.filter((x) => x.kept), all.filter((x) => !x.kept)]
          expect(kept.length).toBe(Math.ceil(share * all.length))
          expect(Math.min(...kept.map((x) => x.divergence))).toBeGreaterThanOrEqual(
            Math.max(...left.map((x) => x.divergence)),
          )
          group.forEach(({ mask }, i) => mask === 0 && expect(chosen[i]!.every((x) => x === 0)).toBe(true))
        },
      ),
    )
  })
})

it('a run distils the tokens that it says, pictures or not', async () => {
  const loss = { ...letterConfig().loss, tokens: { by: 'divergence', share: 0.25 } as const }
  const { run, events } = letterRun({ arm: 'sdpo', budget: 8, loss })
  await run.finish()
  for (const { attempts, selected } of of(events, 'advantages')) {
    const read = attempts.map((attempt): SelectedFrom => ({
      mask: of(events, 'attempt-reprompted').find((e) => e.attempt === attempt)!.mask,
      positions: of(events, 'attempt-scored').find((e) => e.attempt === attempt)?.positions ?? null,
    }))
    expect(selected).toEqual(selectTokens(read, loss.tokens))
    expect(selected!.flat()).toContain(1)
  }
})

describe('an update', () => {
  const model = openReference(nativeRuntime())
  const gradientOf = async (rows: readonly UpdateRow[]) => {
    const { loss, optimiser, teacher, temperature } = defaultRunConfig
    const learner = new LlamaLearner(model, referenceAdapter(1), referenceAdapter(8))
    const config: LearnerConfig = { loss, optimiser, teacher, temperature, terms: { kind: 'distillation' } }
    return (await learner.update(rows, config)).gradient
  }
  const row = (selected?: (0 | 1)[]) => ({
    ...referenceRow(0, { oldLogProb: -2, mask: 1, advantage: 0 }),
    selected,
  })
  const n = row().response.length

  it('is the mean over the tokens that are selected', async () => {
    const alone = (token: number) => row(Array.from({ length: n }, (_, t) => (t === token ? 1 : 0)))
    const two = await gradientOf([row(Array.from({ length: n }, (_, t) => (t < 2 ? 1 : 0)))])
    const [first, second] = [await gradientOf([alone(0)]), await gradientOf([alone(1)])]
    const expected = first.map((x, i) => (x + second[i]!) / 2)
    expect(Math.hypot(...two.map((x, i) => x - expected[i]!)) / Math.hypot(...two)).toBeLessThan(1e-4)
    expect(Math.hypot(...first.map((x, i) => x - second[i]!)) / Math.hypot(...first)).toBeGreaterThan(0.01)
  })

  it('of all tokens selected is the update without a selection', async () => {
    expect(await gradientOf([row(Array.from({ length: n }, () => 1))])).toEqual(await gradientOf([row()]))
  })
})
