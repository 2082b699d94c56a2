/** The whole lab in a real browser with the real model: opened, watched, stepped, solved, replayed. */
import { LabPage } from './lab-page.ts'
import { longTasks, type LongTask } from './long-tasks.ts'
import { expect, test } from './test.ts'

test('opens on a recorded run, with a token to look at and nothing downloaded for it', async ({
  page,
  backend,
}) => {
  test.skip(backend === 'webgpu', 'A recording runs nothing.')
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  const lab = new LabPage(page)
  await lab.open()
  await expect(lab.source.getByRole('radio', { name: 'Recorded' })).toBeChecked()
  await expect(lab.tokens.first()).toBeVisible()
  expect((await lab.credits()).some((credit) => credit !== null && Math.abs(credit) >= 0.3)).toBe(true)
  await expect(lab.pinned).toBeVisible()
  expect((await lab.bars()).length).toBeGreaterThan(2)
  await page.waitForLoadState('networkidle')
  expect(requests.filter((url) => /\.(wasm|safetensors)$/.test(url))).toEqual([])
  expect(lab.complaints).toEqual([])
})

test('a recording keeps its first pass to itself until somebody has come to it, or has gone through the run', async ({
  page,
  backend,
}) => {
  test.skip(backend === 'webgpu', 'A recording runs nothing.')
  const lab = new LabPage(page)
  await lab.open()
  await lab.tokens.first().waitFor()
  const run = page.getByRole('region', { name: 'Run', exact: true })
  const places = [run, page.getByRole('region', { name: 'Discovery' })]
  const saysNothing = async () => {
    for (const place of places) await expect(place).not.toContainText(/first pass|solved at/i)
    await expect(run.locator('.tl-future-passed, .tl-future-failed, .tl-passed')).toHaveCount(0)
  }
  // With the curve of the measured runs, which comes a moment later.
  await expect(places[1]!).toContainText('40 hard problems')
  await saysNothing()
  await page.keyboard.press('Shift+ArrowRight')
  await expect(run.getByRole('slider')).toHaveAttribute('aria-valuenow', '2')
  await saysNothing()
  await run.getByRole('slider').press('ArrowRight')
  for (const place of places) await expect(place).toContainText('first pass')
  await expect(run.locator('.tl-future-passed')).toHaveCount(1)
})

test('live: an update act by act, each changing the picture', async ({ page, backend }) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.goLive(backend)
  await expect(
    page.getByRole('button', { name: backend === 'webgpu' ? /^Model: .*WebGPU/ : /^Model: .*CPU/ }),
  ).toBeVisible()

  await lab.act(/^Make 8 attempts$/, /^Judge/)
  await expect(page.getByRole('button', { name: /^Attempt \d+/ })).toHaveCount(8)
  await lab.act(/^Judge/, /^Re-read/)
  await lab.act(/^Re-read/, /^Show the credit/)
  await expect(page.getByRole('region', { name: 'What the self-teacher read' })).toContainText(
    'Correctly solve the original question',
  )
  await lab.act(/^Show the credit/, /^Update/)
  const credits = await lab.credits()
  expect(credits.length).toBeGreaterThan(3)
  expect(credits.every((credit) => credit !== null)).toBe(true)
  await lab.tokens.first().click()
  const before = await lab.bars()
  const percent = (text: string | undefined) => Number(text?.replace(/[^\d.]/g, ''))
  expect(before.slice(1).reduce((sum, row) => sum + percent(row[1]), 0)).toBeGreaterThan(95)

  await lab.act(/^Update/, /^(Make|See)/)
  await expect(lab.status).toContainText(/Paused|solved|passed/i)
  expect((await lab.moved()).length).toBeGreaterThan(0)
  expect(lab.complaints).toEqual([])
})

test('live: moved to the GPU in the middle of an update, which goes on there', async ({ page, backend }) => {
  test.skip(backend === 'wasm', 'There is no GPU to move to.')
  const lab = new LabPage(page)
  await lab.open()
  await lab.goLive('wasm')
  await lab.act(/^Make 8 attempts$/, /^Judge/)
  const attempts = page.getByRole('button', { name: /^Attempt \d+/ })
  const before = await attempts.count()
  await lab.choose('webgpu')
  await expect(page.getByRole('button', { name: /^Model: .*WebGPU/ })).toBeVisible({ timeout: 60_000 })
  await lab.act(/^Judge/, /^Re-read/)
  await lab.act(/^Re-read/, /^Show the credit/)
  await lab.act(/^Show the credit/, /^Update/)
  expect(await attempts.count()).toBe(before)
  expect((await lab.credits()).every((credit) => credit !== null)).toBe(true)
  expect(lab.complaints).toEqual([])
})

test('live: played to a solved problem, and replayed from its start', async ({ page, backend }) => {
  test.skip(backend === 'webgpu', 'The software adapter takes minutes for what wasm does in seconds.')
  const lab = new LabPage(page)
  await lab.open()
  await lab.goLive(backend)
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await lab.awaitAct(/^See how it got there$/, 200_000)
  await expect(page.getByRole('button', { name: /^Attempt \d+, passed/ }).first()).toBeVisible()
  const solved = await page.getByRole('main').getByRole('heading').first().innerText()

  await page.keyboard.press('Home')
  await expect(page.getByRole('main', { name: 'No attempts yet' })).toBeVisible()
  await page.keyboard.press('End')
  await expect(page.getByRole('main').getByRole('heading').first()).toHaveText(solved)
  await lab.primary.click()
  await expect(page.getByRole('button', { name: 'Pause', exact: true }).first()).toBeVisible()
  expect(lab.complaints).toEqual([])
})

test('the page itself stays free: no task of its main thread above 50 ms of CPU time', async ({
  browser,
  backend,
}) => {
  test.skip(backend === 'webgpu', 'The same page; the worker is another thread.')
  // CPU time too grows when others crowd the caches: a task of the page's own is long every time.
  let found: LongTask[] = []
  for (let visit = 0; visit < 3; visit++) {
    const context = await browser.newContext()
    const page = await context.newPage()
    const lab = new LabPage(page)
    found = await longTasks(browser, page, 50, async () => {
      await lab.open()
      await lab.goLive(backend)
      await page.getByRole('button', { name: 'Play', exact: true }).click()
      await page.waitForTimeout(12_000)
    })
    await context.close()
    if (found.length === 0) break
  }
  expect(found).toEqual([])
})
