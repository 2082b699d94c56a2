/** A person's hand and eye in Firefox, by roles, names and words. */
import type { Page } from 'puppeteer-core'

export const WAIT_MS = 60_000

/** A control by its role and name, as a person with a screen reader finds it. */
export const named = (page: Page, role: string, name: string) =>
  page.locator(`::-p-aria([name="${name}"][role="${role}"])`).setTimeout(WAIT_MS)

export async function press(page: Page, role: string, name: string): Promise<void> {
  await named(page, role, name).click()
}

/** Until the page says these words, within an element of that selector. */
export async function says(page: Page, words: string, selector = 'body'): Promise<void> {
  await page
    .waitForFunction(
      (wanted, within) =>
        [...document.querySelectorAll(within)].some((each) => each.textContent.includes(wanted)),
      { timeout: WAIT_MS, polling: 100 },
      words,
      selector,
    )
    .catch(() => {
      throw new Error(`The page does not say \u201c${words}\u201d.`)
    })
  console.log(`  says \u201c${words}\u201d`)
}
