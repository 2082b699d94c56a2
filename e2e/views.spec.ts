/**
 * Every view (views.ts) at three sizes, light and dark: nothing wider than the window, nothing cut off,
 * no text over text, nothing that jumps while it opens, and no barrier that axe can see.
 */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { layoutFaults, shifts, watchShifts } from './geometry.ts'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'
import { openView, views, type View } from './views.ts'

test.skip(({ backend }) => backend === 'webgpu', 'The same page.')

/** Each size has its theme. Axe looks at every view once, at the widest or the narrowest in turn: light and dark, wide and narrow, each half of them. */
const sizes = [
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 1024, height: 768, colorScheme: 'dark' },
  { width: 390, height: 844, colorScheme: 'dark' },
] as const

async function examine(page: Page, name: string): Promise<string[]> {
  const found: string[] = []
  const axeAt = views.findIndex((view) => view.name === name) % 2 === 0 ? 1440 : 390
  for (const { width, height, colorScheme } of sizes) {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // Two frames: one for the layout, one for what is measured in it.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    found.push(...(await layoutFaults(page)).map((fault) => `${name}, ${width}: ${fault}`))
    if (width !== axeAt) continue
    const { violations } = await new AxeBuilder({ page }).analyze()
    found.push(...violations.map(({ id, nodes }) => `${name}, ${width}: axe ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`))
  }
  return found
}

/** Reached by their link alone: one page goes from one to the next. */
const linked = views.filter((view) => view.hash !== undefined && !view.show && !view.before)
const groups = [...new Set(linked.map(({ name }) => name.split('-')[0]!))]
for (const group of groups) {
  test(`views: ${group}`, async ({ page }) => {
    const lab = new LabPage(page)
    const found: string[] = []
    for (const view of linked.filter(({ name }) => name.startsWith(group))) {
      await openView(lab, view)
      found.push(...(await examine(page, view.name)))
    }
    expect(found).toEqual([])
    expect(lab.complaints).toEqual([])
  })
}

for (const view of views.filter((each) => !linked.includes(each) && !each.live)) {
  test(`view: ${view.name}`, async ({ page }) => {
    await watchShifts(page)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const lab = new LabPage(page)
    await openView(lab, view)
    expect(await shifts(page)).toBeLessThan(0.02)
    expect(await examine(page, view.name)).toEqual([])
    expect(lab.complaints).toEqual([])
  })
}

test('a live run under way, and what it says of its verdicts', async ({ page }) => {
  const lab = new LabPage(page)
  const live = views.find((view) => view.live)! satisfies View
  await openView(lab, live)
  await expect(page.getByRole('region', { name: 'Attempts' }).getByRole('status')).toHaveText(/^Update 1: \d of 8 attempts passed$/)
  expect(await examine(page, live.name)).toEqual([])
})
