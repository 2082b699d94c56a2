/** The baseline that imitates its teacher: what it trains on, and that its step is that of the cross-entropy. */
import { expect, it } from 'vitest'
import { presets } from '../../src/problems/presets.ts'
import { defaultRunConfig } from '../../src/sdpo/config.ts'
import { withUpdate, type UpdateRow } from '../../src/sdpo/learner.ts'
import { freshLearner, openHeadless } from './headless.ts'
import { imitating } from './imitation.ts'

const config = { ...defaultRunConfig, maxNewTokens: 12 }
const { loss, optimiser, teacher, temperature } = config
const { model } = openHeadless({ threads: 1, adapter: config.adapter })
const settings = { loss, optimiser, teacher, temperature, terms: { kind: 'distillation' as const } }
const chat = (content: string) => model.tokenizer.encodeChat([{ role: 'user', content }])
const [{ statement }] = presets as [(typeof presets)[number]]
const response = chat('a').slice(0, 3)
const rows = [1, 0, 1].map((mask): UpdateRow => ({
  prompt: chat(statement),
  teacherPrompt: chat(`${statement}\n\n${statement}`),
  response,
  oldLogProbs: response.map(() => -2),
  mask: mask as 0 | 1,
  advantage: 0,
}))

/** Mean of -log p over the tokens of all answers. */
async function crossEntropy(theta: Float32Array, answers: readonly UpdateRow[]): Promise<number> {
  const scored = await model.score(theta, answers, temperature)
  const nats = answers.flatMap((answer, i) =>
    answer.response.map((token, t) => -scored[i]!.logProbs[t * scored[i]!.vocabulary + token]!),
  )
  return nats.reduce((a, b) => a + b, 0) / nats.length
}

it('trains on one answer of the teacher for every attempt that it was told of, by cross-entropy', async () => {
  const learner = freshLearner(model, { ...config, arm: 'sdpo' })!
  const start = learner.student.slice()
  let answers: readonly UpdateRow[] = []
  let gradient = new Float32Array()
  const watched = withUpdate(learner, async (own, learned) => {
    answers = own
    const result = await learner.update(own, learned)
    gradient = result.gradient.slice()
    return result
  })
  const result = await imitating(model, watched, config).update(rows, settings)

  expect(answers.map(({ prompt }) => prompt)).toEqual([rows[0]!.prompt, rows[2]!.prompt])
  expect(answers.every((answer) => answer.response.length > 0 && answer.response !== response)).toBe(true)
  expect(result.divergences.map(({ length }) => length)).toEqual([3, 3, 3])

  const size = Math.hypot(...gradient)
  const h = 1e-2
  const along = (by: number) =>
    crossEntropy(
      start.map((x, i) => x + (by * gradient[i]!) / size),
      answers,
    )
  expect(((await along(h)) - (await along(-h))) / (2 * h) / size).toBeCloseTo(1, 1)
  expect(await crossEntropy(learner.student, answers)).toBeLessThan(await along(0))
})
