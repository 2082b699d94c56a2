/** The view of results: from the last lesson and by name; figures with a table beside them; claims with their commands; on every screen. */
import { expectWhole } from './barriers.ts'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'What was measured runs nothing.')

test('results: curves with multi-turn among them, a table for them, claims with figures and commands', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const lab = new LabPage(page)
  await lab.open()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Find an act' }).fill('results')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Results' })
  await expect(dialog).toBeVisible()

  const figure = dialog.getByRole('region', { name: 'Discovery on the test split' })
  const curve = figure.getByRole('img')
  await expect(curve).toHaveAccessibleName(
    /^discovery at k on lists, hard problems, within 256 attempts: SDPO \d+.%, multi-turn \d+.%, best-of-k \d+.%, best-of-k without repeats \d+.%$/,
  )
  await expect(figure.locator('.curve-arm')).toHaveCount(4)
  await expect(figure.locator('.curve-band')).toHaveCount(4)
  const hard = await curve.getAttribute('aria-label')
  await figure.getByRole('radio', { name: 'records' }).click()
  await figure.getByRole('radio', { name: 'very hard', exact: true }).click()
  await expect(curve).toHaveAccessibleName(/on records, very hard problems/)
  expect(await curve.getAttribute('aria-label')).not.toBe(hard)
  const six = await curve.getAttribute('aria-label')
  await figure
    .getByRole('radiogroup', { name: /multi-turn reads/ })
    .getByRole('radio', { name: '1', exact: true })
    .click()
  await expect(curve).not.toHaveAccessibleName(six!)
  await figure.getByText('The curves as a table').click()
  await expect(figure.getByRole('row').last()).toContainText(/^256\d+.%/)

  // Every claim has figures and the command that made them.
  const rows = dialog.locator('.claims tbody tr')
  expect(await rows.count()).toBeGreaterThan(8)
  for (const row of await rows.all()) {
    await expect(row.getByRole('cell').first()).toContainText(/\d/)
    await expect(row.locator('code').first()).toContainText('npm run experiment -- ')
  }
  await expect(dialog).not.toContainText('{{')

  await expectWhole(page, dialog, [1440, 1024, 390])
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  expect(lab.complaints).toEqual([])
})

test('the last lesson leads to the results, and its button gets the focus back', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const lab = new LabPage(page)
  await lab.open('./#r=first&l=7')
  // The lesson speaks of the attempt in focus and is set anew with its font: until both are there, its words move.
  await expect(lab.tokens.first()).toBeVisible()
  await page.evaluate(() => document.fonts.ready)
  const link = page.getByRole('button', { name: 'the results' })
  await link.click()
  await expect(page.getByRole('dialog', { name: 'Results' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(link).toBeFocused()
  expect(lab.complaints).toEqual([])
})
