/** The bundled model's first SDPO steps on a fixed problem and seed, step by step on the same batches: for backends to be held to. */
import type { Runtime } from 'ort-train'
import { presets } from '../problems/presets.ts'
import { defaultRunConfig } from '../sdpo/config.ts'
import type { RunEvent } from '../sdpo/events.ts'
import type { Learner, LearnerConfig, UpdateRow } from '../sdpo/learner.ts'
import { LlamaLearner, type DetailedUpdate } from '../sdpo/llama-learner.ts'
import { Run } from '../sdpo/run.ts'
import type { Judge } from '../verify/judge.ts'
import type { ModelFiles } from './live-files.ts'
import { ReadModel } from './live-model.ts'

export interface StepsOutcome {
  /** Token ids of every attempt. */
  tokens: number[][]
  updates: {
    /** Of the step's batch, before the update and after it. */
    loss: number
    lossAfter: number
    gradNorm: number
    skipped: string | null
    /** Wall milliseconds of sample, judge, score and update. */
    ms: number
  }[]
  /** The adapter after the first update, and the gradient of that update. */
  adapter: number[]
  gradient: number[]
}

export interface StepsRequest {
  steps: number
  attemptsPerStep: number
  learningRate: number
}

export async function firstSteps(
  files: ModelFiles,
  runtime: Runtime,
  judge: Judge,
  { steps, attemptsPerStep, learningRate }: StepsRequest,
): Promise<StepsOutcome> {
  const source = ReadModel.read({ id: 'tiny', name: 'tiny' }, files)
  const config = {
    ...defaultRunConfig,
    stop: 'budget' as const,
    attemptsPerStep,
    budget: attemptsPerStep * steps,
    optimiser: { ...defaultRunConfig.optimiser, learningRate },
  }
  const model = source.open(runtime, config.adapter)
  const watched = new WatchedLearner(new LlamaLearner(model, LlamaLearner.initialTheta(model, config.seed)))
  const events: RunEvent[] = []
  const run = new Run({
    problem: presets[0]!,
    config,
    model,
    learner: watched,
    judge: judge.judge,
    modelInfo: source.info(config.adapter),
    backend: { name: runtime.backend, threads: runtime.threads, reason: 'A test.' },
    startedAt: 0,
    emit: (event) => events.push(event),
  })
  await run.finish()
  const times = events.flatMap((e) =>
    e.type === 'step-updated'
      ? [e.timings.sample + e.timings.judge + e.timings.score + e.timings.update]
      : [],
  )
  await model.dispose()
  return {
    tokens: events.flatMap((e) => (e.type === 'attempt-sampled' ? [e.tokens] : [])),
    updates: watched.seen.map(({ result, lossAfter }, i) => ({
      loss: result.loss,
      lossAfter,
      gradNorm: result.gradNorm,
      skipped: result.skipped ?? null,
      ms: Math.round(times[i]!),
    })),
    adapter: watched.adapter,
    gradient: watched.gradient,
  }
}

/** Passes everything on, and asks after each update what the loss of the same batch is now. */
class WatchedLearner implements Learner {
  readonly seen: { result: DetailedUpdate; lossAfter: number }[] = []
  adapter: number[] = []
  gradient: number[] = []

  constructor(private readonly learner: LlamaLearner) {}

  get student() {
    return this.learner.student
  }

  get teacher() {
    return this.learner.teacher
  }

  get start() {
    return this.learner.start
  }

  set start(theta) {
    this.learner.start = theta
  }

  async update(rows: readonly UpdateRow[], config: LearnerConfig) {
    const before = this.learner.snapshot()
    const result = await this.learner.update(rows, config)
    if (this.seen.length === 0) {
      this.adapter = [...this.learner.student]
      this.gradient = [...result.gradient]
    }
    const after = this.learner.snapshot()
    // The same teacher as the update had: only the student has moved.
    this.learner.restore({ ...after, teacher: before.teacher })
    const again = await this.learner.update(rows, config)
    this.learner.restore(after)
    this.seen.push({ result, lossAfter: again.loss })
    return result
  }

  teacherLogProbs(rows: readonly Pick<UpdateRow, 'teacherPrompt' | 'response'>[], config: LearnerConfig) {
    return this.learner.teacherLogProbs(rows, config)
  }

  snapshot() {
    return this.learner.snapshot()
  }

  restore(snapshot: Parameters<Learner['restore']>[0]) {
    this.learner.restore(snapshot)
  }
}
