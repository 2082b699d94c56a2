/** An update layer by layer against the same update as one graph, on a real small Llama: every loss that the lab has. */
import { describe, expect, it } from 'vitest'
import { hostSource } from '../lm/host-source.ts'
import { LoadedWeights } from '../lm/loaded-weights.ts'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { defaultRunConfig, ofLogits, type LossConfig, type TeacherConfig } from './config.ts'
import type { LossTerms } from './loss-terms.ts'
import { LlamaLearner } from './llama-learner.ts'
import type { LearnerConfig, UpdateRow } from './learner.ts'
import { openReference, referenceConfig, referenceRow, referenceTensors } from './reference-llama.testing.ts'

const runtime = nativeRuntime()
const whole = openReference(runtime)
const layered = openReference(
  runtime,
  await LoadedWeights.load(runtime, referenceConfig, hostSource(referenceTensors), 'f32'),
)

const variants: Record<string, { loss?: Partial<LossConfig>; terms?: LossTerms; teacher?: TeacherConfig }> = {
  'reverse KL': {},
  'Jensen-Shannon of the top 5 and a tail': { loss: { distillation: ofLogits(0.5, 5) } },
  'forward KL, clipped pointwise': { loss: { distillation: { ...ofLogits(0), pointwiseClip: 0.05 } } },
  token: { loss: { distillation: { kind: 'sampled-token', advantageClip: 1 } } },
  sequence: { loss: { distillation: { kind: 'sequence', advantageClip: null } } },
  'mean of sequences, no importance weight': { loss: { mean: 'seq-mean-token-mean', isClip: null } },
  GRPO: { terms: { kind: 'policy-gradient' } },
  'SDPO + GRPO': { terms: { kind: 'mixed', policyWeight: 0.9 } },
  SRPO: { terms: { kind: 'routed' } },
  RLSD: { terms: { kind: 'evidence', clip: 0.2 } },
  'trust region': { teacher: { kind: 'trust-region', mix: 0.3 } },
}

describe('an update layer by layer', () => {
  const rowsOf = (policy: number): UpdateRow[] =>
    [0, 1].map((i) =>
      referenceRow(policy + i, { oldLogProb: -2 - policy, mask: i === 0 ? 1 : 0, advantage: 0.5 - i }),
    )
  const start = (seed: number) =>
    Float32Array.from({ length: whole.thetaLength }, (_, i) => 0.05 * Math.sin(0.37 * i + seed))

  it.each(Object.keys(variants))('is the one of the whole graph: %s', async (name) => {
    const { loss, terms = { kind: 'distillation' }, teacher = { kind: 'ema', rate: 0.3 } } = variants[name]!
    const learned: LearnerConfig = {
      loss: { ...defaultRunConfig.loss, ...loss },
      optimiser: defaultRunConfig.optimiser,
      teacher,
      temperature: 0.9,
      terms,
    }
    const [expected, actual] = await Promise.all(
      [whole, layered].map(async (model) => {
        const learners = [0, 1].map((policy) => ({
          learner: Object.assign(new LlamaLearner(model, start(policy), start(policy + 7)), {
            start: start(policy + 3),
          }),
          rows: rowsOf(policy),
        }))
        const results = await LlamaLearner.updateMany(learners, learned)
        return { results, teachers: learners.map(({ learner }) => learner.teacher) }
      }),
    )
    const near = (a: ArrayLike<number>, b: ArrayLike<number>, what: string) => {
      const scale = Math.max(1e-6, ...Array.from(b, Math.abs))
      expect(Math.max(0, ...Array.from(b, (x, i) => Math.abs(a[i]! - x))) / scale, what).toBeLessThan(2e-4)
    }
    for (const policy of [0, 1]) {
      const [one, other] = [actual!.results[policy]!, expected!.results[policy]!]
      near([one.loss, one.gradNorm], [other.loss, other.gradNorm], 'loss and norm')
      near(one.gradient, other.gradient, 'gradient')
      one.studentLogProbs.forEach((row, i) => near(row, other.studentLogProbs[i]!, 'student'))
      one.divergences.forEach((row, i) => near(row, other.divergences[i]!, 'divergence'))
      // AdamW's first step makes as much of a tiny gradient as of a large one: where it is rounding, so is the step.
      const sure = Array.from(other.gradient.keys()).filter((i) => Math.abs(other.gradient[i]!) > 1e-5)
      near(
        sure.map((i) => actual!.teachers[policy]![i]!),
        sure.map((i) => expected!.teachers[policy]![i]!),
        'teacher',
      )
    }
  })

  it('over 16-bit weights is close to the one over floats: log p within .01, the gradient within 1 % of its length', async () => {
    const float16 = openReference(
      runtime,
      await LoadedWeights.load(runtime, referenceConfig, hostSource(referenceTensors), 'f16'),
    )
    const learned: LearnerConfig = {
      loss: defaultRunConfig.loss,
      optimiser: defaultRunConfig.optimiser,
      teacher: { kind: 'ema', rate: 0.3 },
      temperature: 0.9,
      terms: { kind: 'distillation' },
    }
    const [expected, actual] = await Promise.all(
      [layered, float16].map((model) =>
        new LlamaLearner(model, start(0), start(7)).update(rowsOf(0), learned),
      ),
    )
    const far = (a: Float32Array, b: Float32Array) => Math.max(...a.map((x, i) => Math.abs(x - b[i]!)))
    expect(expected!.studentLogProbs.some((row, i) => far(row, actual!.studentLogProbs[i]!) > 0)).toBe(true)
    expected!.studentLogProbs.forEach((row, i) =>
      expect(far(row, actual!.studentLogProbs[i]!)).toBeLessThan(0.01),
    )
    expect(
      Math.hypot(...expected!.gradient.map((x, i) => x - actual!.gradient[i]!)) /
        Math.hypot(...expected!.gradient),
    ).toBeLessThan(0.01)
    await float16.dispose()
  })
})
