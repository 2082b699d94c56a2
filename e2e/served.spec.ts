/** A model on a server in the page: what is wrong with it in words, attempts judged here and read again there, no update, and a key that is nowhere. */
import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expectWholeOnPhone } from './barriers.ts'
import { LabPage } from './lab-page.ts'
import { ModelDialog } from './model-dialog.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'Nothing runs here.')

const secret = 'sk-my-secret-key'
const tiny = (name: string) => new URL(`../models/tiny/${name}`, import.meta.url).pathname
let server: ChildProcess
let [address, closed] = ['', '']

test.beforeAll(async ({ baseURL }) => {
  server = spawn('npx', ['--no-install', 'tsx', 'e2e/served-model.ts', new URL(baseURL!).origin, secret], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  const said = await new Promise<string>((resolve, reject) => {
    server.stdout!.once('data', (data: Buffer) => resolve(data.toString().trim()))
    server.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)))
  })
  ;[address, closed] = said.split(' ') as [string, string]
})
test.afterAll(() => void process.kill(-server.pid!))

async function ask(
  page: Page,
  {
    url = address,
    name = 'tiny-on-a-server',
    key = secret,
  }: { url?: string; name?: string; key?: string } = {},
): Promise<ModelDialog> {
  const models = new ModelDialog(page)
  if (!(await models.dialog.isVisible())) await models.open()
  const part = models.dialog.getByRole('region', { name: 'A model on a server' })
  await part.getByLabel('Address').fill(url)
  await part.getByLabel('Model name on the server').fill(name)
  await part.getByLabel('Key, where it wants one').fill(key)
  await part
    .getByLabel('Its tokenizer')
    .setInputFiles([tiny('tokenizer.json'), tiny('tokenizer_config.json')])
  await part.getByRole('button', { name: 'Check and use it' }).click()
  return models
}

test('what is wrong is named with its way out, and the model in use is kept', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  const models = new ModelDialog(page)
  const said = models.dialog.getByRole('region', { name: 'A model on a server' }).getByRole('alert')
  for (const [asked, words] of [
    [{ key: '' }, /wants a key.*401/],
    [{ key: 'another' }, /does not take this key/],
    [{ name: 'large' }, /has no model large.*It has tiny-on-a-server/],
    // A page hears how long to wait only of servers that expose that header to it.
    [{ url: address.replace('/v1', '/busy/v1') }, /asked too much.*Wait, and go on/],
    [{ url: address.replace('/v1', '/cut/v1') }, /answer was cut off/],
    [{ url: closed }, /allows this page.*--allowed-origins/],
  ] as const) {
    await ask(page, asked)
    await expect(said).toContainText(words)
  }
})

test('attempts are made there, judged here, read again, and nothing is trained', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  const models = await ask(page)
  const part = models.dialog.getByRole('region', { name: 'A model on a server' })
  await expect(part.getByRole('status')).toContainText(
    'It reads each again after its feedback. Nothing is trained.',
  )
  await expectWholeOnPhone(page, models.dialog)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.keyboard.press('Escape')

  await lab.act(/^Make \d+ attempts?$/, /^Judge/)
  await lab.act(/^Judge/, /^Re-read/)
  await lab.act(/^Re-read/, /^Show the credit/)
  await lab.act(/^Show the credit/, /^Make \d+ attempts?$/)
  await expect(lab.tokens.first()).toBeVisible()
  const credits = await lab.credits()
  expect(credits.some((credit) => credit !== null && credit !== 0)).toBe(true)

  // Other words for the teacher are read there too.
  await page.getByRole('button', { name: 'Edit the feedback' }).click()
  await page.getByRole('textbox', { name: /^Feedback/ }).fill('Wrong Answer: too many numbers')
  await page.getByRole('button', { name: 'Let the teacher read this' }).click()
  await expect.poll(() => lab.credits()).not.toEqual(credits)
  await page.getByRole('button', { name: 'Done editing the feedback' }).click()

  await page.keyboard.press('s')
  const settings = page.getByRole('dialog', { name: 'Settings' })
  await settings.getByText('All other settings').click()
  const method = settings.getByRole('radiogroup', { name: 'Method' })
  await expect(method.getByRole('radio', { name: 'SDPO', exact: true })).toBeDisabled()
  await expect(method.getByRole('radio', { name: 'multi-turn', exact: true })).toBeEnabled()
  await expect(settings.getByText('the methods that learn are not offered')).toBeVisible()
  await page.keyboard.press('Escape')

  // The key is in no storage, link or file.
  await page.waitForTimeout(500)
  expect(await kept(page)).not.toContain(secret)
  expect(page.url()).not.toContain(secret)
  await page.getByRole('button', { name: 'More for this run' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export the run', exact: true }).click(),
  ])
  const file = readFileSync(await download.path(), 'utf8')
  expect(file).toContain('tiny-on-a-server')
  expect(file).not.toContain(secret)
  expect(lab.complaints).toEqual([])
})

