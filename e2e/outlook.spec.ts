/** Before a run the page says in one line whether it can work here, and a run never waits for it. */
import { LabPage, paste } from './lab-page.ts'
import { expect, test } from './test.ts'

test('says before a run whether it can work, and why not', async ({ page, backend }) => {
  test.skip(backend === 'webgpu', 'What is said does not depend on the backend.')
  const lab = new LabPage(page)
  await lab.open()
  await lab.goLive('wasm')
  const line = page.getByRole('region', { name: 'Can it work here?' })
  await expect(line).toContainText(/This can work\..*odds of a right answer/, { timeout: 60_000 })
  await expect(
    page.getByText(/SDPO, at most 192 attempts: .* from a step measured on this device/),
  ).toBeVisible()

  await page.getByRole('button', { name: 'Paste a problem' }).click()
  const dialog = page.getByRole('dialog', { name: 'Problem' })
  await paste(
    page,
    dialog.getByRole('textbox', { name: 'Statement' }),
    'What is the capital of Kazakhstan?\nAnswer: Astana',
  )
  await expect(dialog.getByText('Understood:')).toBeVisible()
  await page.getByRole('button', { name: 'Use this problem' }).click()
  await expect(line).toContainText('This is not likely to work. This model writes one JavaScript expression')
  await expect(line.getByRole('button', { name: 'Choose another model' })).toBeVisible()
  // It stands in nobody's way.
  await lab.act(/^Make \d+ attempts?$/, /^Judge/)
  expect(lab.complaints).toEqual([])
})
