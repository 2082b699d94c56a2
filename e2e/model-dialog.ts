/** The dialog of models as a person uses it, over a lab that is open. */
import { expect, type Locator, type Page } from '@playwright/test'

export class ModelDialog {
  readonly dialog: Locator

  constructor(readonly page: Page) {
    this.dialog = page.getByRole('dialog', { name: 'Models' })
  }

  async open(): Promise<void> {
    await this.page.keyboard.press('Shift+M')
    await expect(this.dialog).toBeVisible()
  }

  /** From here on this hub is asked, in place of the usual one. */
  async askHub(base: string): Promise<void> {
    await this.dialog.getByText('Revision, file, token, another hub').click()
    await this.dialog.getByLabel('Hub', { exact: true }).fill(base)
  }

  async look(name: string): Promise<void> {
    await this.dialog.getByLabel('Model of the hub, or address').fill(name)
    await this.button('Look').click()
  }

  button(name: string | RegExp): Locator {
    return this.dialog.getByRole('button', { name })
  }

  /** A model's line. */
  row(name: string): Locator {
    return this.dialog.getByRole('listitem', { name, exact: true })
  }
}
