import { describe, expect, it } from 'vitest'
import type { Arm } from './config.ts'
import {
  LetterLearner,
  LetterModel,
  letterConfig,
  letterJudge,
  letterProblem,
  letterRun,
} from './fake-model.testing.ts'
import { allTokens } from './meter.ts'
import { Race } from './race.ts'
import { raceStepSchema, type RaceConfig, type RaceStep } from './race-step.ts'

const all: readonly Arm[] = ['best-of-k', 'multi-turn', 'sdpo', 'grpo', 'sdpo+grpo']
const neverPasses: typeof letterJudge = (problem, response, options) =>
  letterJudge(problem, `x${response}`, options)

function letterRace(
  change: Partial<RaceConfig> = {},
  judge = letterJudge,
  prepare: (learner: LetterLearner) => void = () => undefined,
) {
  const model = new LetterModel()
  const config: RaceConfig = {
    arms: [...all],
    seeds: 2,
    budget: 16,
    run: letterConfig({ seed: 3, attemptsPerStep: 4 }),
    ...change,
  }
  return new Race({
    problem: letterProblem,
    config,
    model,
    judge,
    learner: async () => {
      const learner = new LetterLearner(model)
      prepare(learner)
      return learner
    },
    modelInfo: {
      id: 'letters',
      name: 'letters',
      parameters: 0,
      adapterParameters: model.thetaLength,
      vocabulary: 80,
      contextLength: model.config.maxPositions,
      bytes: 0,
    },
    backend: { name: 'node', threads: 1, reason: 'a test' },
    startedAt: 0,
  })
}

async function steps(race: Race, limit = Infinity): Promise<RaceStep[]> {
  const out: RaceStep[] = []
  while (out.length < limit) {
    const step = await race.advance()
    if (!step) break
    out.push(raceStepSchema.parse(step))
  }
  return out
}

const timeless = (all: readonly RaceStep[]) => all.map((step) => ({ ...step, ms: 0 }))
const inOrder = (all: readonly RaceStep[]) =>
  timeless(all).sort(
    (a, b) => `${a.arm} ${a.seed}`.localeCompare(`${b.arm} ${b.seed}`) || a.attempts - b.attempts,
  )

describe('a race', () => {
  it('gives every arm and seed the same budget, and stops each at its first pass', async () => {
    const race = letterRace({}, neverPasses)
    const last = new Map((await steps(race)).map((step) => [`${step.arm} ${step.seed}`, step]))
    expect([...last.keys()].sort()).toEqual(all.flatMap((arm) => [`${arm} 3`, `${arm} 4`]).sort())
    for (const step of last.values())
      expect(step).toMatchObject({ attempts: 16, firstPass: null, finished: true })
    expect(race.done).toBe(true)
    expect(await race.advance()).toBeNull()

    for (const step of await steps(letterRace({ budget: 64 }))) {
      if (step.firstPass !== null) expect(step.finished).toBe(true)
      else expect(step.finished).toBe(step.attempts === 64)
    }
  })

  it('is the same runs as each alone', async () => {
    const raced = await steps(letterRace({ budget: 64, seeds: 3 }))
    for (const arm of all) {
      const { run } = letterRun(
        { arm, seed: 4, attemptsPerStep: 4, budget: 64, stop: 'first-pass' },
        { detail: 'bare' },
      )
      await run.finish()
      const last = raced.findLast((step) => step.arm === arm && step.seed === 4)
      expect(last).toMatchObject({ firstPass: run.firstPass, attempts: run.attemptCount })
    }
  })

  it('lets the run go next that is furthest behind', async () => {
    const race = letterRace({ arms: ['sdpo', 'multi-turn', 'best-of-k'] }, neverPasses)
    const attempts = new Map<string, number>()
    for (let step = await race.advance(); step; step = await race.advance()) {
      attempts.set(`${step.arm} ${step.seed}`, step.attempts)
      if (attempts.size === 6)
        expect(Math.max(...attempts.values()) - Math.min(...attempts.values())).toBeLessThanOrEqual(4)
    }
  })

  it('comes to the same whatever is paused, left out or added on the way', async () => {
    const straight = await steps(letterRace({ arms: ['sdpo', 'best-of-k', 'multi-turn'], budget: 32 }))
    const race = letterRace({ arms: ['best-of-k', 'sdpo'], budget: 32 })
    const seen = await steps(race, 3)
    race.setArms(['multi-turn'])
    const alone = await steps(race, 4)
    expect(new Set(alone.map((step) => step.arm))).toEqual(new Set(['multi-turn']))
    race.setArms(['best-of-k', 'multi-turn', 'sdpo'])
    seen.push(...alone, ...(await steps(race)))
    expect(inOrder(seen)).toEqual(inOrder(straight))
  })

  it('goes on after all had finished when an arm is added', async () => {
    const race = letterRace({ arms: ['best-of-k'] })
    await steps(race)
    race.setArms(['best-of-k', 'grpo'])
    expect(race.done).toBe(false)
    expect(new Set((await steps(race)).map((step) => step.arm))).toEqual(new Set(['grpo']))
  })

  it('counts what each arm reads and writes', async () => {
    const last = (arm: Arm, of: readonly RaceStep[]) => of.findLast((step) => step.arm === arm)!.tokens
    const raced = await steps(letterRace({ seeds: 1, budget: 8 }, neverPasses))
    const question = new LetterModel().tokenizer.encodeChat([
      { role: 'user', content: letterProblem.statement },
    ]).length
    const sampling = last('best-of-k', raced)
    // Two steps of four attempts; the question is read once a step.
    expect(sampling).toMatchObject({ prompt: 2 * question, teacher: 0, trained: 0 })
    expect(sampling.sampled).toBeLessThanOrEqual(8 * 3)
    expect(allTokens(sampling)).toBe(2 * question + sampling.sampled)
    // Eight turns, each reading the question and what was said before.
    expect(last('multi-turn', raced).prompt).toBeGreaterThan(8 * question)
    const sdpo = last('sdpo', raced)
    expect(sdpo.trained).toBe(8 * question + sdpo.sampled)
    expect(sdpo.teacher).toBeGreaterThan(sdpo.trained)
    // Equal rewards teach GRPO nothing, so it goes through no update.
    expect(last('grpo', raced)).toMatchObject({ teacher: 0, trained: 0 })
  })

  it('undoes an update that ruins the weights, says so, and goes on', async () => {
    const learners: LetterLearner[] = []
    const race = letterRace({ arms: ['sdpo'], seeds: 1, budget: 16 }, neverPasses, (learner) => {
      learner.ruinNext = true
      learners.push(learner)
    })
    const made = await steps(race)
    expect(made.map(({ attempts, undone }) => [attempts, undone])).toEqual([
      [4, 1],
      [8, 1],
      [12, 1],
      [16, 1],
    ])
    expect(learners[0]!.student.every(Number.isFinite)).toBe(true)
    expect(learners[0]!.updates).toBe(3)
  })

  it('takes up a step that failed where it failed', async () => {
    let fail = true
    const judge: typeof letterJudge = async (...args) => {
      if (fail) throw new Error('The sandbox is gone.')
      return letterJudge(...args)
    }
    const race = letterRace({ arms: ['sdpo'], seeds: 1 }, judge)
    await expect(race.advance()).rejects.toThrow('gone')
    fail = false
    expect(timeless(await steps(race))).toEqual(
      timeless(await steps(letterRace({ arms: ['sdpo'], seeds: 1 }))),
    )
  })
})
