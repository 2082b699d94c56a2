/**
 * The arms on one problem with equal budgets and seeds (paper, section 5): every arm and seed is a run
 * of its own that stops at its first pass. The run that is furthest behind goes next, so that all curves
 * grow together; what a run does depends on its seed alone, whenever its turn comes.
 */
import type { LanguageModel } from '../lm/model.ts'
import { NotFiniteError } from '../lm/sampling.ts'
import type { Problem } from '../problems/problem.ts'
import { Rng } from '../rng.ts'
import { Queue } from 'ort-train'
import { arms as plans } from './arms.ts'
import type { Arm, RunConfig } from './config.ts'
import type { Stage } from './events.ts'
import type { Judge } from './judge.ts'
import type { Learner } from './learner.ts'
import { TokenMeter } from './meter.ts'
import type { RaceConfig, RaceStep } from './race-step.ts'
import { Run, type RunParts } from './run.ts'

export interface RaceParts {
  problem: Problem
  config: RaceConfig
  model: LanguageModel
  /** A learner at its starting point. */
  learner: (seed: number) => Promise<Learner>
  judge: Judge
  modelInfo: RunParts['modelInfo']
  backend: RunParts['backend']
  /** Milliseconds since the epoch. */
  startedAt: number
}

interface Lane {
  arm: Arm
  seed: number
  meter: TokenMeter
  /** Null before its first step, and again when it has finished; the learner also where it does not train. */
  run: Run | null
  learner: Learner | null
  undone: number
  /** After whole steps. */
  attempts: number
  ms: number
  finished: boolean
}

export class Race {
  private readonly queue = new Queue()
  private readonly lanes: Lane[] = []
  private going: readonly Arm[] = []

  constructor(private readonly parts: RaceParts) {
    this.setArms(parts.config.arms)
  }

  /** The arms that go on. One that is left out waits where it is; one that is new starts from nothing. */
  setArms(arms: readonly Arm[]): void {
    this.going = [...new Set(arms)]
    const { seeds, run } = this.parts.config
    for (const arm of this.going) {
      if (this.lanes.some((lane) => lane.arm === arm)) continue
      for (let i = 0; i < seeds; i++)
        this.lanes.push({
          arm,
          seed: run.seed + i,
          meter: new TokenMeter(),
          run: null,
          learner: null,
          undone: 0,
          attempts: 0,
          ms: 0,
          finished: false,
        })
    }
  }

  /** Every run of the arms that go on has finished. */
  get done(): boolean {
    return this.next() === null
  }

  /** One whole step of the run that is furthest behind; null when all have finished. After an error the next call goes on with what is left of the step. */
  advance(): Promise<RaceStep | null> {
    return this.queue.add(async () => {
      const lane = this.next()
      return lane && this.step(lane)
    })
  }

  /** Fewest attempts first; of equals those that do not train, whose curves are there soonest, then the earlier seed, then the earlier arm. */
  private next(): Lane | null {
    const order = (lane: Lane) => [
      lane.attempts,
      plans[lane.arm].trains ? 1 : 0,
      lane.seed,
      this.going.indexOf(lane.arm),
    ]
    const open = this.lanes.filter((lane) => !lane.finished && this.going.includes(lane.arm))
    return open.sort((a, b) => compare(order(a), order(b)))[0] ?? null
  }

  private async step(lane: Lane): Promise<RaceStep> {
    const begun = performance.now()
    const run = (lane.run ??= await this.newRun(lane))
    try {
      while ((await this.stage(lane, run)) !== null && run.finished === null && run.nextStage !== 'sample');
    } finally {
      lane.ms += performance.now() - begun
    }
    lane.attempts = run.attemptCount
    lane.finished = run.finished !== null
    if (lane.finished) lane.run = lane.learner = null
    const { arm, seed, attempts, finished, meter, ms, undone } = lane
    return {
      arm,
      seed,
      attempts,
      firstPass: run.firstPass,
      finished,
      tokens: meter.total,
      ms,
      ...(undone > 0 && { undone }),
    }
  }

  /** One stage. An update after which the student computes no probabilities is undone, as a run with pictures does it. */
  private async stage(lane: Lane, run: Run): Promise<Stage | null> {
    const { learner } = lane
    const before = run.nextStage === 'update' ? learner?.snapshot() : undefined
    const stage = await run.advance()
    if (!learner || !before || (await this.computes(learner))) return stage
    learner.restore(before)
    lane.undone++
    return stage
  }

  /** Whether the student has a next token for the question. No arm pays for the reading. */
  private async computes({ student }: Learner): Promise<boolean> {
    const { model, problem } = this.parts
    const prompt = model.tokenizer.encodeChat([{ role: 'user', content: problem.statement }])
    try {
      await model.sample({
        prompt,
        theta: student,
        rngs: [Rng.of(0)],
        maxNewTokens: 1,
        temperature: 1,
        topP: 1,
      })
      return true
    } catch (error) {
      if (error instanceof NotFiniteError) return false
      throw error
    }
  }

  private async newRun(lane: Lane): Promise<Run> {
    const { arm, seed, meter } = lane
    const { problem, config, model, learner, judge, modelInfo, backend, startedAt } = this.parts
    const own: RunConfig = { ...config.run, arm, seed, budget: config.budget, stop: 'first-pass' }
    lane.learner = plans[arm].trains ? meter.learner(await learner(seed)) : null
    return new Run({
      problem,
      judge,
      modelInfo,
      backend,
      startedAt,
      config: own,
      model: meter.model(model),
      learner: lane.learner,
      emit: () => undefined,
      detail: 'bare',
    })
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i])
  return at < 0 ? 0 : a[at]! - b[at]!
}
