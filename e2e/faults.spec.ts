/** What breaks is said with its cause and the way out, and what was there before stays. */
import { readFileSync } from 'node:fs'
import type { Worker } from '@playwright/test'
import { LabPage, paste } from './lab-page.ts'
import { expect, test } from './test.ts'

const weights = readFileSync(new URL('../models/tiny/model.safetensors', import.meta.url))

test.describe('a model that cannot be loaded', () => {
  test.skip(({ backend }) => backend === 'webgpu', 'The files are read before any backend is chosen.')
  // Past a service worker, requests cannot be answered from here.
  test.use({ serviceWorkers: 'block' })

  for (const { name, file, answer, says } of [
    {
      name: 'a missing tokenizer.json',
      file: 'tokenizer.json',
      answer: { status: 404, body: '' },
      says: 'tokenizer.json is missing.',
    },
    {
      name: 'weights cut short',
      file: 'model.safetensors',
      answer: { body: weights.subarray(0, 100_000) },
      says: 'model.safetensors is damaged.',
    },
    {
      name: 'weights with a flipped bit',
      file: 'model.safetensors',
      answer: { body: flipped(weights) },
      says: 'model.safetensors is damaged.',
    },
    {
      name: 'a page instead of a configuration',
      file: 'config.json',
      answer: { body: '<!doctype html>' },
      says: 'config.json is damaged.',
    },
  ]) {
    test(`${name}: said, the recorded run kept, and loaded on retry once it is right`, async ({ page }) => {
      const lab = new LabPage(page)
      await lab.open()
      await lab.choose('wasm')
      const shown = await page.getByRole('main').getByRole('heading').first().innerText()
      await page.route(`**/models/tiny/${file}`, (route) => route.fulfill(answer))
      await lab.source.getByRole('radio', { name: /^Live/ }).click()
      await lab.primary.click()
      await expect(lab.status).toContainText(says)
      await expect(lab.primary).toHaveText('Retry')
      await lab.source.getByRole('radio', { name: 'Recorded' }).click()
      await expect(page.getByRole('main').getByRole('heading').first()).toHaveText(shown)
      await lab.source.getByRole('radio', { name: /^Live/ }).click()
      await page.unroute(`**/models/tiny/${file}`)
      await lab.primary.click()
      await lab.awaitAct(/^Make \d+ attempts?$/)
    })
  }
})

