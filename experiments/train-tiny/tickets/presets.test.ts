import { describe, expect, it } from 'vitest'
import { sameJson } from '../../../src/problems/families/outcome.ts'
import { idOf, specialTokens } from './vocabulary.ts'
import { promptIds } from './prompts.ts'
import { splitOf } from '../../../src/problems/tickets/split.ts'
import { compileStrictRows } from '../../../src/problems/families/strict-rows.ts'
import { presetOf, presets } from '../../../src/problems/presets.ts'
import { isArgsTest } from '../../../src/problems/problem.ts'

describe('presets', () => {
  it('offer both families, at least six each, under unique names', () => {
    for (const family of ['lists', 'records'])
      expect(presets.filter((preset) => preset.family === family).length).toBeGreaterThanOrEqual(6)
    expect(new Set(presets.map((preset) => preset.id)).size).toBe(presets.length)
    expect(new Set(presets.map((preset) => preset.title)).size).toBe(presets.length)
    expect(presetOf(presets[3]!.id)).toBe(presets[3])
    expect(presetOf('nowhere')).toBeUndefined()
  })

  it.each(presets)('$id: its solution passes its own tests', (preset) => {
    if (preset.program.kind !== 'expression') throw new Error('presets are expressions')
    const solve = new Function(...preset.program.parameters, `return ${preset.solution}`)
    for (const { args, expected } of preset.tests.filter(isArgsTest)) {
      const values = preset.strictFields
        ? [compileStrictRows()(args[0] as Record<string, unknown>[], preset.strictFields)]
        : structuredClone(args)
      expect(sameJson(solve(...values), expected), JSON.stringify(args)).toBe(true)
    }
  })

  it.each(presets)('$id: never trained on, and the model has words for it', (preset) => {
    expect(splitOf(preset.solution!)).not.toBe('train')
    expect(promptIds(preset.statement)).not.toContain(idOf(specialTokens.unknown))
  })
})
