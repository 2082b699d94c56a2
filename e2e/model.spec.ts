/** A model from a hub: fetched into the browser's storage, resumed, loaded, run; and its memory given back when another takes its place. */
import { readFileSync } from 'node:fs'
import type { Browser, Page } from '@playwright/test'
import { readSafetensors, writeSafetensors, type HostTensor } from '../src/lm/safetensors.ts'
import { llamaAsGguf } from '../src/lm/weights/gguf.testing.ts'
import { startHub, type HubServer } from '../src/lm/weights/hub-server.testing.ts'
import type { LabOptions } from '../playwright.config.ts'
import { drop } from './drop.ts'
import { LabPage } from './lab-page.ts'
import { ModelDialog } from './model-dialog.ts'
import { expect, test } from './test.ts'

const file = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../models/tiny/${name}`, import.meta.url)))
const weights = file('model.safetensors')
const beside = {
  'config.json': file('config.json'),
  'tokenizer.json': file('tokenizer.json'),
  'tokenizer_config.json': file('tokenizer_config.json'),
}
const tensors = readSafetensors(weights)

/** The same model in two files and an index. */
function sharded(): Record<string, Uint8Array> {
  const names = [...tensors.keys()]
  const float16 = [names.slice(0, names.length >> 1), names.slice(names.length >> 1)]
  const shard = (i: number) => `model-0000${i + 1}-of-00002.safetensors`
  return {
    ...beside,
    'model.safetensors.index.json': new TextEncoder().encode(
      JSON.stringify({
        weight_map: Object.fromEntries(float16.flatMap((half, i) => half.map((name) => [name, shard(i)]))),
      }),
    ),
    ...Object.fromEntries(
      float16.map((half, i) => [
        shard(i),
        writeSafetensors(new Map<string, HostTensor>(half.map((name) => [name, tensors.get(name)!]))),
      ]),
    ),
  }
}

let hub: HubServer
test.beforeAll(async () => {
  hub = await startHub({
    'lab/tiny': { files: { ...beside, 'model.safetensors': weights }, license: 'mit' },
    'lab/sharded': { files: sharded() },
    'lab/gated': { files: { ...beside, 'model.safetensors': weights }, token: 'hf_good' },
  })
})
test.afterAll(() => hub.close())
test.skip(({ backend }) => backend === 'webgpu', 'Fetching and reading come before any backend.')

/** The lab with its dialog of models open, asking this file's hub. */
async function openModels(
  page: Page,
  backend: LabOptions['backend'],
): Promise<{ lab: LabPage; models: ModelDialog }> {
  const lab = new LabPage(page)
  await lab.open()
  await lab.choose(backend)
  const models = new ModelDialog(page)
  await models.open()
  await models.askHub(hub.base)
  return { lab, models }
}

test('from the hub: said before it is fetched, dropped and resumed, kept, loaded, its attempts judged; another form of it takes its place', async ({
  page,
  backend,
}) => {
  const { lab, models } = await openModels(page, backend)
  await models.look('lab/tiny')
  const row = models.row('tiny')
  await expect(row).toContainText('846 thousand parameters')
  await expect(row).toContainText('fits')

  // Every try breaks off at the same byte: said, with what is there kept.
  hub.misbehave('model.safetensors', { times: 99, dropAt: 1_000_000 })
  await models.button(/^Fetch tiny/).click()
  await expect(row.getByRole('alert')).toContainText('is not whole', { timeout: 30_000 })
  hub.misbehave('model.safetensors', { times: 0 })
  await expect(row.getByText('cached')).toBeHidden()
  hub.requests.length = 0
  await models.button(/^Resume tiny/).click()
  await expect(row.getByText('in use')).toBeVisible({ timeout: 60_000 })
  expect(hub.requests.some((request) => /model\.safetensors.* bytes=[1-9]/.test(request))).toBe(true)

  await page.keyboard.press('Escape')
  await lab.awaitAct(/^Make \d+ attempts?$/)
  await expect(page.getByRole('button', { name: /^Model: tiny/ })).toBeVisible()
  await lab.act(/^Make \d+ attempts?$/, /^Judge/)
  await lab.act(/^Judge/, /^Re-read/)
  await expect(page.getByRole('button', { name: /^Attempt 8, (failed|passed)/ })).toBeVisible()

  await models.open()
  await models.look('lab/sharded')
  await models.button(/^Fetch sharded/).click()
  await expect(models.row('sharded')).toContainText('in use', { timeout: 60_000 })
  await models.row('tiny').getByRole('button', { name: 'Clear tiny' }).click()
  await expect(models.button(/^Load tiny$/)).toBeHidden()
  await page.keyboard.press('Escape')
  await lab.awaitAct(/^Make \d+ attempts?$/)
  expect(
    lab.complaints.filter(
      (complaint) => !/ERR_(CONTENT_LENGTH_MISMATCH|CONNECTION|EMPTY_RESPONSE|INCOMPLETE)/.test(complaint),
    ),
  ).toEqual([])
})

test('a gated model: what to do, and open with its token', async ({ page, backend }) => {
  const { models } = await openModels(page, backend)
  await models.look('lab/gated')
  await expect(models.dialog.getByRole('alert')).toContainText('its licence has to be accepted first')
  await models.dialog.getByLabel('Token, for gated models').fill('hf_good')
  await models.look('lab/gated')
  await expect(models.button(/^Fetch gated/)).toBeVisible()
  await models.look('lab/absent')
  await expect(models.dialog.getByRole('alert')).toContainText('check the spelling')
})

test('files dropped on the page: a model is read where it lies, loaded, its attempts judged; what is none is said to be none', async ({
  page,
  backend,
}) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.choose(backend)
  const gguf = llamaAsGguf(
    JSON.parse(new TextDecoder().decode(beside['config.json'])) as Record<string, unknown>,
    tensors,
  )
  await drop(page, { 'broken.gguf': gguf.slice(0, 3000) })
  await expect(page.getByRole('alert')).toContainText('broken.gguf cannot be read.')
  await drop(page, { 'notes.txt': new TextEncoder().encode('notes') })
  await expect(page.getByRole('alert').filter({ hasText: 'neither a model nor a run' })).toBeVisible()

  await drop(page, { ...beside, 'small.safetensors': weights })
  await expect(page.getByRole('button', { name: /^Model: small/ })).toBeVisible({ timeout: 60_000 })
  await lab.act(/^Make \d+ attempts?$/, /^Judge/)
  await lab.act(/^Judge/, /^Re-read/)
  await expect(page.getByRole('button', { name: /^Attempt 8, (failed|passed)/ })).toBeVisible()
})

for (const width of [1440, 390]) {
  test(`where a problem's words cannot be read, the way to another model is there, ${width} wide`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 844 })
    const lab = new LabPage(page)
    await lab.open()
    await page
      .getByRole('button', { name: /^Problem: |Choose a problem$/ })
      .first()
      .click()
    await page.getByText('Boiling points').click()
    await page.getByRole('button', { name: 'Choose a model that can' }).click()
    await expect(new ModelDialog(page).dialog).toBeVisible()
    await expect(page.getByRole('heading', { name: 'SmolLM2 135M' })).toBeVisible()
  })
}

