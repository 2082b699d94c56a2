/** No barrier that axe can see, in the states a person meets, light and dark, wide and narrow. */
import AxeBuilder from '@axe-core/playwright'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'The same page.')

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    test(`recorded run, ${colorScheme}, ${width} wide`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: 900 })
      const lab = new LabPage(page)
      await lab.open()
      await expect(lab.tokens.first()).toBeVisible()
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
      ).toEqual([])
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0)
    })
  }
}
