/** One policy being trained: student theta, its optimiser state and its regularised teacher. */
import type { Theta } from '../lm/model.ts'
import type { LossConfig, OptimiserConfig, TeacherConfig } from './config.ts'
import type { LossTerms } from './loss-terms.ts'

/** One attempt as the update sees it. */
export interface UpdateRow {
  /** Student prompt token ids (chat template applied). */
  prompt: readonly number[]
  /** Reprompt token ids; equal to `prompt` where the mask is 0. */
  teacherPrompt: readonly number[]
  /** Response token ids. */
  response: readonly number[]
  /** log p_old of the response tokens, nats. */
  oldLogProbs: readonly number[]
  /** Self-distillation mask: 0 teaches nothing by distillation. */
  mask: 0 | 1
  /** GRPO advantage of the attempt. */
  advantage: number
  /** 1 a response token that is distilled; absent: all are, where the mask is 1. */
  selected?: readonly (0 | 1)[] | undefined
}

export interface UpdateResult {
  /** Mean loss over unmasked tokens, nats. */
  loss: number
  /** Global norm before clipping. */
  gradNorm: number
  /** Set when the step was not taken: theta, moments and teacher are as before. */
  skipped?: string
  /** Divergence per row and response token before any weight, nats. */
  divergences: Float32Array[]
}

export interface LearnerConfig {
  loss: LossConfig
  optimiser: OptimiserConfig
  teacher: TeacherConfig
  temperature: number
  /** Of which losses an update is made. */
  terms: LossTerms
}

/** Everything needed to continue from a step; arrays are copies. */
export interface LearnerSnapshot {
  student: Float32Array
  teacher: Float32Array
  firstMoment: Float32Array
  secondMoment: Float32Array
  updates: number
}

export interface Learner {
  readonly student: Theta
  readonly teacher: Theta
  /** The weights that training began from: the reference of a trust-region teacher, and what drift is measured against. */
  start: Theta
  update(rows: readonly UpdateRow[], config: LearnerConfig): Promise<UpdateResult>
  /** Teacher log-probabilities for rows, [response length, V] each: the regularised teacher reading `teacherPrompt`. */
  teacherLogProbs(
    rows: readonly Pick<UpdateRow, 'teacherPrompt' | 'response'>[],
    config: LearnerConfig,
  ): Promise<Float32Array[]>
  snapshot(): LearnerSnapshot
  restore(snapshot: LearnerSnapshot): void
}

/** The same learner with another way to update. */
export function withUpdate(learner: Learner, update: Learner['update']): Learner {
  return {
    get student() {
      return learner.student
    },
    get teacher() {
      return learner.teacher
    },
    get start() {
      return learner.start
    },
    set start(theta) {
      learner.start = theta
    },
    update,
    teacherLogProbs: (rows, config) => learner.teacherLogProbs(rows, config),
    snapshot: () => learner.snapshot(),
    restore: (snapshot) => learner.restore(snapshot),
  }
}
