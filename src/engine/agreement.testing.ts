/** The same small model sampled, scored and updated in every way that the lab can, for backends to agree on. */
import type { LlamaModel } from '../lm/llama-model.ts'
import { Rng } from '../rng.ts'
import type { Runtime } from 'ort-train'
import { defaultRunConfig, ofLogits, type LossConfig, type TeacherConfig } from '../sdpo/config.ts'
import type { LearnerConfig } from '../sdpo/learner.ts'
import type { LossTerms } from '../sdpo/loss-terms.ts'
import { LlamaLearner } from '../sdpo/llama-learner.ts'
import { ReadModel } from './live-model.ts'
import { tinyFiles, tinyRunConfig } from './tiny.testing.ts'

export interface Outcome {
  tokens: number[][]
  /** log p of the sampled tokens, as sampling and as scoring give them, nats. */
  sampled: number[][]
  scored: number[][]
  updates: Record<
    string,
    | { losses: number[]; gradNorms: number[]; divergence: number[]; student: number[]; teacher: number[] }
    | { error: string }
  >
}

interface Variant {
  loss?: Partial<LossConfig>
  terms?: LossTerms
  teacher?: TeacherConfig
}

export const variants: Record<string, Variant> = {
  'reverse KL': {},
  'forward KL': { loss: { distillation: ofLogits(0) } },
  'Jensen-Shannon': { loss: { distillation: ofLogits(0.5) } },
  'top-K with tail': { loss: { distillation: ofLogits(1, 5) } },
  'top-K renormalised': { loss: { distillation: ofLogits(1, 5, false) } },
  'reverse KL, clipped pointwise': { loss: { distillation: { ...ofLogits(1), pointwiseClip: 0.05 } } },
  token: { loss: { distillation: { kind: 'sampled-token', advantageClip: 1 } } },
  sequence: { loss: { distillation: { kind: 'sequence', advantageClip: null } } },
  'mean of sequences': { loss: { mean: 'seq-mean-token-mean' } },
  'no importance weight': { loss: { isClip: null } },
  GRPO: { terms: { kind: 'policy-gradient' } },
  'SDPO + GRPO': { terms: { kind: 'mixed', policyWeight: 0.9 } },
  SRPO: { terms: { kind: 'routed' } },
  RLSD: { terms: { kind: 'evidence', clip: 0.2 } },
  'trust region': { teacher: { kind: 'trust-region', mix: 0.3 } },
}

const prompt = [3, 9, 27, 14, 42, 60, 33]
const hindsight = [...prompt, 11, 5, 70, 71]

/** @param round how many leading values of a vector are returned */
export async function outcomeOn(runtime: Runtime, round = 64): Promise<Outcome> {
  const { adapter } = tinyRunConfig()
  const model = ReadModel.read({ id: 'tiny', name: 'tiny' }, tinyFiles()).open(runtime, adapter)
  const samples = await model.sample({
    prompt,
    theta: null,
    rngs: [0, 1, 2].map((i) => Rng.of(3, 'agree', i)),
    maxNewTokens: 6,
    temperature: 1,
    topP: 1,
  })
  const scores = await model.score(
    null,
    samples.map(({ tokens }) => ({ prompt, response: tokens })),
    1,
  )
  const outcome: Outcome = {
    tokens: samples.map(({ tokens }) => tokens),
    sampled: samples.map(({ logProbs }) => logProbs),
    scored: samples.map(({ tokens }, i) =>
      tokens.map((token, t) => scores[i]!.logProbs[t * model.config.vocabulary + token]!),
    ),
    updates: {},
  }
  for (const [name, variant] of Object.entries(variants)) {
    try {
      outcome.updates[name] = await updated(model, samples, variant, round)
    } catch (error) {
      outcome.updates[name] = { error: error instanceof Error ? error.message : String(error) }
    }
  }
  await model.dispose()
  return outcome
}

async function updated(
  model: LlamaModel,
  samples: { tokens: number[]; logProbs: number[] }[],
  { loss, terms = { kind: 'distillation' }, teacher = { kind: 'ema', rate: 0.05 } }: Variant,
  round: number,
) {
  const config: LearnerConfig = {
    loss: { ...defaultRunConfig.loss, ...loss },
    optimiser: defaultRunConfig.optimiser,
    teacher,
    temperature: 1,
    terms,
  }
  const learner = new LlamaLearner(model, LlamaLearner.initialTheta(model, 2))
  const rows = samples.map(({ tokens, logProbs }, i) => ({
    prompt,
    teacherPrompt: i === 1 ? prompt : hindsight,
    response: tokens,
    oldLogProbs: logProbs,
    mask: i === 1 ? (0 as const) : (1 as const),
    advantage: [0.6, -0.2, -0.4][i]!,
  }))
  const [losses, gradNorms]: [number[], number[]] = [[], []]
  let divergence: number[] = []
  for (let i = 0; i < 2; i++) {
    const result = await learner.update(rows, config)
    losses.push(result.loss)
    gradNorms.push(result.gradNorm)
    if (i === 0) divergence = [...result.divergences[0]!]
  }
  return {
    losses,
    gradNorms,
    divergence,
    student: [...learner.student.slice(0, round)],
    teacher: [...learner.teacher.slice(0, round)],
  }
}
