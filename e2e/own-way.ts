/** The way of a person with a problem of their own: pasted, the line before the run read, the run played to its end. */
import { expect, type Locator } from '@playwright/test'
import { paste, type LabPage } from './lab-page.ts'
import { openEditor, statementOf } from './problem-editor.ts'

const said =
  /This can work|This is not likely to work|Nothing to discover|A pass may be luck|Asking again may do better|Hard to say/

/** What the line before a run says. */
const lineOf = ({ page }: LabPage): Locator => page.getByRole('region', { name: 'Can it work here?' })

/** What a run shows at its end. */
const endOf = ({ page }: LabPage): Locator => page.getByRole('region', { name: 'What this run shows' })

export async function bring(lab: LabPage, text: string): Promise<void> {
  const dialog = await openEditor(lab.page)
  await paste(lab.page, statementOf(dialog), text)
  await expect(dialog.getByText('Understood:')).toBeVisible()
  await dialog.getByRole('button', { name: 'Use this problem' }).click()
  await expect(dialog).toBeHidden()
}

/** What the line comes to, once nothing is being measured any more; a model whose attempts take long makes them when it is told to. */
export async function expected(lab: LabPage, timeout = 120_000): Promise<'pass' | 'none' | 'open'> {
  const line = lineOf(lab)
  const tries = line.getByRole('button', { name: 'Try 16 attempts first' })
  await expect(line).toBeVisible({ timeout })
  if (await tries.isVisible()) await tries.click()
  await expect(line).toContainText(said, { timeout })
  await expect(line).not.toContainText(/Trying: |Reading their feedback/, { timeout })
  const words = await line.innerText()
  // Luck passes too: `expects` of src/outlook/outlook.ts.
  if (/This can work|Nothing to discover|A pass may be luck|Asking again may do better/.test(words))
    return 'pass'
  return words.includes('not likely') ? 'none' : 'open'
}

/** Plays the run to its end; the attempt that passed first, null for none. */
export async function played(lab: LabPage, timeout = 240_000): Promise<number | null> {
  await lab.page.getByRole('button', { name: 'Play', exact: true }).click()
  const end = endOf(lab)
  await expect(end).toContainText(/is the first that passes|None of \d+ attempts passes/, { timeout })
  const first = /Attempt (\d+) is the first that passes/.exec(await end.innerText())
  return first ? Number(first[1]) : null
}
