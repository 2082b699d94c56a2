/**
 * The test-time loop on one hard question (METHOD: sample, judge, reprompt, score, update), one beat
 * at a time. Everything that happens is an event; the same seed gives the same events on a backend.
 */
import type { LanguageModel, Sample, Scored, ScoreRow, Theta } from '../lm/model.ts'
import type { Problem } from '../problems/problem.ts'
import { Rng } from '../rng.ts'
import { Queue } from '../runtime/runtime.ts'
import type { Verdict } from '../verify/verdict.ts'
import { grpoAdvantages } from './advantages.ts'
import { arms, stepSize } from './arms.ts'
import type { RunConfig } from './config.ts'
import { divergenceSpec } from './divergence.ts'
import type { BackendInfo, Beat, ModelInfo, Position, PromptPiece, RunEvent } from './events.ts'
import { failingTestPick } from './judge.ts'
import type { Judge } from './judge.ts'
import type { Learner, LearnerConfig, LearnerSnapshot, UpdateRow } from './learner.ts'
import { MultiTurn, multiTurnPieces } from './multiturn.ts'
import { meanEntropy, onCandidates, positionsOf, rounded, rowAt } from './picture.ts'
import { buildReprompts, piecesText, repromptOptions } from './reprompt.ts'
import { Snapshots } from './snapshots.ts'
import { stopReason } from './stop.ts'
import type { FinishReason } from './stop.ts'

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
  emit: (event: RunEvent) => void
  /** 'bare' leaves out what only pictures need (readers, signals, progress, snapshots): experiments run on it. */
  detail?: 'picture' | 'bare'
}

/** One attempt as the run remembers it. */
interface Attempt {
  attempt: number
  step: number
  prompt: number[]
  sample: Sample
  text: string
  verdict: Verdict | null
  mask: 0 | 1
  teacherPrompt: number[]
  advantage: number
  candidates: number[][]
}

interface Step {
  step: number
  attempts: number[]
  /** Beats done. */
  done: number
  timings: Record<'sample' | 'judge' | 'score' | 'update', number>
  entropy: number
  klToStart: number
}

export interface UpdateSummary {
  step: number
  loss: number
  gradNorm: number
  skipped?: string
}

/**
 * A run between two beats, as plain data, so that it outlives the worker it ran in. With the weights
 * that `weightsAfter` gives, a run made from it goes on as this one would have.
 */
export interface KeptRun {
  config: RunConfig
  pending: RunConfig | null
  attempts: Attempt[]
  updates: UpdateSummary[]
  completed: number
  step: Step | null
  ended: FinishReason | null
  /** Token id and the step that named it. */
  knownTokens: [number, number][]
}

/** Floats of one batch of full log-probabilities: 32 MB. */
const scoreBatchFloats = 8 * 2 ** 20

export class Run {
  private readonly queue = new Queue()
  private readonly attempts: Attempt[] = []
  private readonly snapshots = new Snapshots()
  /** Tokens that events have named, and the step whose events did. */
  private readonly knownTokens = new Map<number, number>()
  private readonly questionTokens: number[]
  private conversation: MultiTurn
  private config: RunConfig
  private pending: RunConfig | null = null
  private completed = 0
  private step: Step | null = null
  private ended: FinishReason | null = null
  /** One entry a finished update, in order. */
  readonly updates: UpdateSummary[] = []

