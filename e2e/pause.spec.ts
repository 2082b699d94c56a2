/** A pause is answered within the act that is under way and within two seconds, and another problem begins at once, whoever judges: a sandbox that is fast, slow or still starting, or a comparison that needs none. */
import { contention } from '../scripts/contention.ts'
import { EngineWire } from './engine-wire.ts'
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
  const wire = await EngineWire.tap(page)
  await lab.open()
  await lab.goLive('wasm')
  let slowest = { paused: 0, started: 0 }
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

      const started = await wire.answer('start', 'run-started')
      expect(started.acts, 'a new problem waits for no act of the run before').toEqual([])
      const paused = await wire.answer('pause', 'paused')
      expect(paused.acts.length, `a pause waits for one act: ${paused.acts.join()}`).toBeLessThanOrEqual(1)
      expect(Math.max(started.ms, paused.ms)).toBeLessThan(limit)
      slowest = {
        paused: Math.max(slowest.paused, paused.ms),
        started: Math.max(slowest.started, started.ms),
      }
    })
  }
  const description = `pause ${Math.round(slowest.paused)} ms, new problem ${Math.round(slowest.started)} ms`
  test.info().annotations.push({ type: 'slowest answers', description })
  expect(lab.complaints).toEqual([])
})
