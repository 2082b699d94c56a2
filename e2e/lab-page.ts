/** The lab as a person finds it: by roles and names alone (so every test is also one of the names). */
import { expect, type Locator, type Page } from '@playwright/test'
import type { LabOptions } from '../playwright.config.ts'

export class LabPage {
  readonly primary: Locator
  readonly status: Locator
  readonly source: Locator
  readonly strip: Locator
  readonly tokens: Locator
  readonly pinned: Locator
  /** Whatever the page's console and its errors said that they should not. */
  readonly complaints: string[] = []

  constructor(readonly page: Page) {
    const run = page.getByRole('region', { name: 'Run', exact: true })
    this.primary = run.getByRole('button').first()
    this.status = run.getByRole('status')
    this.source = page.getByRole('radiogroup', { name: 'Source' })
    this.strip = page.getByRole('group', { name: /^Attempt \d+, tokens coloured by credit/ })
    this.tokens = this.strip.getByRole('button', { name: /^token \d+/ })
    this.pinned = page.getByRole('region', { name: 'Pinned token' })
    page.on('console', (message) => {
      // Chromium's own remark where there is no GPU, which the lab is ready for.
      if (message.text() === 'No available adapters.') return
      if (message.type() === 'error' || message.type() === 'warning')
        this.complaints.push(`${message.type()}: ${message.text()}`)
    })
    page.on('pageerror', (error) => this.complaints.push(`page error: ${error.message}`))
  }

  async open(path = './', timeout = 15_000): Promise<void> {
    await this.page.goto(path)
    await expect(this.page.getByRole('main')).toBeVisible({ timeout })
  }

  /** By hand, through the model menu: the measured choice is the engine's own. */
  async choose(backend: LabOptions['backend']): Promise<void> {
    await this.page.getByRole('button', { name: /^Model/ }).click()
    await this.page
      .getByRole('radiogroup', { name: 'Backend' })
      .getByRole('radio', { name: backend === 'webgpu' ? 'WebGPU' : 'CPU' })
      .click()
    await this.page.keyboard.press('Escape')
  }

  async goLive(backend: LabOptions['backend']): Promise<void> {
    await this.choose(backend)
    await this.source.getByRole('radio', { name: /^Live/ }).click()
    await expect(this.primary).toHaveText(/^Load model/)
    await this.primary.click()
    await this.awaitAct(/^Make \d+ attempts?$/)
  }

  /** Until the next act is the one that is expected. */
  async awaitAct(name: RegExp, timeout = 120_000): Promise<void> {
    await expect(this.primary).toHaveText(name, { timeout })
  }

  /** Does the act that is next, which must be this one, and waits for it to be done. */
  async act(name: RegExp, next: RegExp): Promise<void> {
    await this.awaitAct(name)
    await this.primary.click()
    await this.awaitAct(next)
  }

  /** One whole update, act by act. */
  async update(): Promise<void> {
    await this.act(/^Make \d+ attempts?$/, /^Judge/)
    await this.act(/^Judge/, /^Re-read/)
    await this.act(/^Re-read/, /^Show the credit/)
    await this.act(/^Show the credit/, /^Update/)
    await this.act(/^Update/, /^(Make \d+ attempts?|See how it got there)$/)
  }

  /** Credit of each token of the shown attempt, as its name says it; null where it is not known. */
  async credits(): Promise<(number | null)[]> {
    const names = await this.tokens.evaluateAll((buttons) =>
      buttons.map((button) => button.getAttribute('aria-label') ?? ''),
    )
    return names.map((name) => {
      const credit = /credit ([−+-]?[\d.]+)/.exec(name)?.[1]
      return credit === undefined ? null : Number(credit.replace('−', '-'))
    })
  }

  /** The pinned token's table: a candidate a row. */
  async bars(): Promise<string[][]> {
    const rows = this.pinned.getByRole('table').getByRole('row')
    return rows.evaluateAll((found) =>
      found.map((row) => [...row.querySelectorAll('th,td')].map((cell) => cell.textContent!.trim())),
    )
  }

  /** Candidates that an update moved, over all tokens of the shown attempt: the student before and after it. */
  async moved(): Promise<string[]> {
    const moved: string[] = []
    for (const token of await this.tokens.all()) {
      await token.click()
      for (const [name, student, , after] of (await this.bars()).slice(1))
        if (student !== after) moved.push(`${name}: ${student} → ${after}`)
    }
    return moved
  }
}

/** Puts text on the clipboard and into a field, in place of what it holds, as a person does: what is typed, an editor of code would add to. */
export async function paste(page: Page, field: Locator, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate((content) => navigator.clipboard.writeText(content), text)
  await field.focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('ControlOrMeta+v')
}
