/**
 * The page in German and Chinese: chosen by the browser, changed in the menu and kept; whole, so that no English text
 * that the language has words for is left, and laid out as it is in English.
 */
import { readdirSync, readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { layoutFaults } from './geometry.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'The page\u2019s words.')

const sizes = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
]

/** By its address, and by the keys pressed there. */
const views: readonly { name: string; hash: string; keys?: readonly string[] }[] = [
  { name: 'opening', hash: '' },
  ...Array.from({ length: 7 }, (_, i) => ({ name: `lesson ${i + 1}`, hash: `r=first&l=${i + 1}` })),
  ...Array.from({ length: 7 }, (_, i) => ({ name: `slide ${i + 1}`, hash: `r=first&present=1&l=${i + 1}` })),
  { name: 'what-if', hash: 'r=first', keys: ['i'] },
  { name: 'rules of credit', hash: 'r=first', keys: ['c'] },
  { name: 'GRPO', hash: 'r=first', keys: ['g'] },
  { name: 'through time', hash: 'r=first', keys: ['h'] },
  { name: 'guess', hash: 'r=first', keys: ['n'] },
  { name: 'palette', hash: 'r=first', keys: ['Control+k'] },
  { name: 'keys', hash: 'r=first', keys: ['?'] },
  { name: 'settings', hash: 'r=first', keys: ['s'] },
  { name: 'race', hash: 'r=first', keys: ['r'] },
  { name: 'SmolLM2', hash: 'r=smollm2' },
]

/** English texts that the language has other words for: several words each, so that a name is none. */
function englishOf(language: string): string[] {
  const folder = new URL(`../src/languages/${language}/`, import.meta.url)
  const rooms = readdirSync(folder).map(
    (name) =>
      JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Record<string, Record<string, string>>,
  )
  return rooms
    .flatMap((room) => Object.values(room).flatMap((texts) => Object.entries(texts)))
    .filter(([key, words]) => key !== words && !/\{\d+\}/.test(key) && /\p{L}+ \p{L}+/u.test(key))
    .map(([key]) => key.trim())
}

/** What is read or spoken on the page, piece by piece. */
const said = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const pieces: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (!node.parentElement!.closest('script, style, code, [lang="en"]'))
        pieces.push(node.textContent!.trim())
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]'))
      for (const name of ['aria-label', 'title', 'placeholder'])
        pieces.push(element.getAttribute(name)?.trim() ?? '')
    return pieces.filter((piece) => piece !== '')
  })

for (const [language, locale, words] of [
  ['de', 'de-CH', /Ein Sprachmodell/],
  ['zh', 'zh-CN', /语言模型/],
] as const) {
  test.describe(language, () => {
    test.use({ locale })

    test(`${language}: chosen by the browser, whole, and laid out as in English`, async ({ page }) => {
      test.setTimeout(240_000)
      await page.emulateMedia({ reducedMotion: 'reduce' })
      const english = new Set(englishOf(language))
      expect(english.size).toBeGreaterThan(500)
      const found: string[] = []
      for (const { name, hash, keys = [] } of views) {
        await page.setViewportSize(sizes[0]!)
        await page.goto(`./?view=${encodeURIComponent(name)}#${hash}`)
        await expect(page.locator('html')).toHaveAttribute('lang', language)
        await expect(page.getByRole('main').or(page.getByRole('dialog')).first()).toBeVisible()
        await page.evaluate(() => document.fonts.ready)
        for (const key of keys) await page.keyboard.press(key)
        await page.waitForLoadState('networkidle')
        if (name === 'opening') await expect(page.getByRole('banner')).toHaveText(words)
        found.push(
          ...(await said(page))
            .filter((text) => english.has(text))
            .map((text) => `${name}: still English, “${text}”`),
        )
        for (const size of sizes) {
          await page.setViewportSize(size)
          found.push(...(await layoutFaults(page)).map((fault) => `${name}, ${size.width}: ${fault}`))
        }
      }
      expect([...new Set(found)]).toEqual([])
    })
  })
}

test('a live run in German, act by act and to its solution: it goes its way, and its words fit', async ({
  page,
}) => {
  test.setTimeout(240_000)
  const english = new Set(englishOf('de'))
  const found: string[] = []
  const look = async (where: string) => {
    found.push(...(await said(page)).filter((text) => english.has(text)).map((text) => `${where}: “${text}”`))
    for (const size of sizes) {
      await page.setViewportSize(size)
      found.push(...(await layoutFaults(page)).map((fault) => `${where}, ${size.width}: ${fault}`))
    }
    await page.setViewportSize(sizes[0]!)
  }
  await page.goto('./?lang=de')
  await page.getByRole('radio', { name: /^Live/ }).click()
  const primary = page.getByRole('region', { name: 'Lauf', exact: true }).getByRole('button').first()
  await expect(primary).toHaveText(/^Modell laden/)
  await look('before loading')
  await primary.click()
  for (const act of [
    '8 Versuche machen',
    'Prüfen',
    'Rückmeldung lesen',
    'Credit zeigen',
    'Schüler aktualisieren',
  ]) {
    await expect(primary).toHaveText(act, { timeout: 60_000 })
    await look(act)
    await primary.click()
  }
  await expect(primary).toHaveText('8 Versuche machen', { timeout: 30_000 })
  await page.getByRole('button', { name: 'Abspielen', exact: true }).click()
  await expect(primary).toHaveText('Den Weg ansehen', { timeout: 120_000 })
  await expect(page.getByRole('main')).toContainText(/Gelöst: Versuch \d+ besteht alle 8 Tests/)
  await look('solved')
  expect([...new Set(found)]).toEqual([])
})

test('changed in the menu, kept, and put back', async ({ page }) => {
  await page.goto('./')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await page.getByRole('button', { name: 'Language', exact: true }).click()
  await page.getByRole('button', { name: 'Deutsch' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await expect(page.getByRole('banner')).toHaveText(/Ein Sprachmodell/)
  await page.goto('./#r=first&l=2')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  // The page knows its language before its keys.
  await expect(page.getByRole('main')).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill('English')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  // An address that names a language is stronger than what was chosen.
  await page.goto('./?lang=zh')
  await expect(page.getByRole('banner')).toHaveText(/语言模型/)
})