  /**
   * A new run, which emits `run-started`; or `kept` going on, with the weights after as many of its steps as there are.
   * Throws when the question alone is too long for the model, a training arm has no learner, or the weights of the last step are missing.
   */
  constructor(
    private readonly parts: RunParts,
    kept?: { run: KeptRun; weights: ReadonlyMap<number, LearnerSnapshot> },
  ) {
    this.config = kept?.run.config ?? parts.config
    const { problem, model, learner } = parts
    if (arms[this.config.arm].grpoWeight && !learner) throw new Error(`The arm ${this.config.arm} trains, so it needs a learner.`)
    this.questionTokens = this.chatTokens(problem.statement)
    if (this.questionTokens.length >= model.config.maxPositions) {
      throw new Error(`The question is ${this.questionTokens.length} tokens long; this model reads ${model.config.maxPositions} at most, its answer included.`)
    }
    this.conversation = this.newConversation()
    if (kept) {
      this.goOn(kept.run, kept.weights)
      return
    }
    if (this.picture && learner) this.snapshots.set(0, learner.snapshot())
    this.emit({
      type: 'run-started', at: parts.startedAt, problem, config: this.config, model: parts.modelInfo, backend: parts.backend, question: problem.statement,
    })
  }

  get finished(): FinishReason | null {
    return this.ended
  }

  /** What `advance` will do; null when the run is finished. */
  get nextBeat(): Beat | null {
    return this.ended ? null : arms[this.config.arm].beats[this.step?.done ?? 0]!
  }

  /** The step under way, or the last complete one. */
  get currentStep(): number {
    return this.step?.step ?? this.completed
  }

  /** Number of the first attempt that passed every test. */
  get firstPass(): number | null {
    return this.attempts.find((a) => a.verdict && isPass(a.verdict))?.attempt ?? null
  }

  get attemptCount(): number {
    return this.attempts.length
  }

  /**
   * Runs one beat and returns its name; null when the run is finished (also when it turns out to be).
   * On an error the beat is not done: nothing of it is kept but verdicts, and the next call tries it again.
   */
  advance(): Promise<Beat | null> {
    return this.queue.add(() => this.runBeat())
  }

  /** Beats until the run is finished. */
  async finish(): Promise<FinishReason> {
    while ((await this.advance()) !== null);
    return this.ended!
  }

  /** Takes effect from the next step. Seed and adapter are the run's own and stay. A finished run goes on if its new stop rule lets it. */
  configure(config: RunConfig): void {
    if (arms[config.arm].grpoWeight && !this.parts.learner) throw new Error(`The arm ${config.arm} trains, so it needs a learner.`)
    this.pending = { ...config, seed: this.config.seed, adapter: this.config.adapter }
    if (this.ended !== 'stopped' && !stopReason(this.pending, this.passed())) this.ended = null
  }

  /** Goes on from after this step (0: from the base), as if nothing later had happened. Throws when its weights are not kept. */
  rewind(step: number): Promise<void> {
    return this.queue.add(async () => {
      if (step < 0 || step > this.completed) throw new Error(`Update ${step} has not been reached; the run has ${this.completed}.`)
      if (this.parts.learner) this.parts.learner.restore(this.snapshots.get(step))
      this.snapshots.dropAfter(step)
      const kept = this.attempts.filter((a) => a.step <= step)
      this.attempts.splice(kept.length)
      this.updates.splice(this.updates.filter((u) => u.step <= step).length)
      this.conversation = this.newConversation()
      for (const [id, named] of this.knownTokens) if (named > step) this.knownTokens.delete(id)
      this.completed = step
      this.step = null
      this.ended = null
      this.pending ??= this.config
    })
  }

  stop(): void {
    if (!this.ended) this.end('stopped')
  }

  /** The run as it stands between two beats; shares its arrays with the run, so copy it before the next. */
  keep(): KeptRun {
    const { config, pending, attempts, updates, completed, step, ended, knownTokens } = this
    const needed = (a: Attempt): Attempt => (a.step > completed ? a : { ...a, teacherPrompt: [], candidates: [] })
    return { config, pending, attempts: attempts.map(needed), updates, completed, step, ended, knownTokens: [...knownTokens] }
  }

  /** The learner after a step (0: at the start); undefined where it is not kept. */
  weightsAfter(step: number): LearnerSnapshot | undefined {
    return this.snapshots.has(step) ? this.snapshots.get(step) : undefined
  }

