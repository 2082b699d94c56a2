/** The list of attempts on the recorded run: sorted, filtered, and what solved it found and taken along. */
import AxeBuilder from '@axe-core/playwright'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'A recording runs nothing.')

test('sorted by what was passed, filtered by verdict, the best marked, the solution copied', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const lab = new LabPage(page)
  await lab.open()
  await expect(lab.tokens.first()).toBeVisible()
  const rows = page
    .getByRole('region', { name: 'Attempts' })
    .getByRole('listitem')
    .getByRole('button', { name: /^Attempt \d+,/ })
  const which = page.getByRole('combobox', { name: 'Which attempts' })
  const order = page.getByRole('combobox', { name: 'Order of attempts' })
  const numbers = () =>
    rows.evaluateAll((found) => found.map((row) => Number(/\d+/.exec(row.getAttribute('aria-label')!)![0])))
  expect(await numbers()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  await which.selectOption('Passed')
  await expect(page.getByText('None has passed so far.')).toBeVisible()
  await which.selectOption('All so far')
  await expect(page.getByRole('button', { name: /, the best so far$/ })).toHaveCount(1)

  // At the end: the passed ones alone, and the best first.
  await page.getByRole('main').press('End')
  await which.selectOption('Passed')
  const passed = await numbers()
  expect(passed.length).toBeGreaterThan(0)
  for (const name of await rows.evaluateAll((found) => found.map((row) => row.getAttribute('aria-label')!)))
    expect(name).toContain('passed: all tests')
  await which.selectOption('All so far')
  await order.selectOption('best first')
  expect((await numbers()).slice(0, passed.length)).toEqual(passed)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
  ).toEqual([])

  // The solution: its place in the run, and its text.
  await page.getByRole('button', { name: `Solved at attempt ${passed[0]}: look at it` }).click()
  await expect(page.getByRole('main', { name: `Attempt ${passed[0]}` })).toBeVisible()
  await page.getByRole('button', { name: 'Copy what solved it' }).click()
  const text = await page.evaluate(() => navigator.clipboard.readText())
  await expect(
    page.getByRole('button', { name: `Solved at attempt ${passed[0]}: look at it` }),
  ).toContainText(text)
  // An attempt of another update is gone to.
  await rows.last().click()
  await expect(page.getByRole('main', { name: `Attempt ${(await numbers()).at(-1)}` })).toBeVisible()
  await page.screenshot({ path: 'test-results/attempts.png' })
  expect(lab.complaints).toEqual([])
})

test('before a run: what it will cost, from a step that is measured when asked', async ({
  page,
  backend,
}) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.goLive(backend)
  const main = page.getByRole('main', { name: 'No attempts yet' })
  await expect(main).toContainText('SDPO, at most 192 attempts. A measured step says what that takes.')
  await main.getByRole('button', { name: 'Measure it' }).click()
  await expect(main).toContainText(
    /at most 192 attempts: (\d+ h )?(\d+ min ?)?(\d+ s)?, [\d.]+( thousand| million)? tokens and about \d+ MB of memory/,
    { timeout: 60_000 },
  )
  expect(lab.complaints).toEqual([])
})
