/** What breaks is said with its cause and the way out, and what was there before stays. */
import { readFileSync } from 'node:fs'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

const weights = readFileSync(new URL('../models/tiny/model.safetensors', import.meta.url))

test.describe('a model that cannot be loaded', () => {
  test.skip(({ backend }) => backend === 'webgpu', 'The files are read before any backend is chosen.')
  // Past a service worker, requests cannot be answered from here.
  test.use({ serviceWorkers: 'block' })

  for (const { name, file, answer, says } of [
    { name: 'a missing tokenizer.json', file: 'tokenizer.json', answer: { status: 404, body: '' }, says: 'tokenizer.json is missing.' },
    { name: 'weights cut short', file: 'model.safetensors', answer: { body: weights.subarray(0, 100_000) }, says: 'model.safetensors is damaged.' },
    { name: 'weights with a flipped bit', file: 'model.safetensors', answer: { body: flipped(weights) }, says: 'model.safetensors is damaged.' },
    { name: 'a page instead of a configuration', file: 'config.json', answer: { body: '<!doctype html>' }, says: 'config.json is damaged.' },
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

test('a problem without tests, or with one that cannot be read: said where it is written, and the problem at hand kept', async ({ page, backend }) => {
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

function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  copy[copy.length >> 1]! ^= 1
  return copy
}

test.describe('a part of the screen that breaks', () => {
  test.skip(({ backend }) => backend === 'webgpu', 'Nothing runs.')
  test.use({ serviceWorkers: 'block' })

  test('a panel whose code does not come: said in its place, and the run is there behind it', async ({ page }) => {
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
    await expect(page.getByRole('alert')).toContainText('The lab could not be opened. Its code could not be fetched')
  })
})
