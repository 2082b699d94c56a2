/** A stock language model through the page, by a person's own steps: its file chosen, a short problem, one attempt after the other judged, re-read and learned from. */
import { LabPage } from './lab-page.ts'
import { ModelDialog } from './model-dialog.ts'
import { smollm2Missing, smollm2Path } from '../src/lm/smollm2.testing.ts'
import { expect, test } from './test.ts'

// An act takes seconds on a quiet machine; on a busy one it may take a minute.
const patience = 180_000

test(`SmolLM2 is opened from its file, attempts a problem, reads itself again and learns${smollm2Missing}`, async ({
  page,
  backend,
}) => {
  test.skip(!smollm2Path, 'The model is not here: npm run fetch:smollm2 brings it.')
  test.skip(backend === 'webgpu', 'A CPU that plays the GPU takes minutes for each act.')
  test.setTimeout(600_000)
  const lab = new LabPage(page)
  await lab.open()
  await lab.choose(backend)
  const models = new ModelDialog(page)
  await models.open()
  const chooser = page.waitForEvent('filechooser')
  await models.button(/files/i).click()
  await (await chooser).setFiles(smollm2Path!)
  await expect(page.getByRole('button', { name: /^Model: SmolLM2-135M-Instruct/ })).toBeVisible({
    timeout: patience,
  })
  await page.keyboard.press('Escape')
  await lab.awaitAct(/^Make 4 attempts$/, patience)

  await page
    .getByRole('button', { name: /^Problem: |Choose a problem$/ })
    .first()
    .click()
  await page.getByText('An odd symbol').click()
  await page.keyboard.press('s')
  const settings = page.getByRole('dialog', { name: 'Settings' })
  await settings.getByRole('slider', { name: 'Attempts per update, G' }).fill('2')
  await settings.getByText('All other settings').click()
  await settings.getByRole('slider', { name: 'Longest attempt' }).fill('16')
  await page.keyboard.press('Escape')

  const act = async (name: RegExp, next: RegExp) => {
    await lab.awaitAct(name)
    await lab.primary.click()
    await lab.awaitAct(next, patience)
  }
  await act(/^Make 2 attempts$/, /^Judge/)
  await expect(page.getByRole('button', { name: /^Attempt \d+/ })).toHaveCount(2)
  await act(/^Judge/, /^Re-read/)
  await act(/^Re-read/, /^Show the credit/)
  await expect(page.getByRole('region', { name: 'What the self-teacher read' })).toContainText(
    'Which chemical element has the symbol W?',
  )
  await act(/^Show the credit/, /^Update/)

  const credits = await lab.credits()
  expect(credits.length).toBeGreaterThan(0)
  expect(credits.some((credit) => credit !== null && credit !== 0)).toBe(true)
  await lab.tokens.first().click()
  const before = (await lab.bars()).slice(1)
  const mass = (column: number) =>
    before.reduce((sum, row) => sum + Number(row[column]?.replace(/[^\d.]/g, '')), 0)
  expect(mass(1)).toBeGreaterThan(95)
  expect(mass(2)).toBeGreaterThan(95)
  expect(before.map(([, student]) => student)).not.toEqual(before.map(([, , teacher]) => teacher))

  await act(/^Update/, /^(Make|See)/)
  expect((await lab.moved()).length).toBeGreaterThan(0)
  expect(lab.complaints).toEqual([])
})
