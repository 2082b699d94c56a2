/**
 * Every setting of a run. Names follow the reference implementation (lasgroup/SDPO, actor.py
 * `SelfDistillationConfig`) and the paper; defaults are the lab's, tuned on the dev split of the bundled model.
 */
import { z } from 'zod'

export const armSchema = z.enum([
  'sdpo',
  'grpo',
  'sdpo+grpo',
  'srpo',
  'rlsd',
  'best-of-k',
  'multi-turn',
  'multi-turn+sdpo',
])
/** How attempts are turned into the next attempts (METHOD.md of the paper's section 5: test-time discovery). */
export type Arm = z.infer<typeof armSchema>

const teacherSchema = z.discriminatedUnion('kind', [
  /** theta_T <- (1 - rate) theta_T + rate theta_S after every update. Rate 0 is a frozen teacher, 1 the student itself. */
  z.object({ kind: z.literal('ema'), rate: z.number().min(0).max(1) }),
  /** Teacher logits are lerp(the starting weights', the student's, mix), both re-reading the reprompt. */
  z.object({ kind: z.literal('trust-region'), mix: z.number().min(0).max(1) }),
])
export type TeacherConfig = z.infer<typeof teacherSchema>

/** 0: KL(p_T || p_S); 1: KL(p_S || p_T); 0.5: the Jensen-Shannon divergence. Ends are not limits of the middle. */
const alpha = z.union([z.literal(0), z.literal(0.5), z.literal(1)])
/** Clamp of log p_T - log p_S to +-c, nats; null: off. */
const advantageClip = z.number().positive().nullable()

/**
 * OPSD's pointwise clip (arXiv 2601.18734; its code's `jsd_token_clip`, .05 there): the most that one entry of the vocabulary adds to
 * the divergence of a token, nats; an entry at the clip has no gradient. Absent: off.
 */
const pointwiseClip = z.number().positive().optional()

const distillationSchema = z.discriminatedUnion('kind', [
  /** The divergence of both distributions over the whole vocabulary. */
  z.object({ kind: z.literal('full-logits'), alpha, pointwiseClip }),
  /** The divergence over the student's top K; `addTail`: one more bucket for the rest of the mass, else the K are renormalised. */
  z.object({
    kind: z.literal('topk-logits'),
    alpha,
    topK: z.number().int().min(1),
    addTail: z.boolean(),
    pointwiseClip,
  }),
  /** (log p_S - log p_T).detach() * log p_S of the sampled token: the reverse KL, estimated. */
  z.object({ kind: z.literal('sampled-token'), advantageClip }),
  /** The same with every token of an attempt at the attempt's mean log-ratio. */
  z.object({ kind: z.literal('sequence'), advantageClip }),
])
/** What the loss is computed on: TRL's `distillation_mode`, and the paper's sequence level beside it. */
export type DistillationConfig = z.infer<typeof distillationSchema>

/** The distillation of logits from the reference's three settings of it: without a topK, `addTail` means nothing. */
export function ofLogits(
  alpha: 0 | 0.5 | 1,
  topK: number | null = null,
  addTail = true,
): Extract<DistillationConfig, { alpha: unknown }> {
  return topK === null ? { kind: 'full-logits', alpha } : { kind: 'topk-logits', alpha, topK, addTail }
}

/** The clip of the log-ratio where a loss has one; null where it is off, and where logits are distilled. */
export function advantageClipOf(distillation: DistillationConfig): number | null {
  return 'advantageClip' in distillation ? distillation.advantageClip : null
}

/** The clip of each entry's share of a divergence; null where it is off, and where sampled tokens are distilled. */
export function pointwiseClipOf(distillation: DistillationConfig): number | null {
  return ('pointwiseClip' in distillation && distillation.pointwiseClip) || null
}

const tokenSelectionSchema = z.object({
  /** By the student's entropy (forking tokens), or by the divergence between the two readers. */
  by: z.enum(['entropy', 'divergence']),
  /** Of the step's tokens that teach. */
  share: z.number().gt(0).max(1),
})
/** Which tokens are distilled, where not all are (src/sdpo/token-selection.ts). */
export type TokenSelection = z.infer<typeof tokenSelectionSchema>