  /**
   * The teacher reads the same tokens under other words: what would it have thought? With the weights of the attempt's own
   * step; `sameWeights` gives the teacher the student's, so that what is left is the effect of the words alone.
   */
  reread(attempt: number, pieces: readonly PromptPiece[], { sameWeights = false } = {}): Promise<{ positions: Position[]; unknownWords: string[] }> {
    return this.queue.add(async () => {
      const record = this.attempts[attempt - 1]
      if (!record) throw new Error(`Attempt ${attempt} is not part of this run.`)
      const { model, learner } = this.parts
      const text = piecesText(pieces)
      const row = { teacherPrompt: this.chatTokens(text), response: record.sample.tokens }
      const longest = model.config.maxPositions - row.response.length
      if (row.teacherPrompt.length > longest) throw new Error(`These words are ${row.teacherPrompt.length} tokens long; with this attempt the model reads ${longest} at most.`)
      const read = async (student: Theta) => {
        const [studentScore] = await this.score(student, [{ prompt: record.prompt, response: row.response }])
        const [teacherScore] = sameWeights || !learner ? await this.score(student, [{ prompt: row.teacherPrompt, response: row.response }]) : await this.teacherScores([row])
        return positionsOf(row.response, studentScore!, teacherScore!, divergenceSpec(this.config.loss))
      }
      const positions = learner ? await this.atStep(record.step - 1, learner, () => read(this.studentTheta())) : await read(null)
      this.announce(positions.flatMap((p) => p.ids))
      return { positions, unknownWords: model.tokenizer.unknownWords(text) }
    })
  }

  private goOn(run: KeptRun, weights: ReadonlyMap<number, LearnerSnapshot>): void {
    for (const [step, snapshot] of [...weights].sort(([a], [b]) => a - b)) if (step <= run.completed) this.snapshots.set(step, snapshot)
    this.parts.learner?.restore(this.snapshots.get(run.completed))
    this.attempts.push(...run.attempts)
    this.updates.push(...run.updates)
    this.conversation = this.newConversation()
    for (const [id, named] of run.knownTokens) this.knownTokens.set(id, named)
    this.pending = run.pending
    this.completed = run.completed
    this.step = run.step
    this.ended = run.ended
  }

  private get picture(): boolean {
    return this.parts.detail !== 'bare'
  }

  private async runBeat(): Promise<Beat | null> {
    if (this.ended) return null
    if (!this.step) {
      const reason = stopReason(this.pending ?? this.config, this.passed())
      if (reason) {
        this.end(reason)
        return null
      }
      this.startStep()
    }
    const step = this.step!
    const { beats } = arms[this.config.arm]
    const beat = beats[step.done]!
    const begun = performance.now()
    await this.perform(beat, step)
    if (beat !== 'update') step.timings[beat === 'reprompt' ? 'score' : beat] += performance.now() - begun
    step.done++
    const solved = beat === 'judge' && !this.picture && this.config.stop === 'first-pass' && this.firstPass !== null
    if (step.done === beats.length || solved) {
      this.completed = step.step
      this.step = null
      const reason = stopReason(this.pending ?? this.config, this.passed())
      if (reason) this.end(reason)
    }
    return beat
  }

  private perform(beat: Beat, step: Step): Promise<void> | void {
    switch (beat) {
      case 'sample':
        return this.sampleBeat(step)
      case 'judge':
        return this.judgeBeat(step)
      case 'reprompt':
        return this.repromptBeat(step)
      case 'score':
        return this.scoreBeat(step)
      case 'update':
        return this.updateBeat(step)
      default:
        return beat satisfies never
    }
  }

  private startStep(): void {
    const changed = this.pending
    if (changed) {
      this.config = changed
      this.pending = null
      this.conversation = this.newConversation()
    }
    const first = this.attempts.length + 1
    const size = Math.min(stepSize(this.config), this.config.budget - this.attempts.length)
    const step = this.completed + 1
    const attempts = Array.from({ length: size }, (_, i) => first + i)
    this.step = { step, attempts, done: 0, timings: { sample: 0, judge: 0, score: 0, update: 0 }, entropy: 0, klToStart: 0 }
    this.emit({ type: 'step-started', step, attempts, ...(changed && { config: changed }) })
  }

