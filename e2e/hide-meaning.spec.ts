/** A problem of the person's own that the bundled model can find: a ticket of its phrases with a secret meaning, built, found, sent. */
import AxeBuilder from '@axe-core/playwright'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'Nothing here depends on what the model runs on.')

test('a meaning is hidden, sampled, found in the page within 30 seconds, and sent without being told', async ({
  page,
  context,
}) => {
  test.setTimeout(150_000)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const lab = new LabPage(page)
  await lab.open()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('hide a')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Hide a meaning' })
  await dialog.getByRole('radio', { name: 'Type phrases' }).click()
  const typed = dialog.getByRole('textbox', { name: 'The ticket in your words' })
  await typed.fill('From xs, Double them, then sort them')
  const offer = dialog.getByRole('group', { name: 'Phrases near Double them' })
  await expect(offer).toContainText('It does not know Double them')
  await expect(dialog.getByRole('button', { name: 'Hide it, and watch' })).toBeDisabled()
  await offer.getByRole('button').first().click()
  await expect(typed).toHaveValue('From xs, scale them up, then sort them')
  await dialog.getByRole('combobox', { name: 'Secret meaning of step 1' }).selectOption('plus 5')
  await dialog.getByRole('combobox', { name: 'Secret meaning of step 2' }).selectOption('largest first')
  await expect(dialog.getByRole('region', { name: 'The ticket' })).toContainText(
    'From xs, scale them up, then sort them.',
  )
  await expect(dialog.getByRole('region', { name: 'The secret' })).toContainText(
    'xs.map(x=>x+5).sort((a,b)=>b-a)',
  )
  await dialog.getByRole('button', { name: 'Load the bundled model' }).click()
  const sampled = dialog.getByRole('region', { name: 'How well it is hidden' })
  await expect(sampled).toContainText(/\d+ of 2,048 answers of the untouched model pass/, { timeout: 60_000 })
  expect((await new AxeBuilder({ page }).include('dialog').analyze()).violations).toEqual([])

  await dialog.getByRole('button', { name: 'Copy a link' }).click()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  const began = Date.now()
  await dialog.getByRole('button', { name: 'Hide it, and watch' }).click()
  await expect(lab.status).toHaveText(/passed all 8 tests/, { timeout: 60_000 })
  expect(Date.now() - began).toBeLessThan(30_000)

  await page.goto('about:blank')
  await lab.open(link.slice(link.indexOf('#')))
  const problem = page.getByRole('region', { name: 'Problem', exact: true })
  await expect(problem).toContainText('From xs, scale them up, then sort them.')
  await expect(problem).toContainText('8 tests, sealed')
  await expect(page.locator('body')).not.toContainText('x+5')
  await expect(problem.getByRole('textbox', { name: 'Tests' })).toHaveCount(0)
  await problem.getByRole('button', { name: 'Open the tests' }).click()
  await expect(problem.getByRole('textbox', { name: 'Tests' })).toBeVisible()
  expect(lab.complaints).toEqual([])
})
