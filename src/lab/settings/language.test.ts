import { describe, expect, it } from 'vitest'
import { existsSync } from 'node:fs'
import { keepLanguage, keptLanguage, languageOf, languages } from './language.ts'

describe('the language of the page', () => {
  it('is the first wish that there is a page for', () => {
    expect(languageOf([null, null, 'de-CH', 'en'])).toBe('de')
    expect(languageOf(['zh', 'de', 'en-US'])).toBe('zh')
    expect(languageOf([null, 'fr-FR', 'zh-Hans-CN', 'en'])).toBe('zh')
    expect(languageOf(['xx', null, 'constructor'])).toBe('en')
    expect(languageOf([])).toBe('en')
  })

  it('has words, where it is another than the sources\u2019', () => {
    for (const language of Object.keys(languages))
      expect(existsSync(new URL(`../../languages/${language}`, import.meta.url)), language).toBe(
        language !== 'en',
      )
  })

  it('is kept by itself', () => {
    const kept = new Map<string, string>()
    const store = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    }
    expect(keptLanguage(store)).toBeNull()
    keepLanguage(store, 'de')
    expect(keptLanguage(store)).toBe('de')
    expect(keptLanguage(null)).toBeNull()
  })
})
