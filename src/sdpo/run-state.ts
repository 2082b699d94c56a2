/**
 * What a run has come to: its attempts, updates, kept weights and the memory of its conversation. The
 * course (run.ts) and the stages (stages.ts) write it; what is asked aside (queries.ts) only reads it.
 */
import type { LanguageModel } from '../lm/model.ts'
import type { Problem } from '../problems/problem.ts'
import { planOf, type ArmPlan } from './arms.ts'
import type { RunConfig } from './config.ts'
import type { BackendInfo, ModelInfo, RunEvent, RunEventOf } from './events.ts'
import type { Judge } from './judge.ts'
import { isJudged, withoutScores, type Attempt } from './attempt.ts'
import {
  laterThan,
  type RunSnapshot,
  type Step,
  type ToldConfig,
  type UpdateSummary,
} from './run-snapshot.ts'
import type { Learner, LearnerSnapshot } from './learner.ts'
import { MultiTurn } from './multiturn.ts'
import { Scorer } from './scorer.ts'
import { Snapshots } from './snapshots.ts'
import { shareOf, type FinishReason } from './stop.ts'
import { TokenNames } from './token-names.ts'

export interface RunParts {
  problem: Problem
  config: RunConfig
  model: LanguageModel
  /** Needed by the arms that train, and at its starting point; the run owns it from here on. */
  learner: Learner | null
  judge: Judge
  modelInfo: ModelInfo
  backend: BackendInfo
  /** Milliseconds since the epoch. */
  startedAt: number
  /** Name of the adapter that the learner begins as; absent: the base model. */
  startsFrom?: string
  emit: (event: RunEvent) => void
  /** 'bare' leaves out what only pictures need (readers, signals, progress, snapshots): experiments run on it. */
  detail?: 'picture' | 'bare'
}

export class RunState {
  readonly attempts: Attempt[] = []
  /** One entry a finished update, in order. */
  readonly updates: UpdateSummary[] = []
  readonly snapshots = new Snapshots()
  readonly readers: Scorer
  private readonly names = new TokenNames()
  /** The memory of all judged attempts (multi-turn). */
  conversation: MultiTurn
  /** Taken over at the next step. */
  pending: RunConfig | null = null
  /** The settings that the run's events have told, as far back as they are known. */
  private told: ToldConfig[]
  /** No step has begun since the run was taken up or went back. */
  private resumed = false
  /** The last step that is done. */
  completed = 0
  step: Step | null = null
  ended: FinishReason | null = null

  constructor(
    readonly parts: RunParts,
    public config: RunConfig,
    /** What the student is asked. */
    readonly question: string,
  ) {
    this.told = [{ from: 0, config }]
    this.readers = new Scorer(parts.model, parts.learner, () => this.config)
    this.conversation = this.newConversation()
  }

  /** Whether pictures are wanted, and what only they need. */
  get picture(): boolean {
    return this.parts.detail !== 'bare'
  }

  /** How the steps of this run go on. */
  get plan(): ArmPlan {
    return planOf(this.config.arm, this.parts.modelInfo)
  }

  /** Who reads the reprompts of a step. */
  get teacher(): 'learner' | 'student' | 'nobody' {
    const { teacher, trains } = this.plan
    return !teacher ? 'nobody' : trains ? 'learner' : 'student'
  }

  emit(event: RunEvent): void {
    this.parts.emit(event)
  }

  /** Names tokens before an event speaks of them. */
  announce(ids: readonly number[]): void {
    if (!this.picture) return
    const pieces = this.names.name(ids, this.step?.step ?? this.completed + 1, (id) =>
      this.parts.model.tokenizer.piece(id),
    )
    if (pieces) this.emit({ type: 'vocabulary', pieces })
  }

  /** Throws for an attempt that is not there. */
  attemptAt(attempt: number): Attempt {
    const record = this.attempts[attempt - 1]
    if (!record) throw new Error(`Attempt ${attempt} is not part of this run.`)
    return record
  }

  /** An attempt in the place of itself at an earlier stage. */
  replace(attempt: Attempt): void {
    this.attempts[attempt.attempt - 1] = attempt
  }

