/**
 * The test-time loop on one hard question, one stage at a time: when each stage comes, when the run ends,
 * how it goes back and how it is kept. Everything that happens is an event; the same seed gives the same
 * events on a backend.
 */
import { Queue } from 'ort-train'
import { questionOf } from '../problems/prompt.ts'
import { arms, stepSize } from './arms.ts'
import { Queries, type BranchRequest, type Reading } from './queries.ts'
import { Stages } from './stages.ts'
import { runConfigSchema, type RunConfig } from './config.ts'
import type { Stage, Probe, PromptPiece } from './events.ts'
import type { RunSnapshot, UpdateSummary } from './run-snapshot.ts'
import type { LearnerSnapshot } from './learner.ts'
import { isPass } from './attempt.ts'
import { RunState, type RunParts } from './run-state.ts'
import { stopReason } from './stop.ts'
import type { FinishReason } from './stop.ts'

export type { RunParts } from './run-state.ts'

export class Run {
  private readonly queue = new Queue()
  private readonly state: RunState
  private readonly stages: Stages
  private readonly queries: Queries

  /**
   * A new run, which emits `run-started`; or `kept` going on, with the weights after as many of its steps as there are.
   * Throws when the question alone is too long for the model, a training arm has no learner, or the weights of the last step are missing.
   */
  constructor(parts: RunParts, kept?: { run: RunSnapshot; weights: ReadonlyMap<number, LearnerSnapshot> }) {
    const config = kept?.run.config ?? parts.config
    const { problem, model, learner } = parts
    if (arms[config.arm].trains && !learner)
      throw new Error(`The arm ${config.arm} trains, so it needs a learner.`)
    const asked = kept
      ? (kept.run.question ?? problem.statement)
      : questionOf(problem, { readsAll: model.tokenizer.readsAll })
    this.state = new RunState(parts, config, asked)
    this.queries = new Queries(this.state)
    const question = this.state.readers.chatTokens(asked)
    if (question.length >= model.config.maxPositions) {
      throw new Error(
        `The question is ${question.length} tokens long; this model reads ${model.config.maxPositions} at most, its answer included.`,
      )
    }
    this.stages = new Stages(this.state, question)
    if (kept) {
      this.state.restore(kept.run, kept.weights)
      return
    }
    if (this.state.picture && learner) this.state.snapshots.set(0, learner.snapshot())
    this.state.emit({
      type: 'run-started',
      at: parts.startedAt,
      problem,
      config,
      model: parts.modelInfo,
      backend: parts.backend,
      question: asked,
      ...(parts.startsFrom !== undefined && { startsFrom: parts.startsFrom }),
    })
  }

  get finished(): FinishReason | null {
    return this.state.ended
  }

  /** What `advance` will do; null when the run is finished. */
  get nextStage(): Stage | null {
    return this.state.ended ? null : this.state.plan.stages[this.state.step?.done ?? 0]!
  }

  /** The step under way, or the last complete one. */
  get currentStep(): number {
    return this.state.step?.step ?? this.state.completed
  }

  /** No step is under way. */
  get betweenSteps(): boolean {
    return this.state.step === null
  }

  /** Number of the first attempt that passed every test. */
  get firstPass(): number | null {
    return this.state.attempts.find(isPass)?.attempt ?? null
  }

  /** One entry a finished update, in order. */
  get updates(): readonly UpdateSummary[] {
    return this.state.updates
  }

  get attemptCount(): number {
    return this.state.attempts.length
  }

  /**
   * Runs one stage and returns its name; null when the run is finished (also when it turns out to be).
   * On an error the stage is not done: nothing of it is kept but verdicts, and the next call tries it again.
   * `signal` calls off a stage that waits for the judge, which then rejects with the signal's reason.
   */
  advance(signal?: AbortSignal): Promise<Stage | null> {
    return this.queue.add(() => this.runStage(signal))
  }

  /** Stages until the run is finished. */
  async finish(): Promise<FinishReason> {
    while ((await this.advance()) !== null);
    return this.state.ended!
  }

  /** Takes effect from the next step. Seed and adapter are the run's own and stay. A finished run goes on if its new stop rule lets it. */
  configure(config: RunConfig): void {
    if (arms[config.arm].trains && !this.state.parts.learner)
      throw new Error(`The arm ${config.arm} trains, so it needs a learner.`)
    const { seed, adapter, thinking } = this.state.config
    this.state.pending = runConfigSchema.parse({ ...config, seed, adapter, thinking })
    if (this.state.ended !== 'stopped' && !stopReason(this.state.pending, this.state.shares()))
      this.state.ended = null
  }

