/** Asked beside the run: an attempt gone on with another token, and prompts of one's own followed through the updates. */
import AxeBuilder from '@axe-core/playwright'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(
  ({ backend }) => backend === 'webgpu',
  'The same commands; the worker tests hold both backends to one another.',
)
test.beforeEach(({ page }) => page.emulateMedia({ reducedMotion: 'reduce' }))

test('a branch: another candidate, by mouse and by key, judged and re-read beside the original', async ({
  page,
  backend,
}) => {
  const lab = new LabPage(page)
  await lab.open()

  // A recording says what it needs.
  await lab.pinned
    .getByRole('button', { name: /^Branch with/ })
    .first()
    .click()
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
  expect(await first.getAttribute('aria-label')).toMatch(
    new RegExp(` to ${token.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}, (passed|failed: .+)$`),
  )
  await expect(
    branches
      .getByRole('group', { name: /^Branch of attempt \d+, tokens coloured by credit/ })
      .getByRole('button')
      .first(),
  ).toBeVisible()
  // The original is as it was.
  expect(await lab.credits()).toEqual(before)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
  ).toEqual([])

  // By keyboard: the teacher's favourite.
  await page.getByRole('main').press('b')
  await expect(branches.getByRole('button', { name: /^Branch at token/ })).toHaveCount(2)
  await branches.getByRole('button', { name: 'Another continuation' }).click()
  await expect(branches.getByRole('button', { name: /^Branch at token/ })).toHaveCount(3)

  // A branch of a branch: another candidate at one of its own tokens.
  const open = branches.getByRole('listitem').filter({ has: page.locator('[aria-expanded="true"]') })
  await open
    .getByRole('button', { name: /^Branch with/ })
    .first()
    .click()
  const second = branches.getByRole('button', { name: /^Branch at token \d+ of a branch,/ })
  await expect(second).toHaveAttribute('aria-expanded', 'true')
  await expect(branches.getByRole('button', { name: /^Branch at token/ })).toHaveCount(4)

  // The run goes on as if nothing had been asked.
  await lab.act(/^(Make \d+ attempts|See how)/, /^(Judge|Pause|Make|Update)/)
  expect(lab.complaints).toEqual([])
})

test('a probe: a prompt of one\u2019s own, read before the first update and after each, renamed, removed and put back', async ({
  page,
  backend,
}) => {
  const lab = new LabPage(page)
  await lab.open()
  await page.getByRole('main').press('o')
  const panel = page.getByRole('dialog', { name: 'Probes' })
  await expect(panel).toContainText('A recording cannot be asked anything new')
  const form = panel.getByRole('form', { name: 'New probe' })
  await form.getByRole('textbox', { name: 'Prompt' }).fill('From xs, keep the even ones zebra.')
  // Marked as it is typed, before any model is there.
  await expect(form.getByRole('group', { name: 'Words the model cannot read' })).toContainText('zebra')
  await form.getByRole('textbox', { name: 'Watched answer' }).fill('xs.filter(x=>x%2===0)')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')

  await lab.goLive(backend)
  await lab.update()
  await page.getByRole('main').press('o')
  await expect(panel.getByText(/^The model cannot read: .*zebra/)).toBeVisible()
  await expect(panel.getByRole('img', { name: /^log p of the answer: .* at update 1$/ })).toBeVisible()
  const next = panel.getByRole('group', { name: 'First token of Probe 1' }).getByRole('img')
  expect(await next.count()).toBeGreaterThan(2)
  await expect(panel).toContainText(/at the start, .* after update 1:/)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
  ).toEqual([])

  await panel.getByRole('button', { name: 'Rename Probe 1' }).click()
  await page.keyboard.type('Even ones')
  await page.keyboard.press('Enter')
  await expect(panel.getByRole('heading', { name: 'Even ones', exact: true })).toBeVisible()
  await panel.getByRole('button', { name: /^Remove/ }).click()
  await expect(next).toHaveCount(0)
  await panel.getByRole('button', { name: 'Undo' }).click()
  await expect(panel.getByRole('img', { name: /^log p of the answer/ })).toBeVisible()
  expect(lab.complaints).toEqual([])
})

test('what each token really changed: measured by continuations, beside the rules of credit', async ({
  page,
  backend,
}) => {
  const lab = new LabPage(page)
  await lab.open()
  await page.getByRole('main').press('c')
  const rows = page.getByRole('region', { name: /^Attempt \d+, credits compared$/ })
  await expect(rows.getByText(/^A recording cannot go on writing/)).toBeVisible()

  await lab.goLive(backend)
  await lab.update()
  await rows.getByRole('button', { name: /^Measure what each token changed/ }).click()
  const changes = rows.getByRole('group', { name: /^Change of the chance to pass, attempt \d+$/ })
  await expect(changes.getByRole('button', { name: /^token 1,/ })).toBeVisible({ timeout: 120_000 })
  await expect(rows.getByText(/1024 continuations of each prefix/)).toBeVisible()
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  // The run goes on as before.
  await lab.awaitAct(/^Make \d+ attempts?$/)
  expect(lab.complaints).toEqual([])
})
