/** The teacher's kit as a page of the lab: from the menu, by its links back, without a network, from a sub-path, on a phone and on paper. */
import AxeBuilder from '@axe-core/playwright'
import { LabPage } from './lab-page.ts'
import { plainHost } from './plain-host.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'A page of text.')

test('from the menu, and from its plan back to a lesson', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.strip.waitFor()
  await page.getByRole('button', { name: 'Take away' }).click()
  const opened = page.waitForEvent('popup')
  await page.getByRole('button', { name: 'For teachers: a plan, questions, exercises' }).click()
  const kit = await opened
  await expect(kit.getByRole('heading', { level: 1 })).toHaveText('Twenty minutes on credit assignment')
  for (const name of ['Questions that come, and their answers', 'Exercises', 'On paper'])
    await expect(kit.getByRole('heading', { name })).toBeVisible()
  await expect(kit.getByRole('cell', { name: /Which token would you blame/ })).toBeVisible()
  await kit.getByRole('link', { name: 'Lesson 2' }).click()
  await expect(
    kit
      .getByRole('region', { name: 'Lesson' })
      .getByRole('heading', { name: 'Credit is a difference of opinion' }),
  ).toBeVisible()
  expect(lab.complaints).toEqual([])
})

test('without a network, below a path of a host that sets no headers', async ({ page, context }) => {
  const host = await plainHost({ '/course/lab/': 'dist' })
  const lab = new LabPage(page)
  await lab.open(`${host.origin}/course/lab/`)
  await lab.strip.waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready)
  await context.setOffline(true)
  await page.goto(`${host.origin}/course/lab/teach.html`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Twenty minutes on credit assignment')
  await expect(page.getByRole('link', { name: 'SDPO Lab' })).toHaveCSS('font-family', /Inter/)
  await host.end()
})

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [1280, 390])
    test(`readable, ${colorScheme}, ${width} wide, and on paper`, async ({ page }, info) => {
      await page.setViewportSize({ width, height: 844 })
      await page.emulateMedia({ colorScheme })
      await page.goto('./teach.html')
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id }) => id)).toEqual([])
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0)
      await page.screenshot({ path: info.outputPath('teach.png') })
      await page.emulateMedia({ media: 'print' })
      await expect(page.getByRole('link', { name: 'SDPO Lab' })).toBeHidden()
      await expect(page.getByRole('heading', { name: 'Exercises' })).toBeVisible()
    })
