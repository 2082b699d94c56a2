/** How each arm turns attempts into the next ones (paper, section 5): what it reads, and what it learns from. */
import type { Arm, RunConfig } from './config.ts'
import type { ModelInfo, Stage } from './events.ts'
import { evidenceClip, type LossTerms } from './loss-terms.ts'

interface ArmStages {
  /** Stages of a step, in order. */
  stages: readonly Stage[]
  /** What an attempt reads: the question, or the question with all feedback so far. */
  reads: 'question' | 'conversation'
}

/** An arm that samples the untouched base: the weights stay as they are. A teacher is then the base too. */
interface SamplingArm {
  trains: false
  teacher: boolean
}

interface TrainingArm {
  trains: true
  /** Whether a self-teacher re-reads the attempts after a reprompt. */
  teacher: boolean
  /** Of which losses its updates are made. */
  terms: (config: RunConfig) => LossTerms
}

export type ArmPlan = ArmStages & (SamplingArm | TrainingArm)

const sampling = { stages: ['sample', 'judge'], trains: false, teacher: false } as const
const distilling = {
  stages: ['sample', 'judge', 'reprompt', 'score', 'update'],
  trains: true,
  teacher: true,
} as const

export const arms: Record<Arm, ArmPlan> = {
  'best-of-k': { ...sampling, reads: 'question' },
  'multi-turn': { ...sampling, reads: 'conversation' },
  sdpo: { ...distilling, reads: 'question', terms: () => ({ kind: 'distillation' }) },
  grpo: {
    stages: ['sample', 'judge', 'score', 'update'],
    trains: true,
    teacher: false,
    reads: 'question',
    terms: () => ({ kind: 'policy-gradient' }),
  },
  /** Reads the latest pieces of feedback and learns from its own: neither the paper nor its code has this arm. */
  'multi-turn+sdpo': { ...distilling, reads: 'conversation', terms: () => ({ kind: 'distillation' }) },
  'sdpo+grpo': {
    ...distilling,
    reads: 'question',
    terms: ({ loss }) => ({ kind: 'mixed', policyWeight: loss.lambda }),
  },
  /** Failures that have feedback go to SDPO, everything else to GRPO; without SRPO's weights by the teacher's entropy. */
  srpo: { ...distilling, reads: 'question', terms: () => ({ kind: 'routed' }) },
  /** The reward gives the sign, the teacher the size: where no attempt of a group stands out, nothing is learned. */
  rlsd: {
    ...distilling,
    reads: 'question',
    terms: () => ({ kind: 'evidence', clip: evidenceClip }),
  },
}

/**
 * A run's plan on a model. One on a server that reads has what is written there read again after hindsight, by itself: nothing
 * is learned from it. A training arm stays as it is, and such a model refuses it.
 */
export function planOf(arm: Arm, model: Pick<ModelInfo, 'served'> | null): ArmPlan {
  const plan = arms[arm]
  return plan.trains || model?.served !== 'reads'
    ? plan
    : { ...plan, stages: [...plan.stages, 'reprompt', 'score'], teacher: true }
}

/** Of which losses the updates of a run are made; an arm that does not train has SDPO's, which nothing asks for. */
export function lossTermsOf(config: RunConfig): LossTerms {
  const plan = arms[config.arm]
  return plan.trains ? plan.terms(config) : { kind: 'distillation' }
}

/** Attempts of one step: turns of a conversation follow one another, so multi-turn makes one at a time. */
export function stepSize(config: RunConfig): number {
  return arms[config.arm].reads === 'conversation' ? 1 : config.attemptsPerStep
}
