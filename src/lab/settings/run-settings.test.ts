import { describe, expect, it } from 'vitest'
import {
  defaultRunConfig,
  ofLogits,
  runConfigSchema,
  type DistillationConfig,
  type RunConfig,
} from '../../sdpo/config.ts'
import { paperSettings, withPaperSettings } from '../../sdpo/presets.ts'
import { type RunSetting, type SettingValue, choiceOf, rangeOf, switchOf } from './run-setting.ts'
import { defaultOf, describeChanges, runSettings } from './run-settings.ts'

/** Some values that the setting itself offers. */
function offered(setting: RunSetting): SettingValue[] {
  switch (setting.kind) {
    case 'choice':
      return setting.options.map((option) => option.value)
    case 'switch':
      return [true, false]
    case 'range':
      return [setting.min, setting.max, ...(setting.off === undefined ? [] : [null])]
  }
}

const lossOf = (distillation: DistillationConfig): RunConfig => ({
  ...defaultRunConfig,
  loss: { ...defaultRunConfig.loss, distillation },
})
/** A configuration at every level of the loss, the default first. */
const everyLevel = [
  defaultRunConfig,
  lossOf(ofLogits(1, 20)),
  lossOf({ kind: 'sampled-token', advantageClip: null }),
  lossOf({ kind: 'sequence', advantageClip: null }),
]
/** One where not all tokens are distilled. */
const selecting: RunConfig = {
  ...defaultRunConfig,
  loss: { ...defaultRunConfig.loss, tokens: { by: 'entropy', share: 0.5 } },
}
const havingIt = (setting: RunSetting) =>
  [...everyLevel, selecting].find((config) => setting.applies(config))!