  private async sampleBeat(step: Step): Promise<void> {
    const { model } = this.parts
    const { seed, arm, temperature, topP, maxNewTokens } = this.config
    const turn = arms[arm].reads === 'conversation' ? this.conversation.messages()[0]!.content : null
    const prompt = turn === null ? this.questionTokens : this.chatTokens(turn)
    const samples = await model.sample({
      prompt,
      theta: arms[arm].grpoWeight ? this.studentTheta() : null,
      rngs: step.attempts.map((attempt) => Rng.of(seed, 'sample', arm, attempt)),
      maxNewTokens: Math.min(maxNewTokens, model.config.maxPositions - prompt.length),
      temperature,
      topP,
      ...(this.picture && { onToken: (tokens) => this.progress(step.step, tokens) }),
    })
    samples.forEach((sample, i) => {
      const attempt = step.attempts[i]!
      const text = model.tokenizer.decode(sample.tokens)
      this.attempts.push({ attempt, step: step.step, prompt, sample, text, verdict: null, mask: 0, teacherPrompt: prompt, advantage: 0, candidates: [] })
      this.announce(sample.tokens)
      this.emit({
        type: 'attempt-sampled', step: step.step, attempt, tokens: sample.tokens, text, logProbs: sample.logProbs.map(rounded), finish: sample.finish,
        ...(turn !== null && { pieces: multiTurnPieces(this.parts.problem.statement, this.conversation.remembered) }),
      })
    })
  }

  private async judgeBeat(step: Step): Promise<void> {
    for (const attempt of this.attemptsOf(step)) {
      if (attempt.verdict) continue
      const { verdict, records } = await this.parts.judge(this.parts.problem, attempt.text, {
        ...failingTestPick(this.config, attempt.attempt),
        truncated: attempt.sample.finish === 'length',
      })
      attempt.verdict = verdict
      remember(this.conversation, attempt)
      this.emit({ type: 'attempt-judged', attempt: attempt.attempt, verdict, records })
    }
  }

  private repromptBeat(step: Step): void {
    const attempts = this.attemptsOf(step)
    const longestResponse = Math.max(...attempts.map((a) => a.sample.tokens.length))
    const limit = Math.min(this.config.reprompt.maxTokens, this.parts.model.config.maxPositions - longestResponse)
    const { reprompts } = buildReprompts(
      attempts.map((a) => ({ group: this.parts.problem.id, prompt: this.parts.problem.statement, response: a.text, score: a.verdict!.reward, feedback: a.verdict!.feedback })),
      repromptOptions(this.config.reprompt, (text) => this.chatTokens(text).length <= limit),
    )
    reprompts.forEach(({ pieces, mask, solutionFrom }, i) => {
      const attempt = attempts[i]!
      attempt.mask = mask
      if (mask === 1) attempt.teacherPrompt = this.chatTokens(piecesText(pieces))
      this.emit({ type: 'attempt-reprompted', attempt: attempt.attempt, mask, pieces, ...(solutionFrom !== undefined && { solutionFrom: attempts[solutionFrom]!.attempt }) })
    })
  }

  private async scoreBeat(step: Step): Promise<void> {
    const attempts = this.attemptsOf(step)
    if (this.picture) await this.readBoth(step, attempts)
    const rewards = attempts.map((a) => a.verdict!.reward)
    const values = grpoAdvantages(rewards, rewards.map(() => this.parts.problem.id))
    attempts.forEach((a, i) => (a.advantage = values[i]!))
    const groupMean = rewards[0]! - values[0]!
    this.emit({ type: 'advantages', step: step.step, attempts: step.attempts, values, groupMean })
  }

