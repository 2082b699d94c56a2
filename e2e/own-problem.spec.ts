/**
 * The person's way with problems of their own: pasted, the line before the run read, the run played to its end, and
 * what it shows held against the line. A sample of `npm run outlook`, which does the same without a page.
 */
import { LabPage, paste } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'What is said does not depend on the backend.')

const sample = {
  'in its own words':
    'From xs, take the end of it, then add it up.\n\nf([1, 2, 3, 4]) -> 7\nf([9, 1, 5]) -> 6\nf([2, 8, 0, 3, 6]) -> 9',
  'what its steps cannot do':
    'Return the running total of the list.\n\nf([1, 2, 3]) -> [1, 3, 6]\nf([4, 4]) -> [4, 8]',
  'an answer in words': 'What is the capital of Kazakhstan?\nAnswer: Astana',
}

test('what the line says before a run is what the run then shows', async ({ page }) => {
  test.setTimeout(600_000)
  const lab = new LabPage(page)
  await lab.open()
  await lab.goLive('wasm')
  const line = page.getByRole('region', { name: 'Can it work here?' })
  const ended = page.getByRole('region', { name: 'What this run shows' })
  for (const [name, text] of Object.entries(sample))
    await test.step(name, async () => {
      await page.getByRole('button', { name: 'Paste a problem' }).click()
      const dialog = page.getByRole('dialog', { name: 'Problem', exact: true })
      await paste(page, dialog.getByRole('textbox', { name: 'Statement' }), text)
      await expect(dialog.getByText('Understood:')).toBeVisible()
      await page.getByRole('button', { name: 'Use this problem' }).click()
      await expect(line).toContainText(/This can work|This is not likely to work|Nothing to discover/, {
        timeout: 120_000,
      })
      const hopeful = !(await line.innerText()).includes('not likely')
      await page.getByRole('button', { name: 'Play', exact: true }).click()
      await expect(ended).toContainText(
        hopeful ? /Attempt \d+ is the first that passes/ : /None of \d+ attempts passes/,
        { timeout: 240_000 },
      )
    })
  expect(lab.complaints).toEqual([])
})
