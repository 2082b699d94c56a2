/** The history of runs as a person uses it: the tab closed and the run gone on with, two runs side by side, names, and what was removed put back. */
import AxeBuilder from '@axe-core/playwright'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'The same history.')

test('a run goes on after the tab was closed, and stands beside another', async ({
  page,
  context,
  backend,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const lab = new LabPage(page)
  await lab.open()
  await lab.goLive(backend)
  await lab.update()
  await lab.update()
  const attempts = (of: LabPage) =>
    of.page
      .getByRole('button', { name: /^Attempt \d+,/ })
      .evaluateAll((found) => found.map((button) => button.getAttribute('aria-label')))
  const before = await attempts(lab)
  // A run may be an update ahead of what is kept.
  await page.getByRole('button', { name: 'More for this run' }).click()
  await page.getByRole('button', { name: 'Runs', exact: true }).click()
  await expect(page.getByRole('dialog', { name: 'Runs' })).toContainText(/16 attempts/)
  await page.close()

  const next = await context.newPage()
  await next.emulateMedia({ reducedMotion: 'reduce' })
  const again = new LabPage(next)
  await again.open()
  const openRuns = async () => {
    await next.getByRole('button', { name: 'More for this run' }).click()
    await next.getByRole('button', { name: 'Runs', exact: true }).click()
  }
  await openRuns()
  const panel = next.getByRole('dialog', { name: 'Runs' })
  await expect(panel).toContainText(/of adapters/)
  await expect(panel).toContainText(/used by 1 run/)
  await panel.getByRole('button', { name: /^Resume/ }).click()
  await again.awaitAct(/^Make 8 attempts$/)
  expect(await attempts(again)).toEqual(before)
  await expect(next.getByRole('slider', { name: 'Updates' })).toHaveAttribute('aria-valuenow', '2')
  await again.update()
  await expect(next.getByRole('slider', { name: 'Updates' })).toHaveAttribute('aria-valuenow', '3')

  // It is one run in the history, with a name of the person's.
  await openRuns()
  await expect(panel).toContainText(/24 attempts/)
  await panel.getByRole('button', { name: /^Rename/ }).click()
  await next.keyboard.type('The long one')
  await next.keyboard.press('Enter')
  await expect(panel.getByText('The long one', { exact: true })).toBeVisible()
  await panel.getByRole('button', { name: /^Remove The long one/ }).click()
  await expect(panel.getByRole('status')).toContainText('The long one, seed 4, is removed.')
  await panel.getByRole('button', { name: 'Undo' }).click()

  // Beside the bundled recording, which was solved.
  await next.keyboard.press('Escape')
  await again.source.getByRole('radio', { name: 'Recorded' }).click()
  await openRuns()
  await panel.getByRole('checkbox', { name: 'Compare: The run on the screen' }).check()
  await panel.getByRole('checkbox', { name: 'Compare: The long one' }).check()
  await panel.getByRole('button', { name: 'Compare the two' }).click()
  const both = next.getByRole('dialog', { name: 'Two runs' })
  await expect(both).toContainText(
    /The run on the screen passed at attempt \d+; The long one has not passed in 24 attempts\./,
  )
  await expect(
    both.getByRole('region', { name: 'Set differently' }).getByRole('listitem').first(),
  ).toBeVisible()
  await expect(both.getByRole('img', { name: /^Loss at update 1:/ })).toBeVisible()
  await both.getByRole('slider', { name: 'Update' }).fill('2')
  await expect(
    both.getByRole('list', { name: 'Update 2 of The long one' }).getByRole('listitem'),
  ).toHaveCount(8)
  for (const width of [1440, 390]) {
    await next.setViewportSize({ width, height: 844 })
    const { violations } = await new AxeBuilder({ page: next }).analyze()
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
    ).toEqual([])
    expect(await next.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    )
    await next.screenshot({ path: `test-results/two-runs-${width}.png` })
  }
  expect(again.complaints).toEqual([])
})
