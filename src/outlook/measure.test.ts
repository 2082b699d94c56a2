import { expect, it } from 'vitest'
import {
  LetterLearner,
  LetterModel,
  letterConfig,
  letterJudge,
  letterProblem,
} from '../sdpo/fake-model.testing.ts'
import type { RunConfig } from '../sdpo/config.ts'
import { measure, type Depth } from './measure.ts'
import type { Measured } from './measured.ts'

async function measured(
  depth: Depth,
  change: Partial<RunConfig> = {},
  { solution = 'd', judge = letterJudge } = {},
): Promise<Measured[]> {
  const model = new LetterModel()
  const all: Measured[] = []
  const parts = {
    problem: { ...letterProblem, solution },
    config: letterConfig(change),
    model,
    judge,
    modelInfo: {
      id: 'letters',
      name: 'letters',
      parameters: 0,
      adapterParameters: model.thetaLength,
      vocabulary: model.thetaLength,
      contextLength: model.config.maxPositions,
      bytes: 0,
    },
    backend: { name: 'node', threads: 1, reason: 'a test' } as const,
    learner: async () => new LetterLearner(model),
  }
  for await (const part of measure(parts, depth)) all.push(part)
  return all
}

it('reads the words alone where no more is asked', async () => {
  const all = await measured('words')
  expect(all).toHaveLength(1)
  expect(all[0]).toMatchObject({ answerTokens: 2, samples: [], shift: null, step: null, done: 'words' })
})

it('makes sixteen attempts, reads their feedback and times one step, and tells each part as it comes', async () => {
  const all = await measured('samples')
  expect(all.map(({ samples }) => samples.length).slice(0, 5)).toEqual([0, 4, 8, 12, 16])
  const last = all.at(-1)!
  expect(last.done).toBe('all')
  expect(last.step).toMatchObject({ attempts: 4 })
  expect(last.step!.ms).toBeGreaterThan(0)
})

it('finds that feedback which advises the right answer moves its odds, and other feedback does not', async () => {
  const { shift } = (await measured('samples')).at(-1)!
  expect(shift).toMatchObject({ of: 'right' })
  // The letter model takes advice by 4 nats on one logit.
  expect(shift!.own).toBeGreaterThan(3)
  expect(Math.abs(shift!.control)).toBeLessThan(0.5)
})

it('finds nothing in feedback that advises nothing', async () => {
  const silent = async (...asked: Parameters<typeof letterJudge>) => {
    const { verdict, records } = await letterJudge(...asked)
    return { verdict: { ...verdict, feedback: verdict.feedback && 'Wrong' }, records }
  }
  const { shift } = (await measured('samples', {}, { judge: silent })).at(-1)!
  expect(Math.abs(shift!.own - shift!.control)).toBeLessThan(0.5)
  expect(shift!.pieces).toBe(1)
})

it('does not read feedback that this run would not show', async () => {
  const config = letterConfig()
  const { shift } = (
    await measured('samples', { reprompt: { ...config.reprompt, includeFeedback: false } })
  ).at(-1)!
  expect(shift).toBeNull()
})
