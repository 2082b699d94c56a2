/** Asked beside the run: an attempt gone on with another token, and prompts of one's own followed through the updates. */
import AxeBuilder from '@axe-core/playwright'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'The same commands; the worker tests hold both backends to one another.')
test.beforeEach(({ page }) => page.emulateMedia({ reducedMotion: 'reduce' }))

test('a branch: another candidate, by mouse and by key, judged and re-read beside the original', async ({ page, backend }) => {
  const lab = new LabPage(page)
  await lab.open()

  // A recording says what it needs.
  await lab.pinned.getByRole('button', { name: /^Branch with/ }).first().click()
  await expect(page.getByText('A recording cannot go on writing: a branch needs a live run.')).toBeVisible()

  await lab.goLive(backend)
  await lab.update()
  const before = await lab.credits()
  const candidate = lab.pinned.getByRole('button', { name: /^Branch with/ }).first()
  const token = (await candidate.getAttribute('aria-label'))!.replace('Branch with ', '')
  await candidate.click()
  const branches = page.getByRole('region', { name: /^Branches of attempt \d+$/ })
  const first = branches.getByRole('button', { name: /^Branch at token \d+,/ }).first()
  await expect(first).toHaveAttribute('aria-expanded', 'true')
  expect(await first.getAttribute('aria-label')).toMatch(new RegExp(` to ${token.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}, (passed|failed: .+)$`))
  await expect(branches.getByRole('group', { name: /^Branch of attempt \d+, tokens coloured by credit/ }).getByRole('button').first()).toBeVisible()
  // The original is as it was.
  expect(await lab.credits()).toEqual(before)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([])

  // By keyboard: the teacher's favourite.
  await page.getByRole('main').press('b')
  await expect(branches.getByRole('button', { name: /^Branch at token/ })).toHaveCount(2)
  await branches.getByRole('button', { name: 'Another continuation' }).click()
  await expect(branches.getByRole('button', { name: /^Branch at token/ })).toHaveCount(3)

  // The run goes on as if nothing had been asked.
  await lab.act(/^(Make \d+ attempts|See how)/, /^(Judge|Pause|Make|Update)/)
  expect(lab.complaints).toEqual([])
})
