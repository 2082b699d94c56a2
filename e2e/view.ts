/** A view of the lab and what a person does to come to it. */
import type { Page } from '@playwright/test'
import { leetcode } from '../src/authoring/paste/samples.testing.ts'
import { paste, type LabPage } from './lab-page.ts'

export interface View {
  name: string
  /** Before the page is opened. */
  before?: (page: Page) => Promise<void>
  /** The hash that it is opened with. */
  hash?: string
  show?: (lab: LabPage) => Promise<void>
  /** Goes on from this view instead of from a freshly opened lab. */
  from?: string
  /** Loads the model: slower, and not the same picture every time. */
  live?: true
}

export const press =
  (...keys: string[]) =>
  async ({ page }: LabPage) => {
    for (const key of keys) await page.keyboard.press(key)
  }

/** By its name in the palette: what has no key of its own. */
export const act =
  (name: string) =>
  async ({ page }: LabPage) => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Find an act' }).fill(name)
    await page.keyboard.press('Enter')
  }

export const editor = ({ page }: LabPage) => page.getByRole('dialog', { name: 'Problem', exact: true })

export async function pasting(lab: LabPage): Promise<void> {
  await lab.page.getByRole('button', { name: 'Paste a problem' }).click()
  await editor(lab).waitFor()
}

/** An answer tried by hand in the problem editor. */
export const tried = (answer: string) => async (lab: LabPage) => {
  const dialog = editor(lab)
  await dialog.getByRole('tab', { name: 'Try' }).click()
  await codeIsThere(lab)
  await paste(lab.page, dialog.getByRole('textbox', { name: 'Your answer' }), answer)
  await dialog.getByRole('button', { name: 'Judge it' }).click()
  await dialog
    .getByRole('status', { name: 'Verdict on your answer' })
    .getByText(/reward/)
    .waitFor()
}

/** A phone has its own field for code. */
async function codeIsThere(lab: LabPage): Promise<void> {
  if (lab.page.viewportSize()!.width > 720)
    await editor(lab).locator('.monaco-editor .view-line').first().waitFor()
}

/** A tab of the problem editor, on a problem that was pasted. */
export const pasted = (tab?: string) => async (lab: LabPage) => {
  await pasting(lab)
  const dialog = editor(lab)
  await paste(lab.page, dialog.getByRole('textbox', { name: 'Statement' }), leetcode)
  await dialog.getByText('Understood:').waitFor()
  if (tab === undefined) return
  await dialog.getByRole('tab', { name: tab }).click()
  if (tab !== 'Judge') await codeIsThere(lab)
}

export const openRuns = async ({ page }: LabPage) => {
  await page.getByRole('button', { name: 'More for this run' }).click()
  await page.getByRole('button', { name: 'Runs', exact: true }).click()
  await page.getByRole('dialog', { name: 'Runs' }).waitFor()
}

/** Asks for the live run. */
export async function live(lab: LabPage): Promise<void> {
  await lab.source.getByRole('radio', { name: /^Live/ }).click()
  await lab.primary.click()
}