describe('settings', () => {
  it('put the six first that a person turns first', () => {
    expect(runSettings.filter((k) => k.first).map((k) => k.id)).toEqual([
      'alpha',
      'top-k',
      'teacher-ema',
      'learning-rate',
      'attempts',
      'temperature',
    ])
  })

  it.each(runSettings.map((setting) => [setting.id, setting] as const))(
    '%s reads what it writes, and every value it offers is valid',
    (_, setting) => {
      for (const value of offered(setting)) {
        const config = setting.write(havingIt(setting), value)
        expect(runConfigSchema.safeParse(config).error).toBeUndefined()
        if (!(setting.id === 'trust-region' && value === null)) expect(setting.read(config)).toEqual(value)
        expect(setting.show(value)).not.toBe('')
      }
    },
  )

  it.each(runSettings.map((setting) => [setting.id, setting] as const))(
    '%s changes nothing else, and its default is the lab\u2019s',
    (_, setting) => {
      const config = havingIt(setting)
      expect(setting.write(config, defaultOf(setting))).toEqual(config)
      const other = offered(setting).find((value) => value !== defaultOf(setting))!
      const changed = describeChanges(config, setting.write(config, other))
      const shared = setting.id === 'trust-region' || setting.id === 'teacher-ema' ? 2 : 1
      expect(changed.length).toBeLessThanOrEqual(shared)
      expect(changed.some((words) => words.startsWith(setting.label))).toBe(true)
    },
  )

  it('that a level of the loss has not got are not there, and written take the loss to a level that has them', () => {
    for (const config of everyLevel) {
      expect(runSettings.filter((s) => !s.applies(config)).every((s) => s.read(config) === null)).toBe(true)
      for (const setting of runSettings) {
        const value = offered(setting).find((v) => v !== null)!
        expect(setting.applies(setting.write(config, value)), setting.id).toBe(true)
      }
    }
    const idsAt = (config: RunConfig) => runSettings.filter((s) => s.applies(config)).map((s) => s.id)
    expect(
      everyLevel.map((config) =>
        ['alpha', 'top-k', 'tail', 'advantage-clip'].filter((id) => idsAt(config).includes(id)),
      ),
    ).toEqual([['alpha', 'top-k'], ['alpha', 'top-k', 'tail'], ['advantage-clip'], ['advantage-clip']])
  })

  it('keep what both levels have when the level changes', () => {
    const level = runSettings.find(({ id }) => id === 'level')!
    expect(level.write(lossOf(ofLogits(0.5, 3)), 'logit')).toEqual(lossOf(ofLogits(0.5, 3)))
    expect(level.write(lossOf({ kind: 'sampled-token', advantageClip: 5 }), 'sequence')).toEqual(
      lossOf({ kind: 'sequence', advantageClip: 5 }),
    )
  })

  it('cover every setting', () => {
    const leaves = (value: object, path = ''): string[] =>
      Object.entries(value).flatMap(([key, v]) =>
        v !== null && typeof v === 'object' ? leaves(v as object, `${path}${key}.`) : [`${path}${key}`],
      )
    const touched = new Set<string>()
    for (const setting of runSettings) {
      for (const value of offered(setting)) {
        const [before, after] = [leavesOf(defaultRunConfig), leavesOf(setting.write(defaultRunConfig, value))]
        for (const key of new Set([...before.keys(), ...after.keys()]))
          if (before.get(key) !== after.get(key)) touched.add(key)
      }
    }
    const held = new Set([
      'adapter.kind',
      'adapter.alpha',
      'optimiser.beta1',
      'optimiser.beta2',
      'optimiser.epsilon',
      'reprompt.removeThinkingFromDemonstration',
      'reprompt.successThreshold',
    ])
    expect(leaves(defaultRunConfig).filter((leaf) => !touched.has(leaf) && !held.has(leaf))).toEqual([])
  })

  it('tell the paper\u2019s value of every setting that the paper fixes, and are at it under the paper\u2019s settings', () => {
    const config = withPaperSettings(defaultRunConfig)
    expect(runConfigSchema.safeParse(config).error).toBeUndefined()
    const fixed = runSettings.filter((setting) => setting.paper !== undefined)
    for (const setting of fixed) expect(setting.read(config), setting.id).toEqual(setting.paper)
    // The kind of teacher and its rate are told by two settings, as everything else by one each.
    expect(fixed).toHaveLength(leavesOf(paperSettings).size)
    for (const setting of runSettings.filter(({ paper, applies }) => paper === undefined && applies(config)))
      expect(setting.read(config), setting.id).toEqual(defaultOf(setting))
  })

  it('let a model think only where a run says so: runs from before have it off', () => {
    const thinking = runSettings.find(({ id }) => id === 'thinking')!
    expect(thinking.read(runConfigSchema.parse(defaultRunConfig))).toBe(false)
    const on = runConfigSchema.parse(thinking.write(defaultRunConfig, true))
    expect(thinking.read(on)).toBe(true)
    expect(thinking.write(on, false)).toEqual(defaultRunConfig)
  })

  it('are held to the configuration by their types', () => {
    const said = { id: '', label: '', sentence: '' }
    // @ts-expect-error There is no such setting.
    expect(() => switchOf('loss.addTial', said)).toBeTypeOf('function')
    // @ts-expect-error A number is no switch.
    expect(() => switchOf('temperature', said)).toBeTypeOf('function')
    // @ts-expect-error There is no such mean.
    expect(() => choiceOf('loss.mean', { ...said, options: [{ value: 'mode', label: '' }] })).toBeTypeOf(
      'function',
    )
    // @ts-expect-error A limit that can be off says how that is called.
    expect(() => rangeOf('loss.isClip', { ...said, min: 1, max: 2, step: 1 })).toBeTypeOf('function')
  })

  it('say a change in words', () => {
    const after = {
      ...defaultRunConfig,
      temperature: 0.7,
      loss: { ...defaultRunConfig.loss, distillation: ofLogits(0.5, 20) },
    }
    expect(describeChanges(defaultRunConfig, after)).toEqual([
      'Loss alpha: 1 \u2192 \u00bd',
      'Top-k: all \u2192 20',
      'Temperature: 1 \u2192 0.7',
    ])
    expect(describeChanges(after, after)).toEqual([])
  })
})

function leavesOf(value: object, path = ''): Map<string, unknown> {
  const out = new Map<string, unknown>()
  for (const [key, v] of Object.entries(value)) {
    if (v !== null && typeof v === 'object')
      for (const [k, inner] of leavesOf(v as object, `${path}${key}.`)) out.set(k, inner)
    else out.set(`${path}${key}`, v)
  }
  return out
}
