import { describe, expect, it } from 'vitest'
import { solvedOn, type SolvedOn } from '../../problems/solved-on.ts'
import { rivalsOn, rivalsWords } from './rivals.ts'

const model = { id: 'hub/Stock-1B', name: 'Stock-1B' }
/** Presets by how many of 4 runs each arm solved: SDPO, and multi-turn with two windows. */
const table = (...solved: [number, number, number][]): SolvedOn[] =>
  solved.map(([sdpo, ...windows], i) => ({
    preset: `p${i}`,
    model: 'Stock-1B',
    runs: [
      { arm: 'sdpo', solved: sdpo, of: 4, budget: 16 },
      ...windows.map((each, w) => ({ arm: `multi-turn, window ${w}`, solved: each, of: 4, budget: 16 })),
      { arm: 'multi-turn+sdpo', solved: 4, of: 4, budget: 16 },
    ],
  }))
const said = (rows: SolvedOn[]) => rivalsWords(rivalsOn(model, rows)!, 'Stock-1B')

describe('what SDPO came to beside multi-turn on a model', () => {
  it('is a share of runs by arm, multi-turn over all of its windows', () => {
    expect(rivalsOn(model, table([4, 2, 0], [2, 4, 4]))).toMatchObject({
      presets: 2,
      sdpo: 0.75,
      multiTurn: 0.625,
      difference: { value: 0.125 },
    })
  })

  it('calls one better where the interval says so, and only there', () => {
    expect(said(table([4, 0, 0], [3, 0, 1], [4, 1, 0]))).toContain('; SDPO finds more.')
    expect(said(table([0, 4, 4], [1, 4, 3], [0, 3, 4]))).toContain('; multi-turn finds more.')
    expect(said(table([4, 0, 0], [0, 4, 4], [2, 3, 3]))).toContain('; neither is shown to find more.')
  })

  it('is nothing where the two were not run side by side', () => {
    expect(rivalsOn(model, table([1, 1, 1]))).toBeNull()
    expect(rivalsOn({ id: 'other', name: 'other' }, table([1, 1, 1], [1, 1, 1]))).toBeNull()
    expect(rivalsOn({ id: 'x', name: 'SmolLM2-135M-Instruct' }, solvedOn)).not.toBeNull()
  })
})
