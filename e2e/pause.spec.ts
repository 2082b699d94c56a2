/** A pause is answered within one act, and another problem begins at once, whoever judges: a sandbox, or a comparison that needs none. */
import { contention } from './contention.ts'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

/** Milliseconds on a quiet machine. */
const answered = 2000

/** One preset of each way of judging that needs nothing fetched. */
const kinds = [
  ['an expression', 'Gaps, then growth'],
  ['a function', 'Initials'],
  ['a choice', 'Boiling points'],
  ['a number', 'Speeding up'],
  ['a word', 'An odd symbol'],
  ['words with hints', 'The capital of Kentucky'],
  ['calls of tools', 'Half bright'],
] as const

test('pauses within one act, and a new problem begins, on every kind of judge', async ({ page, backend }) => {
  test.skip(backend === 'webgpu', 'Messages reach the worker the same way.')
  const lab = new LabPage(page)
  await lab.open()
  await lab.goLive('wasm')
  for (const [kind, title] of kinds) {
    await test.step(kind, async () => {
      await page
        .getByRole('button', { name: /^Problem: |Choose a problem$/ })
        .first()
        .click()
      const chooser = page.getByRole('dialog', { name: 'Choose a problem' })
      await chooser.getByRole('searchbox').fill(title)
      const begin = answered * contention()
      await chooser.getByRole('region', { name: 'Problems' }).getByRole('button').first().click()
      await lab.awaitAct(/^Make \d+ attempts?$/, begin)
      await page.getByRole('button', { name: 'Play', exact: true }).click()
      // A run under way, whose first attempts are being made or judged.
      await expect(lab.status).toHaveText(/Attempts? \d|Judging|Putting|Re-reading|Updating|Update/, {
        timeout: answered * contention() * 2,
      })
      const limit = answered * contention()
      await lab.primary.click()
      await expect(lab.primary).toHaveText(/^(Make|Judge|Re-read|Show|Update|See|Add)/, { timeout: limit })
    })
  }
  expect(lab.complaints).toEqual([])
})
