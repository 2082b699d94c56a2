/**
 * Student and self-teacher as readers of tokens that are given: each with its weights and its prompt,
 * at the run's temperature, in batches whose full distributions fit in memory.
 */
import type { LanguageModel, Scored, ScoreRow, Theta } from '../lm/model.ts'
import { arms, lossTermsOf } from './arms.ts'
import type { RunConfig } from './config.ts'
import type { Learner, LearnerConfig, UpdateRow } from './learner.ts'
import type { Snapshots } from './snapshots.ts'

/** Floats of one batch of full log-probabilities: 128 MB. A step that is one batch is read once for its picture and its update. */
const scoreBatchFloats = 32 * 2 ** 20

export class Scorer {
  /** `config`: the run's at this moment. */
  constructor(
    readonly model: LanguageModel,
    readonly learner: Learner | null,
    private readonly config: () => RunConfig,
  ) {}

  /** The student's weights as they are now; null is the base, where nothing trains. */
  get studentTheta(): Theta {
    return this.learner?.student ?? null
  }

  /** Whose attempts they are: the student's, or the base's in an arm that does not train. */
  get samplingTheta(): Theta {
    return arms[this.config().arm].trains ? this.studentTheta : null
  }

  get learnerConfig(): LearnerConfig {
    const config = this.config()
    const { loss, optimiser, teacher, temperature } = config
    return { loss, optimiser, teacher, temperature, terms: lossTermsOf(config) }
  }

  /** Full log-probabilities of the responses under any weights. */
  score(theta: Theta, rows: readonly ScoreRow[]): Promise<Scored[]> {
    return this.model.score(theta, rows, this.config().temperature)
  }

  /** The regularised teacher's; throws where there is no learner. */
  async teacherScores(rows: readonly Pick<UpdateRow, 'teacherPrompt' | 'response'>[]): Promise<Scored[]> {
    const logProbs = await this.learner!.teacherLogProbs(rows, this.learnerConfig)
    return logProbs.map((values, i) => ({
      logProbs: values,
      vocabulary: values.length / rows[i]!.response.length,
    }))
  }

  /** With the learner as it was after a step, and back; as it is where nothing trains. */
  async atStep<T>(step: number, snapshots: Snapshots, task: () => Promise<T>): Promise<T> {
    const { learner } = this
    if (!learner) return task()
    const then = snapshots.get(step)
    const now = learner.snapshot()
    learner.restore(then)
    try {
      return await task()
    } finally {
      learner.restore(now)
    }
  }

  /** Rows in groups that are scored at once. */
  batches<T extends Pick<ScoreRow, 'response'>>(rows: readonly T[]): T[][] {
    const longest = Math.max(1, ...rows.map(({ response }) => response.length))
    const size = Math.max(1, Math.floor(scoreBatchFloats / (longest * this.model.config.vocabulary)))
    return Array.from({ length: Math.ceil(rows.length / size) }, (_, i) =>
      rows.slice(i * size, (i + 1) * size),
    )
  }

  /** A user's message in the chat template, with the mark that the answer begins. */
  chatTokens(user: string): number[] {
    return this.model.tokenizer.encodeChat([{ role: 'user', content: user }])
  }
}
