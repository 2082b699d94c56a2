/** A pause is answered within two seconds, and another problem begins at once, whoever judges: a sandbox that is fast, slow or still starting, or a comparison that needs none. */
import { contention } from './contention.ts'
import { judged, ways } from './judge-kinds.ts'
import { LabPage, paste } from './lab-page.ts'
import { openEditor, statementOf } from './problem-editor.ts'
import { expect, test } from './test.ts'

/** Milliseconds on a quiet machine. */
const answered = 2000

test('no way of judging is left out', () => {
  for (const way of ways) expect(judged.map((each) => each.way)).toContain(way)
})

test('pauses within two seconds, and a new problem begins, on every kind of judge', async ({
  page,
  backend,
}) => {
  test.skip(backend === 'webgpu', 'Messages reach the worker the same way.')
  test.setTimeout(600_000)
  const lab = new LabPage(page)
  await lab.open()
  await lab.goLive('wasm')
  for (const { way, problem, long } of judged) {
    await test.step(way, async () => {
      const dialog = await openEditor(page)
      await paste(page, statementOf(dialog), JSON.stringify(problem))
      await expect(dialog.getByText('Understood:')).toBeVisible()
      const use = dialog.getByRole('button', { name: 'Use this problem' })
      const begin = answered * contention()
      await use.click()
      await expect(dialog).toBeHidden({ timeout: begin })
      await expect(page.getByRole('heading', { name: way, exact: true })).toBeVisible({ timeout: begin })
      await lab.awaitAct(/^Make \d+ attempts?$/, begin)
      await page.getByRole('button', { name: 'Play', exact: true }).click()
      await expect(lab.status).toHaveText(
        long ? /^Judging/ : /Attempts? \d|Judging|Putting|Re-reading|Updating|Update/,
        { timeout: answered * contention() * 2 },
      )
      const limit = answered * contention()
      await lab.primary.click()
      await expect(lab.primary).toHaveText(/^(Make|Judge|Re-read|Show|Update|See|Add)/, { timeout: limit })
    })
  }
  expect(lab.complaints).toEqual([])
})
