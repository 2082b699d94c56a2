/** How each arm turns attempts into the next ones (paper, section 5): what it reads, and what it learns from. */
import type { Arm, RunConfig } from './config.ts'
import type { Beat } from './events.ts'

export interface ArmPlan {
  /** Beats of a step, in order. */
  beats: readonly Beat[]
  /** What an attempt reads: the question, or the question with all feedback so far. */
  reads: 'question' | 'conversation'
  /** Weight of the GRPO term of the loss; null: the weights stay as they are. */
  grpoWeight: ((config: RunConfig) => number) | null
}

const trainingBeats: readonly Beat[] = ['sample', 'judge', 'reprompt', 'score', 'update']

export const arms: Record<Arm, ArmPlan> = {
  'best-of-k': { beats: ['sample', 'judge'], reads: 'question', grpoWeight: null },
  'multi-turn': { beats: ['sample', 'judge'], reads: 'conversation', grpoWeight: null },
  sdpo: { beats: trainingBeats, reads: 'question', grpoWeight: () => 0 },
  grpo: { beats: ['sample', 'judge', 'score', 'update'], reads: 'question', grpoWeight: () => 1 },
  /** Reads the latest pieces of feedback and learns from its own: neither the paper nor its code has this arm. */
  'multi-turn+sdpo': { beats: trainingBeats, reads: 'conversation', grpoWeight: () => 0 },
  'sdpo+grpo': { beats: trainingBeats, reads: 'question', grpoWeight: (config) => config.loss.lambda },
}

/** Attempts of one step: turns of a conversation follow one another, so multi-turn makes one at a time. */
export function stepSize(config: RunConfig): number {
  return arms[config.arm].reads === 'conversation' ? 1 : config.attemptsPerStep
}
