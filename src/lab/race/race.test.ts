import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RaceStep } from '../../engine/protocol.ts'
import { sampleProblem, sampleRun } from '../../engine/scripted-run.testing.ts'
import { defaultRunConfig, type Arm } from '../../sdpo/config.ts'
import { bootstrapped } from '../../statistics/bootstrap.ts'
import { discoveryAt } from '../../statistics/discovery.ts'
import {
  attemptsWithin,
  figuresOf,
  mayBeChance,
  noRace,
  raceCost,
  raceProgress,
  raceWith,
  shareInterval,
  type RaceView,
} from './race.ts'
import { raceCsv, raceJson } from './race-export.ts'
import { duration, raceInShort, raceSentence, tokenCount, tokenSentence } from '../words/race-words.ts'

const [start] = sampleRun({ seed: 1, steps: 1, attempts: 1, passes: 1 })
if (start?.type !== 'run-started') throw new Error('A run begins with its start.')
const { model, backend } = start

function race(seeds: number, steps: readonly RaceStep[], budget = 64): RaceView {
  const empty: RaceView = {
    problem: sampleProblem,
    config: { arms: ['sdpo', 'best-of-k'], seeds, budget, run: defaultRunConfig },
    model,
    backend,
    lanes: [],
  }
  return steps.reduce(raceWith, empty)
}
const step = (
  arm: Arm,
  seed: number,
  attempts: number,
  firstPass: number | null = null,
  finished = firstPass !== null,
): RaceStep => ({
  arm,
  seed,
  attempts,
  firstPass,
  finished,
  tokens: {
    prompt: attempts,
    sampled: attempts * 9,
    teacher: arm === 'sdpo' ? attempts * 20 : 0,
    trained: arm === 'sdpo' ? attempts * 15 : 0,
  },
  ms: attempts * 10,
})
/** Every seed of an arm at its end. */
const ends = (arm: Arm, firsts: readonly (number | null)[], budget = 64) =>
  firsts.map((first, seed) =>
    step(arm, seed, first === null ? budget : Math.ceil(first / 8) * 8, first, true),
  )

describe('the curve of an arm', () => {
  it('is known as far as its slowest seed, and no further', () => {
    expect(figuresOf(race(3, [step('sdpo', 0, 8), step('sdpo', 1, 8, 5)]), 'sdpo')).toMatchObject({
      reached: 0,
      solved: 1,
      curve: [],
      median: null,
    })
    const half = figuresOf(
      race(3, [step('sdpo', 0, 16), step('sdpo', 1, 8, 5), step('sdpo', 2, 24, 20)]),
      'sdpo',
    )
    expect(half).toMatchObject({ reached: 16, solved: 2, finished: false, median: null })
    expect(half.curve.map(({ k, solved }) => [k, solved])).toEqual([
      [0, 0],
      [5, 1 / 3],
      [16, 1 / 3],
    ])
    const whole = figuresOf(race(3, ends('sdpo', [5, 20, null])), 'sdpo')
    expect(whole).toMatchObject({ reached: 64, solved: 2, finished: true, median: 20, attempts: 8 + 24 + 64 })
    expect(whole.curve.at(-1)).toMatchObject({ k: 64, solved: 2 / 3 })
  })

  it('has the interval of the seeds, and none with one seed', () => {
    const three = figuresOf(race(3, ends('sdpo', [5, 20, null])), 'sdpo').curve
    for (const { solved, low, high } of three) {
      expect(low).toBeLessThanOrEqual(solved)
      expect(high).toBeGreaterThanOrEqual(solved)
    }
    expect(three.at(-1)!.low).toBeLessThan(three.at(-1)!.high!)
    for (const point of figuresOf(race(1, ends('sdpo', [5])), 'sdpo').curve) expect(point.low).toBeUndefined()
  })

  it('has the interval that resampling the seeds gives', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, part) => {
        const successes = Math.round(part * n)
        const table = Array.from({ length: n }, (_, i) => [i < successes ? 1 : null])
        const drawn = bootstrapped(table, (t) => discoveryAt(1, t), { resamples: 4000 })
        const exact = shareInterval(successes, n)
        // Drawn percentiles may fall on the neighbouring count.
        expect(Math.abs(exact.low - drawn.low)).toBeLessThanOrEqual(1 / n + 1e-9)
        expect(Math.abs(exact.high - drawn.high)).toBeLessThanOrEqual(1 / n + 1e-9)
      }),
      { numRuns: 30 },
    )
  })

  it('counts a seed without a pass as the whole budget', () => {
    expect(attemptsWithin([[4], [null], [20]], 16)).toEqual([4, 16, 16])
  })
})

