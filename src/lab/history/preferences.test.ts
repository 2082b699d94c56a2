import { describe, expect, it } from 'vitest'
import { sampleProblem } from '../../engine/scripted-run.testing.ts'
import { defaultSettings, restoreSettings } from '../settings/settings.ts'
import { KeepError } from './keep-error.ts'
import { Preferences, type KeyValueStore } from './preferences.ts'

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
