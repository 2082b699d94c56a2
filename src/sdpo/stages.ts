/** The five stages of one update (METHOD: sample, judge, reprompt, score, update): each reads the run's state, adds to it and says so in events. */
import { Rng } from '../rng.ts'
import { grpoAdvantages } from './advantages.ts'
import { arms } from './arms.ts'
import {
  isPass,
  judgedOf,
  repromptedOf,
  scoredOf,
  type RepromptedAttempt,
  type ScoredAttempt,
} from './attempt.ts'
import type { Movement, Position, RunEventOf, Stage } from './events.ts'
import { groupReprompts } from './group-reprompts.ts'
import { failingTestPick } from './judge.ts'
import type { Attempt } from './attempt.ts'
import type { Step } from './run-snapshot.ts'
import type { UpdateRow } from './learner.ts'
import { distils, teaches, type LossTerms } from './loss-terms.ts'
import { multiTurnPieces } from './multiturn.ts'
import { movementOf } from './movement.ts'
import { rounded } from './picture.ts'
import { piecesText } from './reprompt.ts'
import { remember, type RunState } from './run-state.ts'
import { logProbsAt, stepPictures, type PicturedRow } from './step-pictures.ts'
import { selectTokens } from './token-selection.ts'

export class Stages {
  /** @param question tokens of the question in the chat template */
  constructor(
    private readonly state: RunState,
    private readonly question: number[],
  ) {}

  /** Does one stage of a step; on an error nothing of it is kept but verdicts. `signal` calls off the judging. */
  perform(stage: Stage, step: Step, signal?: AbortSignal): Promise<void> | void {
    switch (stage) {
      case 'sample':
        return this.sampleStage(step)
      case 'judge':
        return this.judgeStage(step, signal)
      case 'reprompt':
        return this.repromptStage(step)
      case 'score':
        return this.scoreStage(step)
      case 'update':
        return this.updateStage(step)
      default:
        return stage satisfies never
    }
  }

  private async sampleStage(step: Step): Promise<void> {
    const { model } = this.state.parts
    const { seed, arm, temperature, topP, maxNewTokens } = this.state.config
    const turn = arms[arm].reads === 'conversation' ? this.state.conversation.messages()[0]!.content : null
    const prompt = turn === null ? this.question : this.state.readers.chatTokens(turn)
    const samples = await model.sample({
      prompt,
      theta: this.state.readers.samplingTheta,
      rngs: step.attempts.map((attempt) => Rng.of(seed, 'sample', arm, attempt)),
      maxNewTokens: Math.min(maxNewTokens, model.config.maxPositions - prompt.length),
      temperature,
      topP,
      ...(this.state.picture && { onToken: (tokens) => this.progress(step.step, tokens) }),
    })
    samples.forEach((sample, i) => {
      const attempt = step.attempts[i]!
      const text = model.tokenizer.decode(sample.tokens)
      this.state.attempts.push({ stage: 'sampled', attempt, step: step.step, prompt, sample, text })
      this.state.announce(sample.tokens)
      this.state.emit({
        type: 'attempt-sampled',
        step: step.step,
        attempt,
        tokens: sample.tokens,
        text,
        logProbs: sample.logProbs.map(rounded),
        finish: sample.finish,
        ...(turn !== null && {
          pieces: multiTurnPieces(this.state.question, this.state.conversation.remembered),
        }),
      })
    })
  }

  private async judgeStage(step: Step, signal: AbortSignal | undefined): Promise<void> {
    for (const attempt of this.attemptsOf(step)) {
      if (attempt.stage !== 'sampled') continue
      signal?.throwIfAborted()
      const { verdict, records } = await this.state.parts.judge(this.state.parts.problem, attempt.text, {
        ...failingTestPick(this.state.config, attempt.attempt),
        truncated: attempt.sample.finish === 'length',
        signal,
      })
      const judged = { ...attempt, stage: 'judged' as const, verdict }
      this.state.replace(judged)
      remember(this.state.conversation, judged)
      this.state.emit({ type: 'attempt-judged', attempt: attempt.attempt, verdict, records })
    }
  }

