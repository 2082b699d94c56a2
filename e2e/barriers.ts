/** What axe finds in a part of the page, in a line each; and a dialog in both themes in a phone's width. */
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect } from './test.ts'

export async function barriers(page: Page, within: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include(within).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join()}`)
}

/** The open dialog has no barrier in light and dark at 390 px, and is not wider than its window. */
export async function expectWholeOnPhone(page: Page, dialog: Locator): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await coloured(page)
    expect(await barriers(page, 'dialog[open]')).toEqual([])
    expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(
      0,
    )
  }
}

/** Colours go over into those of another theme, and half-way there they are of neither: they are brought to their end. */
function coloured(page: Page): Promise<void> {
  return page.evaluate(() => {
    for (const each of document.getAnimations()) if (each instanceof CSSTransition) each.finish()
  })
}
