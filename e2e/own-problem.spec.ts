/**
 * The person's way with problems of their own: pasted, the line before the run read, the run played to its end, and
 * what it shows held against the line. A sample of `npm run own-problems`, which does it with twenty.
 */
import { LabPage } from './lab-page.ts'
import { bring, expected, played } from './own-way.ts'
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
  for (const [name, text] of Object.entries(sample))
    await test.step(name, async () => {
      await bring(lab, text)
      const line = await expected(lab)
      expect(line).not.toBe('open')
      expect(await played(lab)).toEqual(line === 'pass' ? expect.any(Number) : null)
    })
  expect(lab.complaints).toEqual([])
})

test.describe('on a slow network', () => {
  // What the service worker fetches passes by the page's routes.
  test.use({ serviceWorkers: 'block' })

  test('a question that a stock model learned offers the recorded run of it', async ({ page }) => {
    const lab = new LabPage(page)
    // The problem is looked for before the sets beyond the bundled model's are there.
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route(/assets\/questions-.*\.js$/, async (route) => {
      await released
      await route.continue()
    })
    await lab.open()
    await page
      .getByRole('button', { name: /^Problem: |Choose a problem$/ })
      .first()
      .click()
    const chooser = page.getByRole('dialog', { name: 'Choose a problem' })
    await chooser.getByRole('searchbox').fill('^ and $')
    await expect(chooser).toContainText('The other problems are being fetched.')
    release()
    await chooser.getByRole('button', { name: /^The end of a line/ }).click()
    await page.getByRole('button', { name: /^See it recorded: a real model learns/ }).click()
    await expect(lab.source.getByRole('radio', { name: /^Recorded/ })).toBeChecked()
    await expect(lab.tokens.first()).toBeVisible()
    const end = page.getByRole('region', { name: 'What this run shows' })
    await page.keyboard.press('End')
    await expect(end).toContainText('Attempt 6 is the first that passes. Who knows nothing')
    await expect(end).toContainText(
      'the chance of \u201c anchors\u201d rose from < 0.1 % at update 2 to 27 %',
    )
    expect(lab.complaints.filter((words) => !/Service Worker registration blocked/.test(words))).toEqual([])
  })
})