  /** Student and teacher at every token (the teacher only where the arm has one), and the step's signals. */
  private async readBoth(step: Step, attempts: readonly Attempt[]): Promise<void> {
    const hasTeacher = arms[this.config.arm].beats.includes('reprompt')
    const entropies: { mean: number; tokens: number }[] = []
    let klSum = 0
    for (const batch of this.batches(attempts)) {
      const rows = batch.map((a) => ({ prompt: a.prompt, response: a.sample.tokens }))
      const student = await this.score(this.studentTheta(), rows)
      const untouched = this.updates.every((update) => update.skipped !== undefined)
      const base = untouched ? student : await this.score(null, rows)
      const teacher = hasTeacher ? await this.teacherScores(batch.map((a) => ({ teacherPrompt: a.teacherPrompt, response: a.sample.tokens }))) : null
      batch.forEach((attempt, i) => {
        const { tokens, logProbs } = attempt.sample
        entropies.push({ mean: meanEntropy([student[i]!]), tokens: tokens.length })
        tokens.forEach((token, t) => (klSum += logProbs[t]! - rowAt(base[i]!, t)[token]!))
        if (!teacher) return
        const positions = positionsOf(tokens, student[i]!, teacher[i]!, divergenceSpec(this.config.loss))
        attempt.candidates = positions.map((p) => p.ids)
        this.announce(attempt.candidates.flat())
        this.emit({ type: 'attempt-scored', attempt: attempt.attempt, positions })
      })
    }
    const tokens = entropies.reduce((sum, e) => sum + e.tokens, 0)
    step.entropy = entropies.reduce((sum, e) => sum + e.mean * e.tokens, 0) / tokens
    step.klToStart = klSum / tokens
  }

  private async updateBeat(step: Step): Promise<void> {
    const learner = this.parts.learner!
    const attempts = this.attemptsOf(step)
    const rows = attempts.map(
      (a): UpdateRow => ({ prompt: a.prompt, teacherPrompt: a.teacherPrompt, response: a.sample.tokens, oldLogProbs: a.sample.logProbs, mask: a.mask, advantage: a.advantage }),
    )
    const begun = performance.now()
    const config = this.learnerConfig()
    const nothing = nothingToLearn(rows, config.grpoWeight)
    const { loss, gradNorm, skipped } = nothing ? { loss: 0, gradNorm: 0, skipped: nothing } : await learner.update(rows, config)
    step.timings.update = performance.now() - begun
    this.updates.push({ step: step.step, loss, gradNorm, ...(skipped !== undefined && { skipped }) })
    if (!this.picture) return
    this.snapshots.set(step.step, learner.snapshot())
    const passRate = attempts.filter((a) => isPass(a.verdict!)).length / attempts.length
    this.emit({
      type: 'step-updated',
      step: step.step,
      signals: { loss: finite(loss), gradNorm: finite(gradNorm), entropy: step.entropy, klToStart: step.klToStart, passRate },
      ...(skipped !== undefined && { skipped }),
      timings: step.timings,
    })
    if (skipped === undefined) await this.rescore(attempts)
  }

  private async rescore(attempts: readonly Attempt[]): Promise<void> {
    for (const batch of this.batches(attempts.filter((a) => a.candidates.length > 0))) {
      const scores = await this.score(this.studentTheta(), batch.map((a) => ({ prompt: a.prompt, response: a.sample.tokens })))
      batch.forEach((a, i) => this.emit({ type: 'attempt-rescored', attempt: a.attempt, after: onCandidates(a.candidates, scores[i]!) }))
    }
  }

  private learnerConfig(): LearnerConfig {
    const { loss, optimiser, teacher, temperature } = this.config
    return { loss, optimiser, teacher, temperature, grpoWeight: arms[this.config.arm].grpoWeight?.(this.config) ?? 0 }
  }

  private studentTheta(): Theta {
    return this.parts.learner?.student ?? null
  }

  private score(theta: Theta, rows: readonly ScoreRow[]): Promise<Scored[]> {
    return this.parts.model.score(theta, rows, this.config.temperature)
  }