  /** Of every judged attempt, in order: the share of its tests that it passed. */
  shares(): number[] {
    return this.attempts.filter(isJudged).map(({ verdict }) => shareOf(verdict))
  }

  /** What is new with the step that begins: its settings where they are others than those told last, and whether the run was resumed. */
  takeNews(): Pick<RunEventOf<'step-started'>, 'config' | 'resumed'> {
    const { pending, resumed } = this
    this.pending = null
    this.resumed = false
    const changed = pending !== null && !same(pending, this.told.at(-1)?.config)
    if (changed) {
      this.config = pending
      this.told.push({ from: this.completed + 1, config: pending })
      this.conversation = this.newConversation()
    }
    return {
      ...(changed && { config: this.config }),
      ...(resumed && { resumed: { backend: this.parts.backend } }),
    }
  }

  /** As if nothing after a step had happened. Throws when its weights are not kept. */
  cutAfter(step: number): void {
    this.parts.learner?.restore(this.snapshots.get(step))
    this.snapshots.dropAfter(step)
    this.attempts.splice(this.attempts.filter((a) => a.step <= step).length)
    this.updates.splice(this.updates.filter((u) => u.step <= step).length)
    this.names.forgetAfter(step)
    this.completed = step
    this.step = null
    this.ended = null
    this.resumed = true
    const wanted = this.pending ?? this.config
    this.told = this.told.filter(({ from }) => from <= step)
    this.config = this.told.at(-1)?.config ?? this.config
    this.pending = wanted
    this.conversation = this.newConversation()
  }

  /** A step is done: what only its own stages read is given up. */
  settle(step: Step): void {
    for (const attempt of step.attempts) this.replace(withoutScores(this.attemptAt(attempt)))
    this.completed = step.step
    this.step = null
  }

  /** What there is after a step (0: all of it). Shares its attempts with the run. */
  keep(after: number): RunSnapshot {
    const { config, pending, told, attempts, updates, completed, step, ended } = this
    return {
      question: this.question,
      config,
      pending,
      told: [...told],
      attempts: laterThan(attempts, after),
      updates: laterThan(updates, after),
      completed,
      step,
      ended,
      knownTokens: this.names.entries().filter(([, named]) => named > after),
    }
  }

  /** As it was kept. Throws when the weights of its last step are missing. */
  restore(run: RunSnapshot, weights: ReadonlyMap<number, LearnerSnapshot>): void {
    for (const [step, snapshot] of [...weights].sort(([a], [b]) => a - b))
      if (step <= run.completed) this.snapshots.set(step, snapshot)
    const { learner } = this.parts
    learner?.restore(this.snapshots.get(run.completed))
    const start = weights.get(0)
    if (learner && start) learner.start = start.student
    this.attempts.push(...run.attempts)
    this.updates.push(...run.updates)
    this.conversation = this.newConversation()
    this.names.restore(run.knownTokens)
    this.pending = run.pending
    this.told = run.told ? [...run.told] : [{ from: run.completed, config: run.config }]
    this.resumed = true
    this.completed = run.completed
    this.step = run.step
    this.ended = run.ended
  }

  /** Dropped from in the same order as it would have been turn by turn. */
  private newConversation(): MultiTurn {
    const { model } = this.parts
    const limit = model.config.maxPositions - this.config.maxNewTokens
    const conversation = new MultiTurn({
      question: this.question,
      template: 'feedback_only',
      window: this.config.window,
      fits: (messages) => model.tokenizer.encodeChat(messages).length <= limit,
    })
    for (const attempt of this.attempts) {
      remember(conversation, attempt)
      conversation.messages()
    }
    return conversation
  }
}

/** Both came through one schema, so their fields are in one order. */
function same(a: RunConfig, b: RunConfig | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** What later turns may read of an attempt: nothing where the judge had nothing to say. */
export function remember(conversation: MultiTurn, attempt: Attempt): void {
  if (!isJudged(attempt)) return
  const { feedback } = attempt.verdict
  if (feedback.trim()) conversation.add({ response: attempt.text, feedback })
}
