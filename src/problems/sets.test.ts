import { describe, expect, it } from 'vitest'
import { presets } from './presets.ts'
import { loadPresets, presetSets, setOf } from './sets.ts'

const all = await loadPresets()

describe('presets in sets', () => {
  it('are at least 36, each in a set, under names of their own', () => {
    expect(all.length).toBeGreaterThanOrEqual(36)
    expect(all.slice(0, presets.length)).toEqual(presets)
    for (const { id } of presetSets)
      expect(all.filter((preset) => setOf(preset) === id).length).toBeGreaterThanOrEqual(5)
    expect(all.every((preset) => setOf(preset) !== null)).toBe(true)
    for (const part of ['id', 'title', 'statement'] as const)
      expect(new Set(all.map((preset) => preset[part])).size).toBe(all.length)
  })

  it.each(all)('$id: says why it is hard and what suits it', (preset) => {
    expect(preset.note).toMatch(/\.$/)
    expect(preset.suits ?? preset.family).toBeDefined()
    expect(preset.solution).toBeDefined()
  })

  it('ask small models for short answers', () => {
    // A token is three to four characters of code.
    for (const { id, solution } of all) expect(solution!.length, id).toBeLessThan(320)
  })
})
