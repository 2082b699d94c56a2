/** A run that plays: at the speed that was chosen, to the first pass and no further, and with a layout that stays where it is. */
import type { Page } from '@playwright/test'
import { shifts, watchShifts } from './geometry.ts'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'The recorded run.')

/** Begins to sum what the layout moves by itself (Cumulative Layout Shift, all of it), and says of what. */
async function watchMovement(page: Page): Promise<() => Promise<{ sum: number; moved: string[] }>> {
  await page.evaluate(() => {
    interface Shift extends PerformanceEntry {
      value: number
      sources: { node: Element | null }[]
    }
    const seen = { sum: 0, moved: [] as string[] }
    Object.assign(window, { seen })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as Shift[]) {
        seen.sum += entry.value
        const of = entry.sources.map(({ node }) => node?.className || `"${node?.textContent?.slice(0, 30)}"`)
        seen.moved.push(`${entry.value.toFixed(4)}: ${of.join(', ')}`)
      }
    }).observe({ type: 'layout-shift' })
  })
  return () => page.evaluate(() => (window as unknown as { seen: { sum: number; moved: string[] } }).seen)
}

for (const [width, height] of [
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const)
  test(`at ${width} x ${height}: played to the first pass at four times the speed, hardly anything moves`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height })
    const lab = new LabPage(page)
    await lab.open()
    await lab.tokens.first().waitFor()
    for (const speed of ['Speed: 2×', 'Speed: 4×']) {
      await page.keyboard.press('x')
      await page.getByRole('button', { name: 'More for this run' }).click()
      await expect(page.getByRole('button', { name: speed }).last()).toBeVisible()
      await page.keyboard.press('Escape')
    }
    await page.keyboard.press('Home')
    await expect(page.getByRole('main', { name: 'No attempts yet' })).toBeVisible()
    const play = page.getByRole('button', { name: 'Play', exact: true })
    await play.click()
    await expect(page.getByRole('heading', { name: /^Attempt \d+$/ })).toBeVisible()
    const movement = await watchMovement(page)
    await expect(page.getByRole('main')).toContainText(/Solved: attempt 62 .*the first of 62 to do so/, {
      timeout: 60_000,
    })
    if (width > 720) await expect(lab.status).toHaveText('First pass: attempt 62. Paused here')
    await expect(page.getByRole('heading', { name: 'Attempt 62' })).toBeVisible()
    await expect(play).toBeVisible()
    const { sum, moved } = await movement()
    expect(sum, moved.join('\n')).toBeLessThan(0.1)
    // It rests, and goes on when it is told to.
    await play.click()
    await expect(page.getByText('First pass: attempt 62')).toBeHidden()
    expect(lab.complaints).toEqual([])
  })

test('a what-if stands in the frame after its key, so that the layout moves by the person\u2019s act, even where files come late', async ({
  page,
}) => {
  await watchShifts(page)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.route(/assets\/.*\.js(on)?$/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 700))
    await route.continue()
  })
  const lab = new LabPage(page)
  await lab.open()
  await lab.tokens.first().waitFor()
  await page.keyboard.press('i')
  await expect(page.getByRole('region', { name: 'What if it had read something else?' })).toBeVisible()
  // Longer than any of its files is kept back.
  await page.waitForTimeout(1_500)
  expect(await shifts(page)).toBeLessThan(0.02)
})