const lossConfigSchema = z.object({
  distillation: distillationSchema,
  /** Absent: every token of an attempt that teaches. */
  tokens: tokenSelectionSchema.optional(),
  /** Upper clip of the importance weight exp(log p_S - log p_old); null: no weight. */
  isClip: z.number().positive().nullable(),
  /** Weight of GRPO in 'sdpo+grpo': loss = lambda GRPO + (1 - lambda) SDPO (paper, Eq. 3). */
  lambda: z.number().min(0).max(1),
  /** Over all unmasked tokens of the step, or over sequences of per-sequence means. */
  mean: z.enum(['token-mean', 'seq-mean-token-mean']),
})
export type LossConfig = z.infer<typeof lossConfigSchema>

const repromptConfigSchema = z.object({
  /** 'lab' differs from 'yaml' in two things: feedback on a successful attempt is never headed as unsuccessful, and only an attempt that passed is quoted as a solution. */
  templates: z.enum(['lab', 'yaml', 'dataclass']),
  includeFeedback: z.boolean(),
  feedbackOnlyWithoutSolution: z.boolean(),
  dontRepromptOnSelfSuccess: z.boolean(),
  removeThinkingFromDemonstration: z.boolean(),
  /** Least reward of an attempt that is quoted as a solution; with the lab's wording at least 1, a pass. */
  successThreshold: z.number(),
  /** Longest reprompt in tokens; the oldest or the middle goes, never the closing line. */
  maxTokens: z.number().int().positive(),
})
export type RepromptConfig = z.infer<typeof repromptConfigSchema>

const optimiserConfigSchema = z.object({
  learningRate: z.number().positive(),
  beta1: z.number(),
  beta2: z.number(),
  epsilon: z.number(),
  /** Decoupled, applied before the step. */
  weightDecay: z.number().min(0),
  maxGradNorm: z.number().positive(),
})
export type OptimiserConfig = z.infer<typeof optimiserConfigSchema>

export const runConfigSchema = z.object({
  arm: armSchema,
  seed: z.number().int().min(0),
  /** G, attempts per update. */
  attemptsPerStep: z.number().int().min(1).max(64),
  /** Attempts in all. */
  budget: z.number().int().min(1),
  stop: z.enum(['first-pass', 'budget', 'mastered', 'plateau']),
  temperature: z.number().positive(),
  topP: z.number().gt(0).max(1),
  maxNewTokens: z.number().int().positive(),
  /** The model may think before it answers, where its chat template has a switch for it. Absent, as in older runs: it may not. */
  thinking: z.boolean().optional(),
  /** Which failing test becomes feedback. */
  failingTest: z.enum(['random', 'first', 'reference']),
  /** Multi-turn: how many pieces of feedback the window keeps. */
  window: z.number().int().min(1),
  adapter: z.object({ kind: z.literal('lora'), rank: z.number().int().min(1), alpha: z.number().positive() }),
  loss: lossConfigSchema,
  reprompt: repromptConfigSchema,
  teacher: teacherSchema,
  optimiser: optimiserConfigSchema,
})
export type RunConfig = z.infer<typeof runConfigSchema>

export const defaultRunConfig: RunConfig = {
  arm: 'sdpo',
  seed: 4,
  attemptsPerStep: 8,
  budget: 192,
  stop: 'first-pass',
  temperature: 1,
  topP: 1,
  maxNewTokens: 24,
  failingTest: 'random',
  window: 6,
  adapter: { kind: 'lora', rank: 8, alpha: 16 },
  loss: {
    distillation: { kind: 'full-logits', alpha: 1 },
    isClip: 2,
    lambda: 0.9,
    mean: 'token-mean',
  },
  reprompt: {
    templates: 'lab',
    includeFeedback: true,
    feedbackOnlyWithoutSolution: true,
    dontRepromptOnSelfSuccess: true,
    removeThinkingFromDemonstration: true,
    successThreshold: 1,
    maxTokens: 192,
  },
  teacher: { kind: 'ema', rate: 0.01 },
  optimiser: {
    learningRate: 0.01,
    beta1: 0.9,
    beta2: 0.99,
    epsilon: 1e-8,
    weightDecay: 0.01,
    maxGradNorm: 1,
  },
}
