import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadPresets } from './sets.ts'
import { notOffered, solvedBy, solvedOn } from './solved-on.ts'

const all = await loadPresets()
const bundled = { id: 'tiny', name: 'tiny-js', readsAll: false, contextLength: 256 }
const smol = {
  id: 'HuggingFaceTB/SmolLM2-135M-Instruct',
  name: 'SmolLM2 135M',
  readsAll: true,
  contextLength: 8192,
}

describe('what presets were solved on', () => {
  it('is of presets that there are, each once for a model', () => {
    const ids = new Set(all.map(({ id }) => id))
    for (const { preset } of solvedOn) expect(ids).toContain(preset)
    const pairs = solvedOn.map(({ preset, model }) => `${preset} ${model}`)
    expect(new Set(pairs).size).toBe(pairs.length)
  })

  it('says of the bundled model what the reports say', () => {
    const { firstSuccess } = JSON.parse(readFileSync('docs/results/solve.json', 'utf8')) as {
      firstSuccess: Record<string, Record<string, (number | null)[]>>
    }
    for (const [arm, table] of Object.entries(firstSuccess))
      for (const [preset, firsts] of Object.entries(table))
        expect(solvedBy({ id: preset }, bundled)!.runs).toContainEqual(
          expect.objectContaining({ arm, solved: firsts.filter((first) => first !== null).length }),
        )
  })

  it('is shown of no other model', () => {
    for (const { preset, model } of solvedOn.filter(({ model }) => model === 'tiny'))
      expect(solvedBy({ id: preset }, smol)?.model).not.toBe(model)
  })

  it('no note has a figure of its own', () => {
    for (const { id, note } of all) expect(note, id).not.toMatch(/\bone (?:first )?attempt in\b/)
  })
})

describe('what is offered to which model', () => {
  it('tickets to the bundled model alone, and nothing else to it', () => {
    for (const problem of all) {
      expect(notOffered(problem, bundled), problem.id).toBe(problem.family ? null : 'language-model')
      expect(notOffered(problem, smol), problem.id).toBe(problem.family ? 'bundled' : null)
    }
  })

  it('nothing whose question and answer a model cannot hold', () => {
    const short = { ...smol, contextLength: 64 }
    for (const problem of all.filter(({ family }) => !family))
      if (problem.statement.length + problem.solution!.length > 128)
        expect(notOffered(problem, short), problem.id).toBe('too-long')
  })
})
