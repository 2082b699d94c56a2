/** An act of a recording in the page of another origin, which is isolated or not: whole, in its own height, and without a trace. */
import AxeBuilder from '@axe-core/playwright'
import type { Frame, Page } from '@playwright/test'
import { layoutFaults } from './geometry.ts'
import { LabPage } from './lab-page.ts'
import { plainHost, type PlainHost } from './plain-host.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'The same page.')

const around: Record<string, Record<string, string>> = {
  'that is not isolated': {},
  'that is isolated': {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  },
}

let host: PlainHost
test.beforeEach(async () => {
  host = await plainHost({})
})
// Hooks of a test that is skipped run from here on.
test.afterEach(({ backend }) => (backend === 'webgpu' ? undefined : host.end()))

/** A course's page with this in it, opened; and what is in its frame. */
async function course(page: Page, content: string): Promise<Frame> {
  host.instead.set(
    '/course.html',
    `<!doctype html><html lang="en"><title>A course</title><link rel="icon" href="data:,"><main><h1>Credit</h1>${content}</main></html>`,
  )
  await page.goto(`${host.origin}/course.html`)
  const frame = await (await page.locator('iframe').elementHandle())!.contentFrame()
  return frame!
}

async function copied(page: Page): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Take away' }).click()
  await page.getByRole('button', { name: 'Copy a snippet for a web page' }).click()
  await expect(page.getByText('Snippet copied')).toBeVisible()
  return page.evaluate(() => navigator.clipboard.readText())
}

for (const [name, headers] of Object.entries(around))
  test(`the snippet of an act shows it in a page ${name}, as high as it is, and keeps nothing`, async ({
    page: labPage,
    browser,
    baseURL,
  }) => {
    const lab = new LabPage(labPage)
    await lab.open()
    await lab.tokens.first().waitFor()
    await labPage.keyboard.press('g')
    const heading = await labPage.getByRole('heading', { name: /^Attempt \d+$/ }).innerText()
    const snippet = await copied(labPage)
    expect(snippet).toContain(`src="${baseURL}/embed.html#r=first`)

    // A reader who has never been to the lab.
    host.headers = headers
    const context = await browser.newContext()
    const page = await context.newPage()
    const reader = new LabPage(page)
    for (const [colorScheme, width] of [
      ['light', 1000],
      ['dark', 390],
    ] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: 900 })
      const inside = await course(page, snippet)
      expect(await page.evaluate(() => crossOriginIsolated)).toBe('Cross-Origin-Opener-Policy' in headers)
      await expect(inside.getByRole('heading', { name: heading })).toBeVisible()
      const strip = inside.getByRole('group', { name: /tokens coloured by credit/ })
      await expect(strip.getByRole('button').first()).toBeVisible()
      const bars = inside.getByRole('region', { name: 'Pinned token' })
      await expect(bars.getByRole('table')).toBeVisible()
      await expect(inside.getByRole('radio', { name: 'GRPO credit', exact: true })).toBeChecked()
      // Nothing is cut: the frame has become as high as what is in it.
      await expect
        .poll(() => inside.evaluate(() => document.documentElement.scrollHeight - innerHeight))
        .toBeLessThanOrEqual(0)
      expect(await inside.evaluate(() => innerHeight)).not.toBe(620)
      expect(await layoutFaults(inside)).toEqual([])
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' '))}`),
      ).toEqual([])
      // It is no picture of a picture: a press on the rule of credit is followed by the strip.
      await inside.getByRole('radio', { name: 'SDPO credit', exact: true }).click()
      await expect(strip.getByRole('button', { name: /credit \u2212/ }).first()).toBeVisible()
      await inside.getByRole('button', { name: /read in hindsight/ }).click()
      await expect(inside.getByText('feedback hidden')).toBeVisible()
      expect(
        await inside.evaluate(async () => ({
          local: localStorage.length,
          session: sessionStorage.length,
          databases: (await indexedDB.databases()).length,
          caches: (await caches.keys()).length,
          workers: (await navigator.serviceWorker.getRegistrations()).length,
        })),
      ).toEqual({ local: 0, session: 0, databases: 0, caches: 0, workers: 0 })
      await expect(inside.getByRole('status')).toHaveCount(0)
    }
    expect([...lab.complaints, ...reader.complaints]).toEqual([])
    await context.close()
  })

test('?embed is the embedded page, on a host that sends nothing too; the lab itself is refused in a frame', async ({
  page,
  baseURL,
}) => {
  const plain = await plainHost({ '/lab/': 'dist' })
  for (const address of [`${baseURL}/?embed#r=first`, `${plain.origin}/lab/?embed#r=first`]) {
    const inside = await course(
      page,
      `<iframe title="An act" width="900" height="700" src="${address}"></iframe>`,
    )
    await expect(inside.getByRole('main', { name: /^Attempt \d+$/ })).toBeVisible()
    await expect(inside.getByRole('link', { name: 'The whole run, in SDPO Lab' })).toBeVisible()
  }
  await plain.end()
  const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'))
  await course(page, `<iframe title="The lab" src="${baseURL}/"></iframe>`)
  await refused
})

test('the whole run of an embedded act opens in the lab, at that act', async ({ page }) => {
  await page.goto('embed.html#r=first&u=2&b=score&a=11&m=grpo')
  const heading = page.getByRole('heading', { name: 'Attempt 11' })
  await expect(heading).toBeVisible()
  const link = page.getByRole('link', { name: 'The whole run, in SDPO Lab' })
  await link.focus()
  const opened = page.waitForEvent('popup')
  await page.keyboard.press('Enter')
  const lab = await opened
  await expect(lab.getByRole('region', { name: 'Run', exact: true })).toBeVisible()
  await expect(lab.getByRole('heading', { name: 'Attempt 11' })).toBeVisible()
})
