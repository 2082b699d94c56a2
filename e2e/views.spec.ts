/**
 * Every view (views.ts) at three sizes: nothing wider than the window, nothing cut off, no text over
 * text, nothing that jumps while it opens, and no barrier that axe can see. Layout is looked at in all
 * three sizes of each view, of a series (stages, lessons, slides) in two of them in turn; axe, which is
 * slow, at most once a view: at the widest or the narrowest, in one of four themes (light, dark, projector,
 * forced colours), in turn. SDPO_AXE=all has axe look at every view at both, in all four.
 */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { coveredButtons, layoutFaults, shifts, watchShifts } from './geometry.ts'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'
import type { View } from './view.ts'
import { openView, views } from './views.ts'
import { liveViews } from './views-live.ts'
import { ownLiveViews } from './views-own.ts'

test.skip(({ backend }) => backend === 'webgpu', 'The same page.')

const thorough = process.env.SDPO_AXE === 'all'
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
]

/** Views with a region whose buttons are in sight as soon as it is. */
const actsIn: Readonly<Record<string, string>> = {
  'outlook-red': 'Can it work here?',
  diagnosis: 'What this run shows',
}

const themes = ['light', 'dark', 'projector', 'forced colours'] as const

/** As the person's choice, or their system's, would have it. */
async function setTheme(page: Page, theme: (typeof themes)[number]): Promise<void> {
  await page.emulateMedia({
    colorScheme: theme === 'dark' ? 'dark' : 'light',
    forcedColors: theme === 'forced colours' ? 'active' : 'none',
    reducedMotion: 'reduce',
  })
  await page.evaluate((projector) => {
    const root = document.documentElement
    if (projector) root.dataset['theme'] = 'projector'
    else delete root.dataset['theme']
  }, theme === 'projector')
}

async function examine(page: Page, name: string): Promise<string[]> {
  const found: string[] = []
  const turn = views.findIndex((view) => view.name === name)
  const axeAt = thorough ? [1440, 390] : turn % 2 === 0 ? [1440] : [390]
  const axeIn = thorough ? themes : [themes[(turn >> 1) % themes.length]!]
  await setTheme(page, axeIn[0]!)
  const inSeries = !thorough && linked.some((view) => view.name === name)
  for (const { width, height } of sizes.filter((_, i) => !inSeries || i !== turn % 3)) {
    await page.setViewportSize({ width, height })
    const faults = await layoutFaults(page)
    const region = actsIn[name]
    if (region) faults.push(...(await coveredButtons(page, region)))
    found.push(...faults.map((fault) => `${name}, ${width}: ${fault}`))
    for (const theme of axeAt.includes(width) ? axeIn : []) {
      await setTheme(page, theme)
      const { violations } = await new AxeBuilder({ page }).analyze()
      found.push(
        ...violations.map(
          ({ id, nodes }) =>
            `${name}, ${width}, ${theme}: axe ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
        ),
      )
    }
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
    // A link to another recording leaves the first one, which the page fetches ahead, unused.
    expect(lab.complaints.filter((words) => !/first\.json was preloaded/.test(words))).toEqual([])
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

for (const [title, live] of [
  ['one live run, and what it says of its verdicts', liveViews],
  ['a problem of one\u2019s own, before its run and after it', ownLiveViews],
] as const)
  test(`views: ${title}`, ({ page }) => lookAt(page, live))

/** A live run looked at from view to view, in one page. */
async function lookAt(page: Page, live: readonly View[]): Promise<void> {
  const lab = new LabPage(page)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const found: string[] = []
  const [first, ...rest] = live
  await openView(lab, first!)
  found.push(...(await examine(page, first!.name)))
  for (const view of rest) {
    await page.setViewportSize(sizes[0]!)
    await view.show!(lab)
    if (view.name === 'live-under-way')
      await expect(page.getByRole('region', { name: 'Attempts' }).getByRole('status')).toHaveText(
        /^Update 1: \d of 8 attempts passed$/,
      )
    found.push(...(await examine(page, view.name)))
  }
  expect(found).toEqual([])
  expect(lab.complaints).toEqual([])
}

test('through a live update, act by act, what was there stays where it was', async ({ page }) => {
  await watchShifts(page)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const lab = new LabPage(page)
  await lab.open()
  await lab.source.getByRole('radio', { name: /^Live/ }).click()
  await lab.primary.click()
  await lab.awaitAct(/^Make/)
  const acts = [
    [/^Make/, /^Judge/],
    [/^Judge/, /^Re-read/],
    [/^Re-read/, /^Show/],
    [/^Show/, /^Update/],
    [/^Update/, /^(Make|See)/],
  ] as const
  const moved: string[] = []
  for (const size of sizes) {
    await page.setViewportSize(size)
    for (const [act, next] of acts) {
      await page.waitForTimeout(600)
      const before = await shifts(page)
      await lab.act(act, next)
      // Past what the browser would forgive as the answer to a press.
      await page.waitForTimeout(600)
      const by = (await shifts(page)) - before
      if (by >= 0.02) moved.push(`${size.width}, ${act.source}: ${by.toFixed(3)}`)
    }
  }
  expect(moved).toEqual([])
})
