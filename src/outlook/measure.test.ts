import { expect, it } from 'vitest'
import {
  LetterLearner,
  LetterModel,
  letterConfig,
  letterJudge,
  letterProblem,
} from '../sdpo/fake-model.testing.ts'
import type { RunConfig } from '../sdpo/config.ts'
import { measure, type Depth, type MeasureParts } from './measure.ts'
import type { Measured } from './measured.ts'

function partsOf(
  change: Partial<RunConfig> = {},
  { solution = 'd', judge = letterJudge } = {},
): MeasureParts {
  const model = new LetterModel()
  return {
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
    backend: { name: 'node', threads: 1, reason: 'a test' },
    learner: async () => new LetterLearner(model),
  }
}

async function measured(
  depth: Depth,
  change: Partial<RunConfig> = {},
  given: Parameters<typeof partsOf>[1] = {},
): Promise<Measured[]> {
  const all: Measured[] = []
  for await (const part of measure(partsOf(change, given), depth)) all.push(part)
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

it('times the step alone where attempts were read with another arm', async () => {
  const before = (await measured('samples')).at(-1)!
  const all: Measured[] = []
  for await (const part of measure(partsOf({ arm: 'best-of-k' }), 'samples', before)) all.push(part)
  expect(all[0]).toEqual({ ...before, step: null, done: 'samples' })
  expect(all.at(-1)).toMatchObject({ samples: before.samples, shift: before.shift, done: 'all' })
  expect(all.at(-1)!.step).not.toBe(before.step)
  expect(all.length).toBeLessThan((await measured('samples')).length)
})