  private async teacherScores(rows: readonly Pick<UpdateRow, 'teacherPrompt' | 'response'>[]): Promise<Scored[]> {
    const logProbs = await this.parts.learner!.teacherLogProbs(rows, this.learnerConfig())
    return logProbs.map((values, i) => ({ logProbs: values, vocabulary: values.length / rows[i]!.response.length }))
  }

  /** With the learner as it was after a step, and back. */
  private async atStep<T>(step: number, learner: Learner, task: () => Promise<T>): Promise<T> {
    const then = this.snapshots.get(step)
    const now = learner.snapshot()
    learner.restore(then)
    try {
      return await task()
    } finally {
      learner.restore(now)
    }
  }

  /** Full distributions of a large vocabulary are big, so a step is scored in batches. */
  private batches(attempts: readonly Attempt[]): Attempt[][] {
    const longest = Math.max(1, ...attempts.map((a) => a.sample.tokens.length))
    const size = Math.max(1, Math.floor(scoreBatchFloats / (longest * this.parts.model.config.vocabulary)))
    return Array.from({ length: Math.ceil(attempts.length / size) }, (_, i) => attempts.slice(i * size, (i + 1) * size))
  }

  /** The memory of all judged attempts, dropped from in the same order as it would have been turn by turn. */
  private newConversation(): MultiTurn {
    const { model, problem } = this.parts
    const limit = model.config.maxPositions - this.config.maxNewTokens
    const conversation = new MultiTurn({
      question: problem.statement,
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

  private chatTokens(user: string): number[] {
    return this.parts.model.tokenizer.encodeChat([{ role: 'user', content: user }])
  }

  private attemptsOf(step: Step): Attempt[] {
    return step.attempts.map((attempt) => this.attempts[attempt - 1]!)
  }

  private passed(): boolean[] {
    return this.attempts.filter((a) => a.verdict).map((a) => isPass(a.verdict!))
  }

  private progress(step: number, tokens: readonly (readonly number[])[]): void {
    this.announce(tokens.flat())
    this.emit({ type: 'sampling', step, tokens: tokens.map((ids) => [...ids]) })
  }

  /** Names tokens before an event speaks of them. */
  private announce(ids: readonly number[]): void {
    if (!this.picture) return
    const fresh = ids.filter((id) => !this.knownTokens.has(id))
    if (fresh.length === 0) return
    for (const id of fresh) this.knownTokens.set(id, this.step?.step ?? this.completed + 1)
    this.emit({ type: 'vocabulary', pieces: Object.fromEntries(fresh.map((id) => [id, this.parts.model.tokenizer.piece(id)])) })
  }

  private end(reason: FinishReason): void {
    this.ended = reason
    this.emit({ type: 'run-finished', reason })
  }

  private emit(event: RunEvent): void {
    this.parts.emit(event)
  }
}

/** What later turns may read of an attempt: nothing where the judge had nothing to say. */
function remember(conversation: MultiTurn, attempt: Attempt): void {
  const feedback = attempt.verdict?.feedback ?? ''
  if (feedback.trim()) conversation.add({ response: attempt.text, feedback })
}

const isPass = (verdict: Verdict): boolean => verdict.reward >= 1

/** Non-finite numbers have no place in JSON; the step's `skipped` says what happened. */
const finite = (value: number): number => (Number.isFinite(value) ? value : 0)

/** Why a step cannot teach anything, in words; null when it can. */
function nothingToLearn(rows: readonly UpdateRow[], grpoWeight: number): string | null {
  if (grpoWeight < 1 && rows.some((row) => row.mask === 1)) return null
  if (grpoWeight > 0 && rows.some((row) => row.advantage !== 0)) return null
  return grpoWeight === 1
    ? 'All attempts of this step have the same reward, so GRPO has nothing to learn from.'
    : 'No attempt of this step has feedback or another attempt\u2019s solution to learn from.'
}
