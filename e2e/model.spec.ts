/** A model from a hub: fetched into the browser's storage, resumed, loaded, run; and its memory given back when another takes its place. */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { readSafetensors, writeSafetensors, type HostTensor } from '../src/lm/safetensors.ts'
import { llamaAsGguf } from '../src/lm/weights/gguf.testing.ts'
import { startHub, type HubServer } from '../src/lm/weights/hub-server.testing.ts'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

const file = (name: string) => new Uint8Array(readFileSync(new URL(`../models/tiny/${name}`, import.meta.url)))
const weights = file('model.safetensors')
const beside = { 'config.json': file('config.json'), 'tokenizer.json': file('tokenizer.json'), 'tokenizer_config.json': file('tokenizer_config.json') }
const tensors = readSafetensors(weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.byteLength))

/** The same model in two files and an index. */
function sharded(): Record<string, Uint8Array> {
  const names = [...tensors.keys()]
  const halves = [names.slice(0, names.length >> 1), names.slice(names.length >> 1)]
  const shard = (i: number) => `model-0000${i + 1}-of-00002.safetensors`
  return {
    ...beside,
    'model.safetensors.index.json': new TextEncoder().encode(JSON.stringify({ weight_map: Object.fromEntries(halves.flatMap((half, i) => half.map((name) => [name, shard(i)]))) })),
    ...Object.fromEntries(halves.map((half, i) => [shard(i), writeSafetensors(new Map<string, HostTensor>(half.map((name) => [name, tensors.get(name)!])))])),
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

class ModelDialog {
  readonly dialog
  constructor(readonly page: Page) {
    this.dialog = page.getByRole('dialog', { name: 'Models' })
  }

  async open(): Promise<void> {
    await this.page.keyboard.press('Shift+M')
    await expect(this.dialog).toBeVisible()
    if (await this.dialog.getByLabel('Hub', { exact: true }).isVisible()) return
    await this.dialog.getByText('Revision, file, token, another hub').click()
    await this.dialog.getByLabel('Hub', { exact: true }).fill(hub.base)
  }

  async look(name: string): Promise<void> {
    await this.dialog.getByLabel('Model of the hub, or address').fill(name)
    await this.dialog.getByRole('button', { name: 'Look' }).click()
  }

  button(name: RegExp) {
    return this.dialog.getByRole('button', { name })
  }
}

test('from the hub: said before it is fetched, dropped and resumed, kept, loaded and run; another form of it after that', async ({ page, backend }) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.choose(backend)
  const models = new ModelDialog(page)
  await models.open()
  await models.look('lab/tiny')
  const row = models.dialog.getByRole('listitem', { name: /^tiny$/ })
  await expect(row).toContainText('846 thousand parameters')
  await expect(row).toContainText('fits')

  // Every try breaks off: said, with what is there kept.
  hub.misbehave('model.safetensors', { times: 1, dropAfter: 1_000_000 })
  let answered = 0
  const drop = setInterval(() => {
    if (hub.requests.filter((request) => request.includes('model.safetensors?signature')).length > answered) {
      answered++
      hub.misbehave('model.safetensors', { times: 9, dropAfter: 0 })
    }
  }, 5)
  await models.button(/^Fetch tiny/).click()
  await expect(row.getByRole('alert')).toContainText('is not whole', { timeout: 30_000 })
  clearInterval(drop)
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

  await models.open()
  await models.look('lab/sharded')
  await models.button(/^Fetch sharded/).click()
  await expect(models.dialog.getByRole('listitem', { name: /^sharded$/ })).toContainText('in use', { timeout: 60_000 })
  await models.dialog.getByRole('listitem', { name: /^tiny$/ }).getByRole('button', { name: 'Clear tiny' }).click()
  await expect(models.button(/^Load tiny$/)).toBeHidden()
  await page.keyboard.press('Escape')
  await lab.awaitAct(/^Make \d+ attempts?$/)
  expect(lab.complaints.filter((complaint) => !/ERR_(CONTENT_LENGTH_MISMATCH|CONNECTION|EMPTY_RESPONSE|INCOMPLETE)/.test(complaint))).toEqual([])
})

test('a gated model: what to do, and open with its token', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  const models = new ModelDialog(page)
  await models.open()
  await models.look('lab/gated')
  await expect(models.dialog.getByRole('alert')).toContainText('its licence has to be accepted first')
  await models.dialog.getByLabel('Token, for gated models').fill('hf_good')
  await models.look('lab/gated')
  await expect(models.button(/^Fetch gated/)).toBeVisible()
  await models.look('lab/absent')
  await expect(models.dialog.getByRole('alert')).toContainText('check the spelling')
})

test('files dropped on the page: a GGUF is read where it is, runs, and every other kind is said to be none', async ({ page, backend }) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.choose(backend)
  const gguf = llamaAsGguf(JSON.parse(new TextDecoder().decode(beside['config.json'])) as Record<string, unknown>, tensors)
  await drop(page, 'broken.gguf', gguf.slice(0, 3000))
  await expect(page.getByRole('alert')).toContainText('broken.gguf cannot be read.')
  await drop(page, 'notes.txt', new TextEncoder().encode('notes'))
  await expect(page.getByRole('alert').filter({ hasText: 'neither a model nor a run' })).toBeVisible()
})

async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const data = await page.evaluateHandle(({ name, text }) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name))
    return transfer
  }, { name, text: Buffer.from(bytes).toString('base64') })
  await page.locator('body').dispatchEvent('dragenter', { dataTransfer: data })
  await page.locator('body').dispatchEvent('drop', { dataTransfer: data })
}
