/**
 * update.json: whole SDPO updates on a real Llama, from token ids to the adapter and its EMA teacher after AdamW,
 * through the learner that the lab runs. Tolerances are those that reference/README.md suggests for float32.
 */
import { formulaAdapter } from '../../src/lm/formula-adapter.testing.ts'
import { LlamaModel } from '../../src/lm/llama-model.ts'
import { adapterParameters, flatLayout } from '../../src/lm/parameters.ts'
import type { Tokenizer } from '../../src/lm/tokenizer.ts'
import { defaultRunConfig, ofLogits } from '../../src/sdpo/config.ts'
import { LlamaLearner } from '../../src/sdpo/llama-learner.ts'
import type { LearnerConfig, LearnerSnapshot, UpdateRow } from '../../src/sdpo/learner.ts'
import type { Context } from './context.ts'
import type { Case, Section, Tolerance } from './report.ts'

interface UpdateConfig {
  rank: number
  scale: number
  student_seed: number
  teacher_seed: number
  a_scale: number
  b_scale: number
}

interface UpdateBatch {
  student_prompt_ids: number[][]
  teacher_prompt_ids: number[][]
  response_ids: number[][]
  self_distillation_mask: (0 | 1)[]
}

interface UpdateStep {
  tokens: { student_logp: number[]; teacher_logp: number[]; divergence: number[]; is_weight: number[] }[]
  loss: number
  grad_norm: number
  grad_norm_per_matrix: Record<string, number>
  grad_first4: Record<string, number[]>
  adapter_norm_after: Record<string, number>
  adapter_first4_after: Record<string, number[]>
  teacher_first4_after: Record<string, number[]>
}

export interface UpdateCase {
  alpha: 0 | 0.5 | 1
  topk: number | null
  add_tail: boolean
  temperature: number
  is_clip: number | null
  lr: number
  weight_decay: number
  max_grad_norm: number
  ema_rate: number
  steps: UpdateStep[]
}

const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }

interface Tolerances {
  logProb: Tolerance
  norm: Tolerance
  gradient: Tolerance
}

const firstStep: Tolerances = {
  logProb: { abs: 1e-4, rel: 1e-4 },
  norm: { abs: 1e-6, rel: 1e-3 },
  gradient: { abs: 2e-5, rel: 1e-3 },
}
/**
 * AdamW divides a gradient by its own size, so an entry that is nearly 0 (one of 39,040 in one case of update.json: -4.5e-8,
 * against float32's error of 3e-8) takes another first step than in float64, and everything after it sees that.
 */
const laterSteps: Tolerances = {
  logProb: { abs: 1e-3, rel: 1e-3 },
  norm: { abs: 1e-5, rel: 5e-3 },
  gradient: { abs: 2e-4, rel: 5e-3 },
}
const parameterTolerance: Tolerance = { abs: 2e-4, rel: 0 }
/** For the same reason parameters are compared only where every gradient so far exceeded this. */
const smallestGradient = 1e-6
/**
 * How far such an entry's gradient may be from float64's. Where the second step hangs on it (a top-K whose K-th and next candidate
 * are one rounding apart), a case is also read with these entries' first steps taken from either end.
 */
const gradientNoise = 5e-8