  private repromptStage(step: Step): void {
    const attempts = this.attemptsOf(step).map(judgedOf)
    const reprompts = groupReprompts(
      this.state,
      attempts.map((a) => ({ text: a.text, tokens: a.sample.tokens, verdict: a.verdict })),
    )
    reprompts.forEach(({ pieces, mask, solutionFrom }, i) => {
      const attempt = attempts[i]!
      const teacherPrompt = mask === 1 ? this.state.readers.chatTokens(piecesText(pieces)) : attempt.prompt
      this.state.replace({ ...attempt, stage: 'reprompted', mask, teacherPrompt })
      this.state.emit({
        type: 'attempt-reprompted',
        attempt: attempt.attempt,
        mask,
        pieces,
        ...(solutionFrom !== undefined && { solutionFrom: attempts[solutionFrom]!.attempt }),
      })
    })
  }

  private async scoreStage(step: Step): Promise<void> {
    const attempts = this.attemptsOf(step).map(repromptedOf)
    const { tokens } = this.state.config.loss
    const selects = tokens !== undefined && distils(this.state.readers.learnerConfig.terms)
    const readings =
      this.state.picture || selects
        ? await this.readBoth(step, attempts)
        : new Map<number, readonly Position[]>()
    const selected = selects
      ? selectTokens(
          attempts.map(({ attempt, mask }) => ({ mask, positions: readings.get(attempt) ?? null })),
          tokens,
        )
      : undefined
    const rewards = attempts.map((a) => a.verdict.reward)
    const values = grpoAdvantages(
      rewards,
      rewards.map(() => this.state.parts.problem.id),
    )
    attempts.forEach((attempt, i) =>
      this.state.replace({
        ...attempt,
        stage: 'scored',
        advantage: values[i]!,
        candidates: (readings.get(attempt.attempt) ?? []).map(({ ids }) => ids),
        ...(selected && { selected: selected[i]! }),
      }),
    )
    const groupMean = rewards[0]! - values[0]!
    this.state.emit({
      type: 'advantages',
      step: step.step,
      attempts: step.attempts,
      values,
      groupMean,
      ...(selected && { selected }),
    })
  }

  /**
   * Student and teacher at every token (the teacher only where the arm has one), and the step's signals. Returns the
   * positions by attempt, where both have read it.
   */
  private async readBoth(
    step: Step,
    attempts: readonly RepromptedAttempt[],
  ): Promise<Map<number, readonly Position[]>> {
    const { parts, readers, updates } = this.state
    const readings = new Map<number, readonly Position[]>()
    const entropies: { mean: number; tokens: number }[] = []
    let klSum = 0
    const untouched = updates.every((update) => update.skipped !== undefined)
    const pictures = stepPictures(readers, attempts.map(rowOf), {
      teacher: this.state.teacher,
      // How far the student has come is told with the pictures alone.
      base: untouched || !this.state.picture ? 'student' : { theta: parts.learner?.start ?? null },
    })
    let next = 0
    for await (const { positions, entropy, base } of pictures) {
      const { attempt, sample } = attempts[next++]!
      entropies.push({ mean: entropy, tokens: sample.tokens.length })
      base.forEach((logProb, t) => (klSum += sample.logProbs[t]! - logProb))
      if (positions.length === 0) continue
      readings.set(attempt, positions)
      if (!this.state.picture) continue
      this.state.announce(positions.flatMap(({ ids }) => ids))
      this.state.emit({ type: 'attempt-scored', attempt, positions })
    }
    const tokens = entropies.reduce((sum, e) => sum + e.tokens, 0)
    step.entropy = entropies.reduce((sum, e) => sum + e.mean * e.tokens, 0) / tokens
    step.klToStart = klSum / tokens
    return readings
  }

