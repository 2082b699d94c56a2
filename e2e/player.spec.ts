/** A run as one file: taken from the lab, opened from a disk in a fresh browser without a network, and played. */
import { statSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import { layoutFaults } from './geometry.ts'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'The same page.')

test('a run exported as one HTML file plays from a disk, asks nobody for anything, and is small', async ({
  page,
  browser,
}, info) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.strip.waitFor()
  await page.getByRole('button', { name: 'Take away' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export the run as one HTML file' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe('sdpo-lab-lists-gaps-seed-4.html')
  const path = info.outputPath('run.html')
  await file.saveAs(path)
  const recording = await (await page.request.get('recordings/first.json')).body()
  expect(statSync(path).size - recording.length).toBeLessThan(2_000_000)

  // Contrast is of what is there, not of what is still coming in.
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    offline: true,
    reducedMotion: 'reduce',
  })
  const opened = await context.newPage()
  const asked: string[] = []
  opened.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) asked.push(request.url())
  })
  const alone = new LabPage(opened)
  await alone.open(pathToFileURL(path).href)
  await alone.strip.waitFor()
  await expect(opened.getByRole('heading', { name: 'Gaps, then growth' })).toBeVisible()
  const star = alone.tokens.filter({ hasText: /^\*$/ })
  await expect(star).toHaveAccessibleName(/credit −8\.09/)
  await alone.primary.click()
  await expect(opened.getByRole('main')).toContainText('One update later the student has moved')
  await opened.keyboard.press('Home')
  await alone.primary.click()
  await expect(opened.getByRole('main')).toContainText('Nobody has said yet whether any is right')
  await opened.keyboard.press('End')
  await expect(opened.getByRole('button', { name: /^Solved at attempt 62/ })).toBeVisible()
  for (const width of [1280, 390]) {
    await opened.setViewportSize({ width, height: 900 })
    expect(await layoutFaults(opened)).toEqual([])
    const { violations } = await new AxeBuilder({ page: opened }).analyze()
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' '))}`),
    ).toEqual([])
  }
  expect(asked).toEqual([])
  expect(alone.complaints).toEqual([])
  await context.close()
})
