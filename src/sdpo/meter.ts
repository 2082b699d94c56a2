/**
 * What a run costs in tokens, counted where they are read and written: a model and a learner that pass
 * everything on and keep a tally.
 */
import { z } from 'zod'
import type { LanguageModel, SampleRequest } from '../lm/model.ts'
import { readsTeacher } from './loss-terms.ts'
import { withUpdate, type Learner } from './learner.ts'

export const tokenTallySchema = z.object({
  /** Prompts read before sampling; one that several attempts share is read once. */
  prompt: z.number().int(),
  /** Tokens of the attempts. */
  sampled: z.number().int(),
  /** Reprompts and attempts read by the self-teacher. */
  teacher: z.number().int(),
  /** Prompts and attempts that updates go through, there and back. */
  trained: z.number().int(),
})
export type TokenTally = z.infer<typeof tokenTallySchema>

const noTokens: TokenTally = { prompt: 0, sampled: 0, teacher: 0, trained: 0 }

/** Every token that any pass of the model has seen. */
export const allTokens = ({ prompt, sampled, teacher, trained }: TokenTally): number =>
  prompt + sampled + teacher + trained

export class TokenMeter {
  private tally = { ...noTokens }

  get total(): TokenTally {
    return { ...this.tally }
  }

  model(model: LanguageModel): LanguageModel {
    return {
      config: model.config,
      tokenizer: model.tokenizer,
      thetaLength: model.thetaLength,
      get compiled() {
        return model.compiled ?? 0
      },
      sample: async (request: SampleRequest) => {
        const samples = await model.sample(request)
        this.tally.prompt += request.prompt.length
        this.tally.sampled += sum(samples.map(({ tokens }) => tokens.length))
        return samples
      },
      score: (theta, rows, temperature) => model.score(theta, rows, temperature),
      compare: async (request) => (await model.compare?.(request)) ?? null,
      logProbsAt: async (...asked) => (await model.logProbsAt?.(...asked)) ?? null,
    }
  }

  learner(learner: Learner): Learner {
    return withUpdate(learner, async (rows, config) => {
      const result = await learner.update(rows, config)
      this.tally.trained += sum(rows.map(({ prompt, response }) => prompt.length + response.length))
      if (readsTeacher(config.terms))
        this.tally.teacher += sum(
          rows.map(({ teacherPrompt, response }) => teacherPrompt.length + response.length),
        )
      return result
    })
  }
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
