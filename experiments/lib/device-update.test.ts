/** Scoring and updating on the device against the native runtime: values, counts, and that nothing is left behind. */
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import type { Runtime } from 'ort-train'
import { describe, expect, it } from 'vitest'
import { defaultRunConfig, type LossConfig, type TeacherConfig } from '../../src/sdpo/config.ts'
import type { LearnerConfig, UpdateRow } from '../../src/sdpo/learner.ts'
import type { LossTerms } from '../../src/sdpo/loss-terms.ts'
import { LlamaLearner } from '../../src/sdpo/llama-learner.ts'
import { dawnForTests } from './dawn.testing.ts'
import { countFromHereOn, gpuCounts } from './gpu-counts.ts'
import { MeasuredSteps } from './measured-step.ts'
import { openSmallModel, type SmallModel } from './small-model.ts'
import { countBars, stepCounts } from './step-counts.ts'

const dawn = await dawnForTests()
const title = (name: string) => name + (dawn.missing ? ` (skipped: ${dawn.missing})` : '')
const lora = { rank: 3, scale: 1.5 }
if (dawn.runtime) countFromHereOn()

/** Small thetas that differ, of which the last may be none. */
const thetaOf = ({ model }: SmallModel, seed: number) =>
  Float32Array.from({ length: model.thetaLength }, (_, i) => 0.1 * Math.sin(0.37 * i + seed))

/** Two attempts of a policy, of prompts and responses of several lengths. */
const rowsOf = ({ prompt }: SmallModel, policy: number): UpdateRow[] =>
  [0, 1].map((i) => {
    const [start, end] = [4 + policy + i, 10 + i]
    const response = prompt.slice(start, end)
    return {
      prompt: prompt.slice(0, start),
      teacherPrompt: [...prompt.slice(2, 5), ...prompt.slice(0, start)],
      response,
      oldLogProbs: response.map(() => -2 - policy),
      mask: i === 0 || policy === 0 ? 1 : 0,
      advantage: 0.5 - i,
    }
  })

const furthest = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  expect(a.length).toBe(b.length)
  let most = 0
  // NaN is further than everything.
  for (let i = 0; i < a.length; i++) if (!(Math.abs(a[i]! - b[i]!) <= most)) most = Math.abs(a[i]! - b[i]!)
  return most
}
const largest = (a: Float32Array) => a.reduce((most, x) => Math.max(most, Math.abs(x)), 0)

const variants: Record<string, { loss?: Partial<LossConfig>; terms?: LossTerms; teacher?: TeacherConfig }> = {
  'reverse KL': {},
  'Jensen-Shannon of the top 5 and a tail': {
    loss: { distillation: { kind: 'topk-logits', alpha: 0.5, topK: 5, addTail: true } },
  },
  'SDPO + GRPO': { terms: { kind: 'mixed', policyWeight: 0.9 } },
  SRPO: { terms: { kind: 'routed' } },
  RLSD: { terms: { kind: 'evidence', clip: 0.2 } },
  'trust region': { teacher: { kind: 'trust-region', mix: 0.3 } },
}
const configOf = (name: string): LearnerConfig => {
  const { loss, terms = { kind: 'distillation' }, teacher = { kind: 'ema', rate: 0.3 } } = variants[name]!
  return {
    loss: { ...defaultRunConfig.loss, ...loss },
    optimiser: defaultRunConfig.optimiser,
    teacher,
    temperature: 0.9,
    terms,
  }
}

describe.skipIf(dawn.missing)(title('on the device'), () => {
  const both = async (name: string, precision: 'f32' | 'packed') =>
    Promise.all(
      [dawn.runtime!, nativeRuntime({ threads: 1 })].map((runtime: Runtime) =>
        openSmallModel(runtime, name, precision, lora),
      ),
    )

  it('scores as the native runtime does, with adapters and without', async () => {
    const [own, other] = await Promise.all(
      (await both('smollm3', 'packed')).map(async (opened) => {
        const policies = [0, 1].map((policy) => ({
          theta: policy ? thetaOf(opened, 1) : null,
          rows: rowsOf(opened, policy),
        }))
        return (await opened.model.scoreMany(policies, 0.8)).flat()
      }),
    )
    for (const [i, { logProbs }] of own!.entries())
      expect(furthest(logProbs, other![i]!.logProbs)).toBeLessThan(1e-4)
  }, 300_000)

  it.each([
    ['qwen2', 'f32', 'trust region'],
    ['qwen3', 'packed', 'Jensen-Shannon of the top 5 and a tail'],
    ['gemma3_text', 'f32', 'SDPO + GRPO'],
  ] as const)(
    '%s is updated as the native runtime updates it, %s: %s, two policies, twice',
    async (name, precision, variant) => {
      const [own, other] = await Promise.all(
        (await both(name, precision)).map(async (opened) => {
          const learners = [0, 1].map((policy) => ({
            learner: Object.assign(
              new LlamaLearner(opened.model, thetaOf(opened, policy), thetaOf(opened, policy + 7)),
              { start: thetaOf(opened, policy + 3) },
            ),
            rows: rowsOf(opened, policy),
          }))
          const first = await LlamaLearner.updateMany(learners, configOf(variant))
          const second = await LlamaLearner.updateMany(learners, configOf(variant))
          return { results: [...first, ...second], after: learners.map(({ learner }) => learner.snapshot()) }
        }),
      )
      own!.results.forEach((result, i) => {
        const expected = other!.results[i]!
        expect(Math.abs(result.loss - expected.loss)).toBeLessThan(
          1e-4 * Math.max(1, Math.abs(expected.loss)),
        )
        expect(result.gradNorm / expected.gradNorm).toBeCloseTo(1, 3)
        expect(furthest(result.gradient, expected.gradient)).toBeLessThan(2e-4 * largest(expected.gradient))
        result.divergences.forEach((values, row) =>
          expect(furthest(values, expected.divergences[row]!)).toBeLessThan(1e-4),
        )
      })
      own!.after.forEach((state, policy) => {
        const expected = other!.after[policy]!
        const moved = furthest(
          expected.student,
          thetaOf({ model: { thetaLength: expected.student.length } } as SmallModel, policy),
        )
        expect(moved).toBeGreaterThan(0)
        expect(furthest(state.teacher, expected.teacher)).toBeLessThan(0.3 * moved)
        expect(furthest(state.firstMoment, expected.firstMoment)).toBeLessThan(
          2e-4 * largest(expected.firstMoment),
        )
      })
    },
    300_000,
  )

  it('asks of an update at most 90 dispatches a layer, 300 kB up a layer, 4 readbacks; and leaves no buffer behind', async () => {
    const { model, prompt } = await openSmallModel(dawn.runtime!, 'qwen2', 'f32', { rank: 8, scale: 2 })
    const steps = new MeasuredSteps(
      model,
      { prompt: prompt.slice(0, 8), teacherPrompt: prompt.slice(0, 10) },
      4,
    )
    const counted = await stepCounts(steps)
    expect(counted.update.dispatches).toBeGreaterThan(model.config.layers)
    expect(countBars(counted, model, 4).filter(({ holds }) => !holds)).toEqual([])
    const step = async () => steps.update(steps.rowsOf(await steps.sample(8)))
    await step()
    const grown = await gpuCounts(async () => {
      for (let i = 0; i < 3; i++) await step()
    })
    expect(grown.counts.bytesLeft).toBe(0)
  }, 300_000)
})
