/** What axe finds in a part of the page, in a line each; and a dialog in both themes at several widths. */
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect } from './test.ts'

export async function barriers(page: Page, within: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include(within).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join()}`)
}

/** The open dialog has no barrier in light and dark at these widths, and is not wider than its frame: a picture takes a new width in a frame of its own, so that one that stays too wide counts. */
export async function expectWhole(page: Page, dialog: Locator, widths: readonly number[]): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of widths) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 844 })
      await coloured(page)
      const message = `${colorScheme}, ${width} wide`
      expect(await barriers(page, 'dialog[open]'), message).toEqual([])
      await expect
        .poll(() => dialog.evaluate((element) => element.scrollWidth - element.clientWidth), {
          message,
          timeout: 3_000,
        })
        .toBeLessThanOrEqual(0)
    }
}

export const expectWholeOnPhone = (page: Page, dialog: Locator): Promise<void> =>
  expectWhole(page, dialog, [390])

/** Colours go over into those of another theme, and half-way there they are of neither: they are brought to their end. */
function coloured(page: Page): Promise<void> {
  return page.evaluate(() => {
    for (const each of document.getAnimations()) if (each instanceof CSSTransition) each.finish()
  })
}