describe('a difference between two arms', () => {
  it('may be chance as long as seeds dealt out anew are as far apart one time in ten', () => {
    // Three against three, wholly apart: 2 of the 20 deals are as far. Two against two: 2 of 6.
    expect(mayBeChance([1, 2, 3], [4, 5, 6])).toBe(false)
    expect(mayBeChance([1, 2, 4], [3, 5, 6])).toBe(true)
    expect(mayBeChance([1, 2], [60, 64])).toBe(true)
    expect(mayBeChance([5, 5, 5], [5, 5, 5])).toBe(true)
  })

  it('is drawn where there are too many deals to try, to the same answers', () => {
    const low = Array.from({ length: 10 }, (_, i) => i)
    expect(
      mayBeChance(
        low,
        low.map((n) => n + 8),
      ),
    ).toBe(false)
    expect(
      mayBeChance(
        low,
        low.map((n) => n + 1),
      ),
    ).toBe(true)
  })
})

describe('what a race costs', () => {
  it('is what the last steps cost, times what is left', () => {
    const setup = { arms: ['best-of-k'] as const, seeds: 3, budget: 64 }
    expect(raceCost({ ...noRace, setup })).toBeNull()
    const rates = { 'best-of-k': { ms: 10, tokens: 10 } }
    expect(raceCost({ ...noRace, setup, rates })).toEqual({ ms: 1920, tokens: 1920 })
    const view = race(3, [step('best-of-k', 0, 8, 3), step('best-of-k', 1, 16)])
    expect(view.lanes[1]!.rate).toEqual({ ms: 10, tokens: 10 })
    // Seed 0 has passed, seed 1 has 48 attempts left, seed 2 all 64.
    expect(raceCost({ phase: 'running', setup, rates, view })).toEqual({ ms: 1120, tokens: 1120 })
    expect(raceProgress(view, ['best-of-k'])).toBeCloseTo((64 + 16) / 192)
  })

  it('goes by the last step alone', () => {
    const view = [step('sdpo', 0, 8), { ...step('sdpo', 0, 16), ms: 80 + 8 * 2 }].reduce(
      raceWith,
      race(1, []),
    )
    expect(view.lanes).toHaveLength(1)
    expect(view.lanes[0]!.rate.ms).toBe(2)
  })
})