  /** Goes on from after this step (0: from the base), as if nothing later had happened. Throws when its weights are not kept. */
  rewind(step: number): Promise<void> {
    return this.queue.add(async () => {
      if (step < 0 || step > this.state.completed)
        throw new Error(`Update ${step} has not been reached; the run has ${this.state.completed}.`)
      this.state.cutAfter(step)
    })
  }

  stop(): void {
    if (!this.state.ended) this.end('stopped')
  }

  /** What the run has after a step (0: all of it), between two stages; shares its attempts with the run, so copy it before the next. */
  keep(after = 0): RunSnapshot {
    return this.state.keep(after)
  }

  /** Words of a text that the model's vocabulary lacks. */
  unknownWords(text: string): string[] {
    return this.state.parts.model.tokenizer.unknownWords(text)
  }

  /** Steps whose student is there to be asked, ascending; 0 is the start, and all there is where nothing trains. */
  keptSteps(): number[] {
    return this.state.parts.learner ? this.state.snapshots.steps() : [0]
  }

  /** The learner after a step (0: at the start); undefined where it is not kept. */
  weightsAfter(step: number): LearnerSnapshot | undefined {
    return this.state.snapshots.has(step) ? this.state.snapshots.get(step) : undefined
  }

  /**
   * The teacher reads the same tokens under other words: what would it have thought? With the weights of the attempt's own
   * step; `sameWeights` gives the teacher the student's, so that what is left is the effect of the words alone.
   */
  reread(attempt: number, pieces: readonly PromptPiece[], { sameWeights = false } = {}): Promise<Reading> {
    return this.queue.add(async () => {
      const reading = await this.queries.reread(this.state.attemptAt(attempt), pieces, sameWeights)
      this.state.announce(reading.positions.flatMap((p) => p.ids))
      return reading
    })
  }

  /** Has the student go on from an attempt with another token, and says `attempt-branched`; the run's course stays as it is. */
  branch(request: BranchRequest): Promise<void> {
    return this.queue.add(async () => {
      const branched = await this.queries.branch(request)
      this.state.announce([...branched.tokens, ...(branched.positions ?? []).flatMap((p) => p.ids)])
      this.state.emit(branched)
    })
  }

  /** What an attempt's tokens did to its chance to pass, by continuations of each prefix. Says `attempt-valued`. */
  value(attempt: number, samples: number): Promise<void> {
    return this.queue.add(async () => this.state.emit(await this.queries.value(attempt, samples)))
  }

  /** The student after a step reads a prompt: its first token, and how likely a whole answer is. Says `probe-read`. */
  probe(probe: Probe, step: number): Promise<void> {
    return this.queue.add(async () => {
      const read = await this.queries.probe(probe, step)
      this.state.announce(read.ids)
      this.state.emit(read)
    })
  }

  private async runStage(signal: AbortSignal | undefined): Promise<Stage | null> {
    if (this.state.ended) return null
    if (!this.state.step) {
      const reason = stopReason(this.state.pending ?? this.state.config, this.state.shares())
      if (reason) {
        this.end(reason)
        return null
      }
      this.startStep()
    }
    const step = this.state.step!
    const { stages } = this.state.plan
    const stage = stages[step.done]!
    const begun = performance.now()
    const compiled = this.compiled
    await this.stages.perform(stage, step, signal)
    // An update tells its own, before it is announced.
    if (stage !== 'update') step.timings.compile = (step.timings.compile ?? 0) + this.compiled - compiled
    if (stage !== 'update') step.timings[stage === 'reprompt' ? 'score' : stage] += performance.now() - begun
    step.done++
    const solved =
      stage === 'judge' &&
      !this.state.picture &&
      this.state.config.stop === 'first-pass' &&
      this.firstPass !== null
    if (step.done === stages.length || solved) {
      this.state.settle(step)
      const reason = stopReason(this.state.pending ?? this.state.config, this.state.shares())
      if (reason) this.end(reason)
    }
    return stage
  }

  private get compiled(): number {
    return this.state.parts.model.compiled ?? 0
  }

  private startStep(): void {
    const { state } = this
    const news = state.takeNews()
    const first = state.attempts.length + 1
    const size = Math.min(stepSize(state.config), state.config.budget - state.attempts.length)
    const step = state.completed + 1
    const attempts = Array.from({ length: size }, (_, i) => first + i)
    state.step = {
      step,
      attempts,
      done: 0,
      timings: { sample: 0, judge: 0, score: 0, update: 0 },
      entropy: 0,
      klToStart: 0,
    }
    state.emit({ type: 'step-started', step, attempts, ...news })
  }

  private end(reason: FinishReason): void {
    this.state.ended = reason
    this.state.emit({ type: 'run-finished', reason })
  }
}
