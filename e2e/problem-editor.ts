/** The problem editor's parts, by role and name. */
import { expect, type Locator, type Page } from '@playwright/test'

/** The editor, opened for a new problem. */
export async function openEditor(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Paste a problem' }).click()
  const dialog = page.getByRole('dialog', { name: 'Problem', exact: true })
  await expect(dialog.getByRole('textbox', { name: 'Statement' })).toBeFocused()
  return dialog
}

export const statementOf = (dialog: Locator) => dialog.getByRole('textbox', { name: 'Statement' })
export const tab = (dialog: Locator, name: string) => dialog.getByRole('tab', { name })
