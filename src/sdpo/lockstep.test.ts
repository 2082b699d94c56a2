import { describe, expect, it } from 'vitest'
import type { SampleRequest } from '../lm/model.ts'
import { LetterLearner, LetterModel, letterParts, letterRun } from './fake-model.testing.ts'
import type { RunConfig } from './config.ts'
import { LockstepRuns } from './lockstep.ts'
import { Run } from './run.ts'

const batches: string[] = []
class ManyLetters extends LetterModel {
  sampleMany(requests: readonly SampleRequest[]) {
    batches.push(`sample ${requests.length}`)
    return Promise.all(requests.map((request) => this.sample(request)))
  }
  scoreMany(
    policies: readonly { theta: Float32Array | null; rows: Parameters<LetterModel['score']>[1] }[],
    temperature: number,
  ) {
    return Promise.all(policies.map(({ theta, rows }) => this.score(theta, rows, temperature)))
  }
}

const config = (seed: number): Partial<RunConfig> => ({
  seed,
  arm: 'sdpo',
  stop: 'first-pass',
  budget: 40,
  attemptsPerStep: 2,
})

function inField(seeds: readonly number[], capacity: number) {
  batches.length = 0
  const model = new ManyLetters()
  const field = new LockstepRuns<LetterLearner>(
    model,
    (learners, c) => {
      batches.push(`update ${learners.length}`)
      return Promise.all(learners.map(({ learner, rows }) => learner.update(rows, c)))
    },
    capacity,
  )
  const firsts = new Map<number, number | null>()
  const starts = seeds.map((seed) => () => ({
    seed,
    run: new Run(
      letterParts(config(seed), {
        model: field.model,
        learner: field.learner(new LetterLearner(model)),
        detail: 'bare',
      }),
    ),
  }))
  const runs = starts.map((start) => () => {
    const { seed, run } = start()
    return Object.assign(run, { seedOfRun: seed })
  })
  return field.run(runs, (run) => firsts.set(run.seedOfRun, run.firstPass)).then(() => firsts)
}

describe('a field of runs', () => {
  it('ends every run as it would have ended alone, with finished ones leaving and others entering', async () => {
    const seeds = [1, 2, 3, 4, 5, 6, 7]
    const firsts = await inField(seeds, 3)
    for (const seed of seeds) {
      const alone = letterRun(config(seed))
      await alone.run.finish()
      expect(firsts.get(seed), `seed ${seed}`).toBe(alone.run.firstPass)
    }
    expect(new Set(firsts.values()).size).toBeGreaterThan(1)
  })

  it('asks the model once for all that are under way', async () => {
    await inField([1, 2, 3, 4], 4)
    expect(batches.slice(0, 2)).toEqual(['sample 4', expect.stringMatching(/^update [1-4]$/)])
  })

  it('ends with the error of a batch', async () => {
    const model = new ManyLetters()
    const field = new LockstepRuns<LetterLearner>(model, () => Promise.reject(new Error('no room')), 2)
    const run = new Run(
      letterParts(
        { ...config(2), stop: 'budget' },
        { model: field.model, learner: field.learner(new LetterLearner(model)), detail: 'bare' },
      ),
    )
    await expect(field.run([() => run], () => {})).rejects.toThrow('no room')
  })
})
