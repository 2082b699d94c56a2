/** The parts of a step on a model, one at a time: what counts and timings are taken of. Rewards are of no interest: every attempt is distilled. */
import type { LlamaModel } from '../../src/lm/llama-model.ts'
import type { Sample } from '../../src/lm/model.ts'
import { Rng } from '../../src/rng.ts'
import { defaultRunConfig } from '../../src/sdpo/config.ts'
import type { LearnerConfig, UpdateRow } from '../../src/sdpo/learner.ts'
import { LlamaLearner } from '../../src/sdpo/llama-learner.ts'

/** The settings of every measured update. */
export const measuredConfig: LearnerConfig = {
  loss: defaultRunConfig.loss,
  optimiser: defaultRunConfig.optimiser,
  teacher: { kind: 'ema', rate: 0.01 },
  temperature: 1,
  terms: { kind: 'distillation' },
}

export class MeasuredSteps {
  readonly learner: LlamaLearner
  readonly config = measuredConfig
  private samples = 0

  constructor(
    readonly model: LlamaModel,
    private readonly prompts: { prompt: readonly number[]; teacherPrompt: readonly number[] },
    private readonly attempts: number,
  ) {
    this.learner = new LlamaLearner(model, LlamaLearner.initialTheta(model, 1))
  }

  /** Attempts of so many tokens, others every time. */
  sample(maxNewTokens: number): Promise<Sample[]> {
    const seed = this.samples++
    return this.model.sample({
      prompt: this.prompts.prompt,
      theta: this.learner.student,
      rngs: Array.from({ length: this.attempts }, (_, i) => Rng.of(seed, 'measured', i)),
      maxNewTokens,
      temperature: 0.7,
      topP: 0.95,
    })
  }

  rowsOf(samples: readonly Sample[]): UpdateRow[] {
    return samples.map(({ tokens, logProbs }) => ({
      ...this.prompts,
      response: tokens,
      oldLogProbs: logProbs,
      mask: 1 as const,
      advantage: 0,
    }))
  }

  async update(rows: readonly UpdateRow[]): Promise<{ loss: number; gradNorm: number }> {
    return this.learner.update(rows, measuredConfig)
  }
}
