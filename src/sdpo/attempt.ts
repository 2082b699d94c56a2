/**
 * One attempt as the run remembers it, by the stage it has come to: each knows what the stages before it found, and nothing
 * that is still to come can be read. Of a step that is done only what was judged is kept.
 */
import { z } from 'zod'
import { verdictSchema } from '../verify/verdict.ts'

const tokens = z.array(z.number().int())

const sampled = z.object({
  stage: z.literal('sampled'),
  /** 1-based through the whole run. */
  attempt: z.number().int(),
  step: z.number().int(),
  /** What the student read, in its chat template. */
  prompt: tokens,
  sample: z.object({ tokens, logProbs: z.array(z.number()), finish: z.enum(['end', 'length']) }),
  text: z.string(),
})
const judged = sampled.extend({ stage: z.literal('judged'), verdict: verdictSchema })
const reprompted = judged.extend({
  stage: z.literal('reprompted'),
  /** 0: neither feedback nor solution, so that distillation learns nothing from it. */
  mask: z.union([z.literal(0), z.literal(1)]),
  /** What the self-teacher reads; the student's own prompt where the mask is 0. */
  teacherPrompt: tokens,
})
const scored = reprompted.extend({
  stage: z.literal('scored'),
  /** GRPO's number. */
  advantage: z.number(),
  /** Token ids at every position that pictures show; empty where none are wanted. */
  candidates: z.array(tokens),
  /** 1 a token that is distilled, where not all are. */
  selected: z.array(z.union([z.literal(0), z.literal(1)])).optional(),
})

const attemptUnion = z.discriminatedUnion('stage', [sampled, judged, reprompted, scored])
export type Attempt = z.infer<typeof attemptUnion>
export type JudgedAttempt = Exclude<Attempt, { stage: 'sampled' }>
export type RepromptedAttempt = Exclude<JudgedAttempt, { stage: 'judged' }>
export type ScoredAttempt = Extract<Attempt, { stage: 'scored' }>

/** As it is kept, by this version or an older one, which had every field of every stage from the start. */
export const attemptSchema = z.preprocess(fromOlderAttempt, attemptUnion)

function fromOlderAttempt(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || 'stage' in value || !('verdict' in value)) return value
  return { ...value, stage: value.verdict === null ? 'sampled' : 'scored' }
}

/** Whether the judge has seen an attempt, at whatever stage it is since. */
export function isJudged(attempt: Attempt): attempt is JudgedAttempt {
  return attempt.stage !== 'sampled'
}

/** Whether an attempt was judged and passed (a reward of 1). */
export function isPass(attempt: Attempt): boolean {
  return isJudged(attempt) && attempt.verdict.reward >= 1
}

/** Throws for an attempt that no judge has seen. */
export function judgedOf(attempt: Attempt): JudgedAttempt {
  if (isJudged(attempt)) return attempt
  throw new Error(`Attempt ${attempt.attempt} has not been judged yet.`)
}

/** What both readers read of an attempt; where an arm has no reprompt, the self-teacher reads what the student did. */
export function repromptedOf(attempt: Attempt): RepromptedAttempt {
  const known = judgedOf(attempt)
  return known.stage === 'judged'
    ? { ...known, stage: 'reprompted', mask: 0, teacherPrompt: known.prompt }
    : known
}

/** Throws for an attempt without its advantage. */
export function scoredOf(attempt: Attempt): ScoredAttempt {
  if (attempt.stage === 'scored') return attempt
  throw new Error(`Attempt ${attempt.attempt} is not scored.`)
}

/** What later steps and questions read of an attempt whose step is done. */
export function withoutScores(attempt: Attempt): Attempt {
  if (!isJudged(attempt)) return attempt
  const { prompt, sample, text, step, verdict } = attempt
  return { stage: 'judged', attempt: attempt.attempt, step, prompt, sample, text, verdict }
}
