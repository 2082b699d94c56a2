/**
 * Supervised fine-tuning on the self-teacher's own answers, the baseline off the student's policy: the teacher reads the reprompt
 * and answers, and the student is trained on that answer by cross-entropy instead of on its own attempt by a divergence.
 */
import type { LanguageModel } from '../../src/lm/model.ts'
import { Rng } from '../../src/rng.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import { withUpdate, type Learner, type UpdateRow } from '../../src/sdpo/learner.ts'

/**
 * A learner that imitates. In the place of each attempt that its teacher was told of, one answer of the teacher (its averaged
 * weights, the run's sampling, no judge); attempts that teach nothing are left out. The cross-entropy is the policy gradient of
 * advantage 1 at a ratio of 1, so its step is that of -log p, a mean over tokens.
 */
export function imitating(
  model: LanguageModel,
  learner: Learner,
  { seed, maxNewTokens, temperature, topP }: RunConfig,
): Learner {
  let answered = 0
  return withUpdate(learner, async (rows, config) => {
    const answers: UpdateRow[] = []
    for (const { prompt, teacherPrompt } of rows.filter(({ mask }) => mask === 1)) {
      const [answer] = await model.sample({
        prompt: teacherPrompt,
        theta: learner.teacher,
        rngs: [Rng.of(seed, 'imitated', answered++)],
        maxNewTokens: Math.min(maxNewTokens, model.config.maxPositions - teacherPrompt.length),
        temperature,
        topP,
      })
      const response = answer!.tokens
      const [scored] = await model.score(learner.student, [{ prompt, response }], temperature)
      const { logProbs, vocabulary } = scored!
      const oldLogProbs = response.map((token, t) => logProbs[t * vocabulary + token]!)
      answers.push({ prompt, teacherPrompt: prompt, response, oldLogProbs, mask: 0, advantage: 1 })
    }
    const result = await learner.update(answers, { ...config, terms: { kind: 'policy-gradient' } })
    return { ...result, divergences: rows.map(({ response }) => new Float32Array(response.length)) }
  })
}

/** By what an arm that trains learns, where it is not by its own losses. */
export type Learning = 'imitation'

/** The learner of a run, by what it learns; absent: by its arm's own losses. */
export function learningBy(
  learning: Learning | undefined,
  model: LanguageModel,
  learner: Learner,
  config: RunConfig,
): Learner {
  return learning === 'imitation' ? imitating(model, learner, config) : learner
}
