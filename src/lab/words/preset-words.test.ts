import { describe, expect, it } from 'vitest'
import { catalogue } from '../../engine/catalogue.ts'
import { roomFor } from '../../outlook/room.ts'
import { loadPresets } from '../../problems/sets.ts'
import { guesser, notOffered, solvedOn, type SolvedOn } from '../../problems/solved-on.ts'
import { modelSettings } from '../settings/run-settings/model.ts'
import { figuresWords } from './preset-words.ts'

const presets = await loadPresets()
const longest = modelSettings.find(({ id }) => id === 'max-new-tokens') as unknown as { max: number }

describe('a preset that is offered to a model of the catalogue', () => {
  it('has a solution that an attempt may be as long as, and a window that holds both', () => {
    for (const { id, name, config } of catalogue)
      for (const problem of presets) {
        const model = { id, name, readsAll: true, contextLength: config.maxPositions }
        if (notOffered(problem, model) !== null) continue
        // Two characters a token: no vocabulary of the catalogue needs more for code.
        const answer = roomFor(Math.ceil(problem.solution!.length / 2))
        expect(answer, `${problem.id} on ${id}`).toBeLessThanOrEqual(longest.max)
        expect(problem.statement.length / 2 + answer, `${problem.id} on ${id}`).toBeLessThan(
          config.maxPositions,
        )
      }
  })
})

describe('what is said of a preset on a model', () => {
  const figures = (change: Partial<SolvedOn>): SolvedOn => ({ preset: 'p', model: 'm', runs: [], ...change })
  const sdpo = { arm: 'sdpo', solved: 2, of: 3, budget: 16 }

  it('is how often each arm solved it, and what a guesser does who only reads the feedback', () => {
    const blind = { arm: guesser, solved: 970, of: 1000, budget: 16 }
    expect(
      figuresWords(figures({ runs: [sdpo, { ...sdpo, arm: 'multi-turn', solved: 3 }, blind] }), 'M'),
    ).toBe(
      'Solved on M by SDPO in 2, multi-turn in 3 of 3 runs of 16 attempts. Who knows nothing and takes what the feedback leaves finds it in 97 %',
    )
  })

  it('is how often untouched attempts pass, where no more was run', () => {
    expect(figuresWords(figures({ base: { rate: 5 / 32, of: 32 } }), 'M')).toBe(
      '5 of 32 untouched attempts on M pass',
    )
    expect(figuresWords(figures({}), 'M')).toBeNull()
  })

  it('has an entry with figures for every preset that the bundled model is offered', () => {
    for (const { id, family } of presets)
      if (family !== undefined)
        expect(
          solvedOn.find((each) => each.preset === id && each.model === 'tiny')?.runs.length,
          id,
        ).toBeGreaterThan(1)
  })
})