describe('a race in words', () => {
  const both = ['sdpo', 'best-of-k'] as const
  it.each([
    ['nothing known', 3, [step('sdpo', 0, 8)], 'The first attempts are under way.'],
    [
      'no pass yet',
      1,
      [step('sdpo', 0, 16), step('best-of-k', 0, 8)],
      'Nobody has solved it within 8 attempts yet.',
    ],
    [
      'no pass at all',
      1,
      [...ends('sdpo', [null]), ...ends('best-of-k', [null])],
      'No arm solved it within 64 attempts.',
    ],
    [
      'SDPO ahead',
      3,
      [...ends('sdpo', [3, 5, 7]), ...ends('best-of-k', [null, null, 60])],
      'SDPO is ahead: 3 of 3 seeds solved within 64 attempts, 5 needed on average; best-of-k 1 of 3, 63 on average (an unsolved seed counts as 64).',
    ],
    [
      'SDPO slower',
      3,
      [...ends('sdpo', [null, null, 60]), ...ends('best-of-k', [3, 5, 7])],
      'SDPO is slower here than best-of-k: 1 of 3 seeds solved within 64 attempts, 63 needed on average; best-of-k 3 of 3, 5 on average (an unsolved seed counts as 64).',
    ],
    [
      'perhaps chance',
      3,
      [...ends('sdpo', [3, 50, 7]), ...ends('best-of-k', [9, 30, 40])],
      'SDPO and best-of-k cannot be told apart with 3 seeds: 3 of 3 seeds solved within 64 attempts, 20 needed on average; best-of-k 3 of 3, 26 on average.',
    ],
    [
      'one seed',
      1,
      [...ends('sdpo', [12]), ...ends('best-of-k', [null])],
      'SDPO is ahead: solved at attempt 12, best-of-k not solved within 64. One seed: it may well be chance.',
    ],
    [
      'level',
      2,
      [...ends('sdpo', [4, 8]), ...ends('best-of-k', [8, 4])],
      'SDPO and best-of-k are level: 2 of 2 seeds solved within 64 attempts, 6 needed on average.',
    ],
  ])('says who is ahead, and how sure that is: %s', (_, seeds, steps, words) => {
    expect(raceSentence(race(seeds, steps), both)).toBe(words)
  })

  it('speaks of one arm alone too', () => {
    expect(raceSentence(race(2, ends('sdpo', [4, 8])), ['sdpo'])).toBe(
      'SDPO: 2 of 2 seeds solved within 64 attempts, 6 needed on average.',
    )
    expect(raceSentence(race(1, ends('sdpo', [null])), ['sdpo'])).toBe(
      'SDPO has not solved it within 64 attempts.',
    )
    expect(raceSentence(race(1, ends('sdpo', [3])), [])).toBe('The first attempts are under way.')
  })

  it('compares over as many attempts as all have made', () => {
    const view = race(1, [step('sdpo', 0, 24, 20), step('best-of-k', 0, 8)])
    expect(raceSentence(view, both)).toBe('Nobody has solved it within 8 attempts yet.')
  })

  it('says whom SDPO is ahead of where another is ahead of it', () => {
    const view = race(2, [
      ...ends('sdpo', [10, 20]),
      ...ends('best-of-k', [null, null]),
      ...ends('multi-turn', [3, 5]),
      ...ends('grpo', [null, 60]),
    ])
    expect(raceSentence(view, ['sdpo', 'best-of-k', 'multi-turn', 'grpo'])).toBe(
      'SDPO and multi-turn cannot be told apart with 2 seeds: 2 of 2 seeds solved within 64 attempts, 15 needed on average; multi-turn 2 of 2, 4 on average. SDPO is ahead of GRPO and best-of-k.',
    )
  })

  it('says what an attempt costs beside another', () => {
    expect(tokenSentence(race(1, [step('sdpo', 0, 8), step('best-of-k', 0, 8)]), both)).toBe(
      'An attempt of SDPO costs 45 tokens, 4.5 times one of best-of-k.',
    )
    expect(tokenSentence(race(1, [step('sdpo', 0, 8)]), both)).toBe('')
  })

  it('writes times and counts as a person says them', () => {
    expect([400, 59_400, 60_000, 100_000, 7_500_000].map(duration)).toEqual([
      '1 s',
      '59 s',
      '1 min',
      '1 min 40 s',
      '2 h 5 min',
    ])
    expect([840, 21_300, 1_240_000].map(tokenCount)).toEqual(['840', '21 thousand', '1.2 million'])
  })

  it('says on its button how far it is', () => {
    const view = race(1, [step('sdpo', 0, 32), ...ends('best-of-k', [3])])
    const setup = { arms: both, seeds: 1, budget: 64 }
    expect(
      [
        noRace,
        { ...noRace, setup, view, phase: 'running' as const },
        { ...noRace, setup, view, phase: 'done' as const },
      ].map(raceInShort),
    ).toEqual(['Race the arms', 'The race goes on: 75\u202f%', 'The race is over: see it'])
  })
})

describe('a race as a file', () => {
  const view = race(2, [...ends('sdpo', [3, null]), step('best-of-k', 0, 8)])

  it('is a row a run', () => {
    expect(raceCsv(view).trim().split('\n')).toEqual([
      'arm,seed,attempts,first_pass,finished,prompt_tokens,sampled_tokens,teacher_tokens,trained_tokens,ms',
      'sdpo,0,8,3,true,8,72,160,120,80',
      'sdpo,1,64,,true,64,576,1280,960,640',
      'best-of-k,0,8,,false,8,72,0,0,80',
    ])
  })

  it('is all it takes to race again', () => {
    const file = JSON.parse(raceJson(view))
    expect(file).toMatchObject({
      format: 'sdpo-lab-race',
      complete: false,
      config: { seeds: 2, budget: 64 },
      problem: { id: sampleProblem.id },
      model: { id: model.id },
    })
    expect(file.arms[0]).toMatchObject({ arm: 'sdpo', firstPasses: [3, null], solved: 1 })
    expect(file.runs[1]).toEqual({ ...step('sdpo', 1, 64, null, true) })
  })
})