  private async updateStage(step: Step): Promise<void> {
    const learner = this.state.parts.learner!
    const attempts = this.attemptsOf(step).map(scoredOf)
    const rows = attempts.map((a): UpdateRow => ({
      prompt: a.prompt,
      teacherPrompt: a.teacherPrompt,
      response: a.sample.tokens,
      oldLogProbs: a.sample.logProbs,
      mask: a.mask,
      advantage: a.advantage,
      selected: a.selected,
    }))
    const begun = performance.now()
    const { model } = this.state.parts
    const compiled = model.compiled ?? 0
    const config = this.state.readers.learnerConfig
    const nothing = nothingToLearn(rows, config.terms)
    const { loss, gradNorm, ...result } = nothing
      ? { loss: 0, gradNorm: 0, skipped: nothing }
      : await learner.update(rows, config)
    step.timings.update = performance.now() - begun
    step.timings.compile = (step.timings.compile ?? 0) + (model.compiled ?? 0) - compiled
    const rescored = this.state.picture && result.skipped === undefined ? await this.rescored(attempts) : []
    const ruined = rescored.some(({ after }) => after.some((row) => !row.every(Number.isFinite)))
    if (ruined) learner.restore(this.state.snapshots.get(step.step - 1))
    const skipped = ruined
      ? 'After this update the student\u2019s numbers were not finite, so it was undone and the weights kept. Lower the learning rate.'
      : result.skipped
    this.state.updates.push({ step: step.step, loss, gradNorm, ...(skipped !== undefined && { skipped }) })
    if (!this.state.picture) return
    const movement = skipped === undefined ? this.movement(step.step) : null
    this.state.snapshots.set(step.step, learner.snapshot())
    const passRate = attempts.filter(isPass).length / attempts.length
    this.state.emit({
      type: 'step-updated',
      step: step.step,
      signals: {
        loss: finite(loss),
        gradNorm: finite(gradNorm),
        entropy: step.entropy,
        klToStart: step.klToStart,
        passRate,
      },
      ...(skipped !== undefined && { skipped }),
      timings: step.timings,
      ...(movement && { movement }),
    })
    if (!ruined) for (const event of rescored) this.state.emit(event)
  }

  /** How far the update moved the adapter; null where the weights before it are not kept, or are no adapter. */
  private movement(step: number): Movement | null {
    const { parts, snapshots, config } = this.state
    const [after, start] = [parts.learner?.student, parts.learner?.start ?? null]
    if (!after || !snapshots.has(step - 1)) return null
    const before = snapshots.get(step - 1).student
    return movementOf(parts.model.config, config.adapter.rank, { start, before, after })
  }

  /** The student after the update, on the same candidates. */
  private async rescored(attempts: readonly ScoredAttempt[]): Promise<RunEventOf<'attempt-rescored'>[]> {
    const { readers } = this.state
    const shown = attempts.filter((a) => a.candidates.length > 0)
    const after = await logProbsAt(
      readers,
      readers.studentTheta,
      shown.map((a) => ({ ...rowOf(a), ids: a.candidates })),
    )
    return shown.map(({ attempt }, i) => ({ type: 'attempt-rescored', attempt, after: after[i]! }))
  }

  private attemptsOf(step: Step): Attempt[] {
    return step.attempts.map((attempt) => this.state.attemptAt(attempt))
  }

  private progress(step: number, tokens: readonly (readonly number[])[]): void {
    this.state.announce(tokens.flat())
    this.state.emit({ type: 'sampling', step, tokens: tokens.map((ids) => [...ids]) })
  }
}

const rowOf = ({ prompt, teacherPrompt, sample }: RepromptedAttempt | ScoredAttempt): PicturedRow => ({
  prompt,
  teacherPrompt,
  response: sample.tokens,
})

/** Non-finite numbers have no place in JSON; the step's `skipped` says what happened. */
const finite = (value: number): number => (Number.isFinite(value) ? value : 0)

/** Why a step cannot teach anything, in words; null when it can. */
function nothingToLearn(rows: readonly UpdateRow[], terms: LossTerms): string | null {
  if (teaches(rows, terms)) return null
  return !distils(terms)
    ? `All attempts of this step have the same reward, so ${terms.kind === 'evidence' ? 'RLSD' : 'GRPO'} has nothing to learn from.`
    : 'No attempt of this step has feedback or another attempt\u2019s solution to learn from.'
}
