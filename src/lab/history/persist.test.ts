import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultRunConfig, ofLogits, runConfigSchema } from '../../sdpo/config.ts'
import {
  History,
  KeepError,
  Preferences,
  memoryStore,
  type KeyValueStore,
  type RunSummary,
} from './persist.ts'
import { defaultSettings, restoreSettings } from '../settings/settings.ts'
import { restoreConfig } from '../settings/restore-config.ts'
import { sampleProblem, sampleRun } from '../../engine/scripted-run.testing.ts'

function drawer(content: Record<string, string> = {}): KeyValueStore & { content: Record<string, string> } {
  return {
    content,
    getItem: (key) => content[key] ?? null,
    setItem: (key, value) => void (content[key] = value),
  }
}

const full = {
  getItem: () => null,
  setItem: () => {
    throw new DOMException('full', 'QuotaExceededError')
  },
}

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

describe('choices', () => {
  it('come back, and wrong ones come back as defaults', () => {
    const store = drawer()
    const settings = { ...defaultSettings, theme: 'dark' as const, reducedMotion: true }
    new Preferences(store).keepSettings(settings)
    expect(new Preferences(store).settings()).toEqual(settings)
    expect(restoreSettings({ theme: 'pink', backend: 'node', reducedMotion: 'no' })).toEqual(defaultSettings)
    expect(new Preferences(drawer({ 'sdpo-lab/settings': '{"theme":' })).settings()).toEqual(defaultSettings)
    expect(new Preferences(null).settings()).toEqual(defaultSettings)
  })

  it('that cannot be kept are told with the way out', () => {
    expect(() => new Preferences(full).keepSettings(defaultSettings)).toThrow(/no room left.*Export/s)
    expect(() => new Preferences(null).keepProblems([])).toThrow(KeepError)
  })
})

describe('problems', () => {
  it('come back, and those this version cannot read are kept beside them', () => {
    const newer = { id: 'x', shape: 'of things to come' }
    const store = drawer({ 'sdpo-lab/problems': JSON.stringify([sampleProblem, newer]) })
    const preferences = new Preferences(store)
    expect(preferences.problems()).toEqual([sampleProblem])
    preferences.keepProblems([{ ...sampleProblem, id: 'mine' }, sampleProblem])
    expect(JSON.parse(store.content['sdpo-lab/problems']!)).toEqual([
      { ...sampleProblem, id: 'mine' },
      sampleProblem,
      newer,
    ])
  })
})

describe('the history', () => {
  const summary = (id: string, at: number): RunSummary => ({
    id,
    at,
    title: 'T',
    seed: 7,
    arm: 'sdpo',
    steps: 2,
    attempts: 4,
    firstPass: null,
  })
  const events = sampleRun({ steps: 2 })

  it('keeps a run in chunks and reads it whole, newest run first', async () => {
    const shelf = memoryStore()
    const history = new History(shelf)
    await history.keep(summary('a', 1), 0, events.slice(0, 9))
    await history.keep(summary('b', 2), 0, events.slice(0, 3))
    await history.keep({ ...summary('a', 1), steps: 3 }, 1, events.slice(9))
    expect(await new History(shelf).read('a')).toEqual(events)
    expect(await history.list()).toEqual([summary('b', 2), { ...summary('a', 1), steps: 3 }])
  })

  it('keeps the order of many chunks', async () => {
    const history = new History(memoryStore())
    for (const [i, event] of events.entries()) await history.keep(summary('a', 1), i, [event])
    expect(await history.read('a')).toEqual(events)
  })

  it('removes one run and no other', async () => {
    const shelf = memoryStore()
    const history = new History(shelf)
    await history.keep(summary('a', 1), 0, events)
    await history.keep(summary('ab', 2), 0, events)
    await history.remove('a')
    expect((await history.list()).map((run) => run.id)).toEqual(['ab'])
    expect(await history.read('a')).toEqual([])
    expect(await history.read('ab')).toEqual(events)
  })

  it('says so when there is no room', async () => {
    const shelf = {
      ...memoryStore(),
      set: () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
    }
    await expect(new History(shelf).keep(summary('a', 1), 0, events)).rejects.toThrow(
      /no room left, so this run is not kept/,
    )
  })

  it('skips what it cannot read in a summary or a chunk', async () => {
    const shelf = memoryStore()
    await shelf.set('summary/odd', { id: 5 })
    await shelf.set('run/a/000000', [events[0], { type: 'nonsense' }])
    const history = new History(shelf)
    expect(await history.list()).toEqual([])
    expect(await history.read('a')).toEqual([events[0]])
  })
})