test('ten changes between two models take no more memory than two did', async ({
  page,
  browser,
  backend,
}) => {
  test.skip(process.platform !== 'linux', 'A process\u2019s memory is read from /proc.')
  const { models } = await openModels(page, backend)
  await models.look('lab/tiny')
  await models.button(/^Fetch tiny/).click()
  const row = models.row('tiny')
  await expect(row).toContainText('in use', { timeout: 60_000 })
  const bundled = models.dialog.getByRole('list', { name: 'Bundled model' })
  const change = async (i: number) => {
    if (i % 2 === 0) await bundled.getByRole('button', { name: 'Load' }).click()
    else await models.button(/^Load tiny$/).click()
    await expect(i % 2 === 0 ? bundled : row).toContainText('in use', { timeout: 30_000 })
  }
  let i = 0
  while (i < 2) await change(i++)
  const after2 = await residentBytes(browser)
  while (i < 10) await change(i++)
  const after10 = await residentBytes(browser)
  const said = `${(after2 / 1e6).toFixed(0)} MB after 2 changes, ${(after10 / 1e6).toFixed(0)} MB after 10`
  test.info().annotations.push({ type: 'renderer, resident', description: said })
  expect(after10, said).toBeLessThan(1.3 * after2)
})

/** Of the page's process and its workers', which are the same; the largest renderer is theirs. */
async function residentBytes(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const resident = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))![1]) * 1024)
  return Math.max(...resident)
}
