/** How each arm turns attempts into the next ones (paper, section 5): what it reads, and what it learns from. */
import type { Arm, RunConfig } from './config.ts'
import type { Stage } from './events.ts'

interface ArmStages {
  /** Stages of a step, in order. */
  stages: readonly Stage[]
  /** What an attempt reads: the question, or the question with all feedback so far. */
  reads: 'question' | 'conversation'
}

/** An arm that samples the untouched base: the weights stay as they are. */
interface SamplingArm {
  trains: false
  teacher: false
}

interface TrainingArm {
  trains: true
  /** Whether a self-teacher re-reads the attempts after a reprompt. */
  teacher: boolean
  /** Weight of the GRPO term of the loss, 0 to 1; SDPO has the rest. */
  grpoWeight: (config: RunConfig) => number
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
  sdpo: { ...distilling, reads: 'question', grpoWeight: () => 0 },
  grpo: {
    stages: ['sample', 'judge', 'score', 'update'],
    trains: true,
    teacher: false,
    reads: 'question',
    grpoWeight: () => 1,
  },
  /** Reads the latest pieces of feedback and learns from its own: neither the paper nor its code has this arm. */
  'multi-turn+sdpo': { ...distilling, reads: 'conversation', grpoWeight: () => 0 },
  'sdpo+grpo': { ...distilling, reads: 'question', grpoWeight: (config) => config.loss.lambda },
}

/** Attempts of one step: turns of a conversation follow one another, so multi-turn makes one at a time. */
export function stepSize(config: RunConfig): number {
  return arms[config.arm].reads === 'conversation' ? 1 : config.attemptsPerStep
}