export async function update(
  cases: UpdateCase[],
  section: Section,
  { runtime, model: files, file }: Context,
): Promise<void> {
  const { rank, scale, student_seed, teacher_seed } = file['config'] as UpdateConfig
  const batch = file['batch'] as UpdateBatch
  const { config, weights } = await files()
  // The vectors speak in token ids, and their model has no tokenizer.
  const model = new LlamaModel(await runtime(), {
    config,
    weights,
    tokenizer: undefined as unknown as Tokenizer,
    lora: { rank, scale },
  })
  const { slots } = flatLayout(adapterParameters(config, rank))
  const initial = (seed: number) => formulaAdapter(config, file['config'] as UpdateConfig, seed)
  const matrix = (theta: Float32Array, name: string) => {
    const slot = slots.find((s) => s.name === name)
    if (!slot) throw new Error(`the adapter has no matrix ${name}`)
    return theta.subarray(slot.offset, slot.offset + slot.shape[0]! * slot.shape[1]!)
  }
  const sampledLogProbs = (all: readonly Float32Array[]) =>
    all.map((logProbs, i) =>
      batch.response_ids[i]!.map((token, t) => logProbs[t * config.vocabulary + token]!),
    )

  /** The state after the first step, had the gradients that are nearly 0 (not those that are 0 by structure) been larger by `shift`. */
  const shifted = (
    state: LearnerSnapshot,
    before: Float32Array,
    { gradient, gradNorm }: { gradient: Float32Array; gradNorm: number },
    { lr, weight_decay, max_grad_norm, ema_rate }: UpdateCase,
    shift: number,
  ): LearnerSnapshot => {
    const clip = Math.min(1, max_grad_norm / (gradNorm + 1e-6))
    const { student, teacher, firstMoment, secondMoment } = state
    gradient.forEach((g, i) => {
      if (g === 0 || Math.abs(g) > smallestGradient) return
      const moved = clip * (g + shift)
      const after = before[i]! * (1 - lr * weight_decay) - (lr * moved) / (Math.abs(moved) + adam.epsilon)
      teacher[i]! += ema_rate * (after - student[i]!)
      student[i] = after
      firstMoment[i] = (1 - adam.beta1) * moved
      secondMoment[i] = (1 - adam.beta2) * moved ** 2
    })
    return state
  }

  const reading = (c: UpdateCase, shift: number) => async (check: Case) => {
    const learner = new LlamaLearner(model, initial(student_seed), initial(teacher_seed))
    const settings: LearnerConfig = {
      loss: {
        ...defaultRunConfig.loss,
        distillation: ofLogits(c.alpha, c.topk, c.add_tail),
        isClip: c.is_clip,
      },
      optimiser: { ...adam, learningRate: c.lr, weightDecay: c.weight_decay, maxGradNorm: c.max_grad_norm },
      teacher: { kind: 'ema', rate: c.ema_rate },
      temperature: c.temperature,
      terms: { kind: 'distillation' },
    }
    const scored = await model.score(
      learner.student,
      batch.response_ids.map((response, i) => ({ prompt: batch.student_prompt_ids[i]!, response })),
      c.temperature,
    )
    const old = sampledLogProbs(scored.map(({ logProbs }) => logProbs))
    const rows = batch.response_ids.map((response, i): UpdateRow => ({
      prompt: batch.student_prompt_ids[i]!,
      teacherPrompt: batch.teacher_prompt_ids[i]!,
      response,
      oldLogProbs: old[i]!,
      mask: batch.self_distillation_mask[i]!,
      advantage: 0,
    }))
    /** 1 where every gradient so far was clear. */
    const clear = new Uint8Array(model.thetaLength).fill(1)
    for (const [s, expected] of c.steps.entries()) {
      const teacher = sampledLogProbs(await learner.teacherLogProbs(rows, settings))
      const before = learner.student
      const result = await learner.update(rows, settings)
      const near = s === 0 ? firstStep : laterSteps
      expected.tokens.forEach((tokens, i) => {
        const where = `step ${s}, response ${i}`
        const student = result.studentLogProbs[i]!
        check.numbers(`${where}, student_logp`, student, tokens.student_logp, near.logProb)
        check.numbers(`${where}, teacher_logp`, teacher[i]!, tokens.teacher_logp, near.logProb)
        check.numbers(`${where}, divergence`, result.divergences[i]!, tokens.divergence, near.logProb)
        check.numbers(
          `${where}, is_weight`,
          [...student].map((logProb, t) => importanceWeight(logProb, old[i]![t]!, c.is_clip)),
          tokens.is_weight,
          near.logProb,
        )
      })
      check.numbers(`step ${s}, loss`, result.loss, expected.loss, near.norm)
      check.numbers(`step ${s}, grad_norm`, result.gradNorm, expected.grad_norm, near.norm)
      for (const [name, norm] of Object.entries(expected.grad_norm_per_matrix))
        check.numbers(
          `step ${s}, gradient norm of ${name}`,
          l2(matrix(result.gradient, name)),
          norm,
          near.norm,
        )
      for (const [name, first] of Object.entries(expected.grad_first4))
        check.numbers(
          `step ${s}, gradient of ${name}`,
          matrix(result.gradient, name).subarray(0, first.length),
          first,
          near.gradient,
        )
      result.gradient.forEach((g, i) => {
        if (Math.abs(g) <= smallestGradient) clear[i] = 0
      })
      for (const [name, norm] of Object.entries(expected.adapter_norm_after))
        check.numbers(`step ${s}, norm after of ${name}`, l2(matrix(learner.student, name)), norm, near.norm)
      for (const [what, theta, after] of [
        ['adapter', learner.student, expected.adapter_first4_after],
        ['teacher', learner.teacher, expected.teacher_first4_after],
      ] as const) {
        for (const [name, first] of Object.entries(after)) {
          const values = matrix(theta, name)
          const start = (values.byteOffset - theta.byteOffset) / 4
          first.forEach((value, i) => {
            if (clear[start + i])
              check.numbers(`step ${s}, ${what} after, ${name}[${i}]`, values[i]!, value, parameterTolerance)
          })
        }
      }
      if (s === 0 && shift !== 0) learner.restore(shifted(learner.snapshot(), before, result, c, shift))
    }
  }

  for (const c of cases)
    await section.caseInOneOf(
      caseId(c),
      [0, gradientNoise, -gradientNoise].map((shift) => reading(c, shift)),
    )
  await model.dispose()
}

const caseId = ({ alpha, topk, add_tail, temperature }: UpdateCase) =>
  `alpha ${alpha}, ${topk === null ? 'full vocabulary' : `top ${topk}${add_tail ? ' + tail' : ''}`}, temperature ${temperature}`

/** The ratio of a token's probabilities, cut at the clip; 1 without one. */
const importanceWeight = (logProb: number, old: number, clip: number | null) =>
  clip === null ? 1 : Math.min(Math.exp(logProb - old), clip)

const l2 = (values: Float32Array) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0))