test('a problem without tests, or with one that cannot be read: said where it is written, and the problem at hand kept', async ({
  page,
  backend,
}) => {
  test.skip(backend === 'webgpu', 'Nothing runs.')
  const lab = new LabPage(page)
  await lab.open()
  const problem = page.getByRole('region', { name: 'Problem' }).getByRole('heading').first()
  const before = await problem.innerText()
  await page.getByRole('button', { name: 'Paste a problem' }).click()
  const dialog = page.getByRole('dialog', { name: 'Problem' })
  await dialog.getByRole('textbox', { name: /^Statement/ }).fill('Given the numbers xs, double each.')
  await dialog.getByRole('button', { name: 'Use this problem' }).click()
  await expect(dialog.getByRole('alert')).toContainText(/test/i)
  await dialog.getByRole('textbox', { name: 'Tests' }).fill('f([1]) -> throw new Error("no")')
  await dialog.getByRole('button', { name: 'Use this problem' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Line 1')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(problem).toHaveText(before)
  expect(lab.complaints).toEqual([])
})

test('a lost device: said, and the run goes on from its last update', async ({ page, browser, backend }) => {
  test.skip(backend === 'wasm', 'The CPU has no device to lose.')
  const lab = new LabPage(page)
  await lab.open()
  await lab.goLive(backend)
  await lab.act(/^Make \d+ attempts?$/, /^Judge/)
  await (await browser.newBrowserCDPSession()).send('Browser.crashGpuProcess')
  await expect(lab.status).toContainText('The graphics device was lost.', { timeout: 30_000 })
  await expect(lab.primary).toHaveText(/^Resume/)
  await lab.primary.click()
  await lab.awaitAct(/^Judge/, 200_000)
})

test('a worker that ends without a word: said within ten seconds, and the run goes on', async ({
  page,
  backend,
}) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.goLive(backend)
  await lab.act(/^Make \d+ attempts?$/, /^Judge/)
  for (const worker of page.workers()) {
    // A worker of the judge or the runtime goes with the engine's.
    if ((await worker.evaluate(() => self.name)) !== 'engine') continue
    await ended(worker)
    break
  }
  await expect(lab.status).toContainText('The engine stopped.', { timeout: 10_000 })
  await expect(lab.primary).toHaveText(/^Resume/)
  await lab.primary.click()
  await lab.awaitAct(/^Judge/, 200_000)
})

/** Ends as one does that the browser has ended: nothing is said, no error is raised. */
async function ended(worker: Worker): Promise<void> {
  await worker.evaluate(() => self.close()).catch(() => undefined)
}

test.describe('what only the page itself has to do with', () => {
  test.skip(({ backend }) => backend === 'webgpu', 'The same page and the same sandbox.')

  test('no room in the browser: the run is not kept, which is said with what to do; it goes on, and can be taken as a file', async ({
    page,
    backend,
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const lab = new LabPage(page)
    await lab.open()
    await lab.goLive(backend)
    const browser = await page.context().newCDPSession(page)
    const room = (quotaSize?: number) =>
      browser.send('Storage.overrideQuotaForOrigin', {
        origin: new URL(page.url()).origin,
        ...(quotaSize !== undefined && { quotaSize }),
      })
    await room(1)
    await lab.act(/^Make \d+ attempts?$/, /^Judge/)
    const notice = page.getByRole('alert').filter({
      hasText:
        'The browser has no room left, so this run is not kept. Export it as a file, or remove old runs.',
    })
    await expect(notice).toBeVisible()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      notice.getByRole('button', { name: 'Export the run' }).click(),
    ])
    const { events } = JSON.parse(readFileSync(await download.path(), 'utf8')) as {
      events: { type: string }[]
    }
    expect(events.filter(({ type }) => type === 'attempt-sampled')).toHaveLength(8)
    await lab.act(/^Judge/, /^Re-read/)
    await expect(page.getByRole('main')).toContainText('of 8 tests passed')
    await notice.getByRole('button', { name: 'Runs' }).click()
    await expect(page.getByRole('dialog', { name: 'Runs' })).toBeVisible()
    await room()
    expect(lab.complaints).toEqual([])
  })

  test('an answer that never ends: ended at its limit and said to be, and the next is judged', async ({
    page,
  }) => {
    const lab = new LabPage(page)
    await lab.open()
    await page.getByRole('button', { name: 'Edit the problem' }).click()
    const dialog = page.getByRole('dialog', { name: 'Problem', exact: true })
    await dialog.getByRole('tab', { name: 'Try' }).click()
    await dialog.locator('.monaco-editor .view-line').first().waitFor()
    const answer = dialog.getByRole('textbox', { name: 'Your answer' })
    const verdict = dialog.getByRole('status', { name: 'Verdict on your answer' })
    await paste(page, answer, '(() => { for (;;); })()')
    await dialog.getByRole('button', { name: 'Judge it' }).click()
    await expect(verdict).toContainText('Time out, 0 of 8 tests')
    await expect(verdict).toContainText('It was ended there, and the sandbox is ready for the next answer.')
    await expect(verdict).toContainText('Time Limit Exceeded')
    await paste(page, answer, 'xs')
    await dialog.getByRole('button', { name: 'Judge it' }).click()
    await expect(verdict).toContainText('Wrong answer, 0 of 8 tests')
    expect(lab.complaints).toEqual([])
  })

  test('steps so large that the numbers run over: the update is undone and said to be, with what to do, and the run goes on', async ({
    page,
    backend,
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    // Past what the settings offer, as a file of someone else's may be.
    await page.addInitScript(() =>
      localStorage.setItem(
        'sdpo-lab/settings',
        JSON.stringify({ config: { optimiser: { learningRate: 1e30 } } }),
      ),
    )
    const lab = new LabPage(page)
    await lab.open()
    await lab.goLive(backend)
    await lab.update()
    await expect(lab.status).toHaveText('Update 1 was left out')
    const says = page
      .getByRole('main')
      .getByText(
        'No update. After this update the student\u2019s numbers were not finite, so it was undone and the weights kept. Lower the learning rate.',
      )
    await expect(says).toBeVisible()
    await page.getByRole('button', { name: 'Settings', exact: true }).click()
    const rate = page.getByRole('slider', { name: 'Learning rate' })
    await rate.press('Home')
    for (let i = 0; i < 20; i++) await rate.press('ArrowRight')
    await page.keyboard.press('Escape')
    await lab.update()
    await expect(lab.status).not.toContainText('left out')
    await expect(page.getByRole('main')).toContainText('One update later the student has moved')
    expect(lab.complaints).toEqual([])
  })
})

function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  copy[copy.length >> 1]! ^= 1
  return copy
}

test.describe('a part of the screen that breaks', () => {
  test.skip(({ backend }) => backend === 'webgpu', 'Nothing runs.')
  test.use({ serviceWorkers: 'block' })

  test('a panel whose code does not come: said in its place, and the run is there behind it', async ({
    page,
  }) => {
    const lab = new LabPage(page)
    await lab.open()
    await lab.strip.waitFor()
    await page.route('**/*Results*', (route) => route.abort())
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Find an act' }).fill('Results')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'This panel cannot be shown' })
    await expect(dialog.getByRole('alert')).toContainText('could not be fetched')
    await dialog.getByRole('button', { name: 'Back to the run' }).click()
    await expect(dialog).toBeHidden()
    await page.keyboard.press('s')
    await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible()
  })

  test('the screen itself: said with its cause, the run can be saved and shown again', async ({ page }) => {
    const lab = new LabPage(page)
    await lab.open()
    await lab.strip.waitFor()
    // What the token strip measures itself with is taken away, as in a browser that lacks it.
    await page.evaluate(() => {
      const kept = window.ResizeObserver
      window.ResizeObserver = class {
        constructor() {
          throw new Error('Nothing can be measured')
        }
      } as never
      Object.assign(window, { giveBack: () => (window.ResizeObserver = kept) })
    })
    await page.keyboard.press('p')
    const broken = page.getByRole('main', { name: 'The screen broke' })
    await expect(broken.getByRole('alert')).toContainText('Nothing can be measured.')
    const saved = page.waitForEvent('download')
    await broken.getByRole('button', { name: 'Export the run' }).click()
    expect((await saved).suggestedFilename()).toMatch(/\.json$/)
    await page.evaluate(() => (window as unknown as { giveBack: () => void }).giveBack())
    await broken.getByRole('button', { name: 'Show it again' }).click()
    await expect(page.getByRole('main', { name: 'Presentation' })).toBeVisible()
  })

  test('a page whose first code does not come: said, not blank', async ({ page }) => {
    await page.route('**/*App-*', (route) => route.abort())
    await page.goto('./')
    await expect(page.getByRole('alert')).toContainText(
      'The lab could not be opened. Its code could not be fetched',
    )
  })
})
