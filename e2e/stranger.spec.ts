/** What a stranger sends, as a link or a file, is shown and starts nothing: no worker, no judge, no model, no request but for the page's own small files. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { encodeShare } from '../src/lab/control/share.ts'
import type { Problem } from '../src/problems/problem.ts'
import { defaultRunConfig } from '../src/sdpo/config.ts'
import { LabPage } from './lab-page.ts'
import { longer } from './long-run.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'Nothing runs.')

const markup = '<img src="https://example.com/x" onerror="window.taken = 1"><script>window.taken = 1</script>'

const hostile: Problem = {
  id: 'stranger',
  title: `Stranger ${markup}`,
  statement: `${markup} javascript:window.taken=1 [x](javascript:window.taken=1)`,
  program: { kind: 'custom', source: `fetch('https://example.com/judge'); for (;;);` },
  tests: [],
  feedbackStyle: 'leetcode',
}

/** Everything that a page and its workers ask for; what the service worker keeps of the lab itself is no part of it. */
function watched(page: Page) {
  const requests: string[] = []
  const workers: string[] = []
  page.context().on('request', (request) => {
    if (!request.serviceWorker()) requests.push(request.url())
  })
  page.on('worker', (worker) => workers.push(worker.url()))
  page.on('dialog', (dialog) => workers.push(`dialog: ${dialog.message()}`))
  return { requests, workers }
}

async function nothingStarted(page: Page, { requests, workers }: ReturnType<typeof watched>): Promise<void> {
  // Whatever would start by itself has by then.
  await page.waitForTimeout(1000)
  expect(workers).toEqual([])
  const { origin } = new URL(page.url())
  expect(requests.filter((url) => !url.startsWith(origin) && !/^(data|blob):/.test(url))).toEqual([])
  expect(requests.filter((url) => /\.(safetensors|gguf|wasm)|pyodide|quickjs/.test(url))).toEqual([])
  expect(await page.evaluate(() => 'taken' in window)).toBe(false)
}

test('a link with a problem and its judge', async ({ page }) => {
  const seen = watched(page)
  const lab = new LabPage(page)
  await lab.open(`./#${encodeShare({ problem: hostile, config: { ...defaultRunConfig, budget: 640 } })}`)
  await expect(page.getByRole('region', { name: 'Problem' })).toContainText('Stranger <img')
  await nothingStarted(page, seen)
})

test('a link to a live run, with every setting', async ({ page }) => {
  const seen = watched(page)
  const lab = new LabPage(page)
  await lab.open('./#p=tools-books&s=7&u=3&b=update&a=9&t=99&m=grpo&f=0&d=0&present=1')
  await nothingStarted(page, seen)
})

test('a file of a run whose every text is markup', async ({ page }) => {
  const seen = watched(page)
  const lab = new LabPage(page)
  await lab.open()
  await lab.strip.waitFor()
  const recorded = longer(
    readFileSync(new URL('../public/recordings/first.json', import.meta.url), 'utf8'),
    3,
  )
  const told = JSON.parse(recorded, (key, value: unknown) =>
    typeof value === 'string' && ['title', 'statement', 'text', 'feedback'].includes(key)
      ? `${value} ${markup}`
      : value,
  ) as unknown
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'stranger-')), 'run.json')
  writeFileSync(file, JSON.stringify(told))
  await page.getByRole('button', { name: 'More for this run' }).click()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open a run from a file' }).click()
  await (await chooser).setFiles(file)
  await expect(page.getByRole('region', { name: 'Problem' })).toContainText('<script>')
  await nothingStarted(page, seen)
})
