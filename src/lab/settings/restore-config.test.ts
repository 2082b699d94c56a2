import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultRunConfig, ofLogits, runConfigSchema } from '../../sdpo/config.ts'
import { restoreConfig } from './restore-config.ts'

describe('restoring a configuration', () => {
  it('gives a valid one from anything', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(runConfigSchema.safeParse(restoreConfig(value)).success).toBe(true)
      }),
    )
  })

  it('keeps every right field and replaces every wrong one, section by section', () => {
    const given = {
      seed: 3,
      temperature: -1,
      loss: { alpha: 0, topK: 0 },
      teacher: { kind: 'trust-region', mix: 0.2 },
      reprompt: 'none',
    }
    expect(restoreConfig(given)).toEqual({
      ...defaultRunConfig,
      seed: 3,
      loss: { ...defaultRunConfig.loss, distillation: ofLogits(0) },
      teacher: { kind: 'trust-region', mix: 0.2 },
    })
  })

  it('reads the loss of older versions, which had the settings of every level side by side', () => {
    const { distillation: _, ...shared } = defaultRunConfig.loss
    const older = { ...shared, alpha: 0.5, topK: 20, addTail: false, grain: 'logit', advantageClip: 5 }
    const read = (change: object) =>
      restoreConfig({ ...defaultRunConfig, loss: { ...older, ...change } }).loss
    expect(read({})).toEqual({ ...shared, distillation: ofLogits(0.5, 20, false) })
    expect(read({ topK: null })).toEqual({ ...shared, distillation: ofLogits(0.5) })
    expect(read({ grain: 'token' }).distillation).toEqual({ kind: 'sampled-token', advantageClip: 5 })
    expect(read({ grain: 'sequence', advantageClip: null }).distillation).toEqual({
      kind: 'sequence',
      advantageClip: null,
    })
  })

  it('takes a whole configuration as it is', () => {
    const config = { ...defaultRunConfig, seed: 99, teacher: { kind: 'ema' as const, rate: 0.5 } }
    expect(restoreConfig(config)).toEqual(config)
    expect(restoreConfig({ teacher: { kind: 'ema', rate: 7 } }).teacher).toEqual(defaultRunConfig.teacher)
  })
})