test('a server that does not read makes attempts all the same', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  const models = await ask(page, { url: address.replace('/v1', '/bare/v1') })
  await expect(
    models.dialog.getByRole('region', { name: 'A model on a server' }).getByRole('status'),
  ).toContainText('They are not read again: Its answer has no `prompt_logprobs`.')
  await page.keyboard.press('Escape')
  await lab.act(/^Make \d+ attempts?$/, /^Judge/)
  await lab.act(/^Judge/, /^Make \d+ attempts?$/)
})

test('an answer that is cut in the middle of a run is told, and the run goes on', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  await ask(page, { url: address.replace('/v1', '/once/v1') })
  await expect(page.getByRole('region', { name: 'A model on a server' }).getByRole('status')).toBeVisible()
  await page.keyboard.press('Escape')
  await lab.awaitAct(/^Make \d+ attempts?$/)
  await lab.primary.click()
  await expect(lab.status).toContainText('The server\u2019s answer was cut off.')
  await lab.act(/^(Resume|Retry|Go on)/, /^Judge/)
})

test('over several turns each attempt reads the feedback of those before it', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  await ask(page)
  await expect(page.getByRole('region', { name: 'A model on a server' }).getByRole('status')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('s')
  const settings = page.getByRole('dialog', { name: 'Settings' })
  await settings.getByText('All other settings').click()
  await settings
    .getByRole('radiogroup', { name: 'Method' })
    .getByRole('radio', { name: 'multi-turn', exact: true })
    .click()
  await page.keyboard.press('Escape')
  for (let n = 0; n < 2; n++) {
    await lab.act(/^Make/, /^Judge/)
    await lab.act(/^Judge/, /^Re-read/)
    await lab.act(/^Re-read/, /^Show the credit/)
    await lab.act(/^Show the credit/, /^Make/)
  }
  await page.getByRole('button', { name: 'More for this run' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export the run', exact: true }).click(),
  ])
  const { events } = JSON.parse(readFileSync(await download.path(), 'utf8')) as {
    events: { type: string; step?: number; pieces?: { text: string }[]; verdict?: { feedback: string } }[]
  }
  const told = events.find(({ type }) => type === 'attempt-judged')!.verdict!.feedback
  const second = events.find(({ type, step }) => type === 'attempt-sampled' && step === 2)!
  expect(second.pieces!.map(({ text }) => text).join('')).toContain(told)
})

/** All that the browser keeps of the page, as text. */
function kept(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const parts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)]
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const open = indexedDB.open(name!)
        open.onsuccess = () => resolve(open.result)
        open.onerror = () => reject(open.error!)
      })
      for (const store of database.objectStoreNames) {
        const all = await new Promise<unknown[]>((resolve, reject) => {
          const asked = database.transaction(store).objectStore(store).getAll()
          asked.onsuccess = () => resolve(asked.result as unknown[])
          asked.onerror = () => reject(asked.error!)
        })
        parts.push(
          JSON.stringify(all, (_, value: unknown) =>
            value instanceof Uint8Array ? new TextDecoder().decode(value) : value,
          ),
        )
      }
      database.close()
    }
    return parts.join('\n')
  })
}
