/**
 * `npm run own-problems -- [--model tiny|smollm2] [--only a,b]`: the way of a person with a problem of their own in Chromium on
 * wasm, over the built page: pasted, the line before the run read, the run played to its end.
 *
 *   tiny      the problems of experiments/data/outlook-problems.json that are pasted to the bundled model; exits 1 where the
 *             line agrees with what then happens in fewer than 85 % of them
 *   smollm2   two questions with hints (npm run fetch:smollm2), two attempts of 16 tokens an update; exits 1 where one is not
 *             found within five minutes of its being pasted
 *
 *   --dist DIR   a build that is there already   --budget N   attempts of a question at most (32)
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { build, preview } from 'vite'
import { launchArgs } from '../scripts/browser.mjs'
import { ensureBrowser } from '../scripts/ensure-browser.mjs'
import { smollm2Path } from '../src/lm/smollm2.testing.ts'
import { questions } from '../src/problems/sets/questions.ts'
import { LabPage } from './lab-page.ts'
import { ModelDialog } from './model-dialog.ts'
import { bring, expected, played } from './own-way.ts'

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'tiny' },
    only: { type: 'string' },
    budget: { type: 'string', default: '32' },
    dist: { type: 'string' },
  },
})
/** Milliseconds from the pasted text to the pass, on a quiet machine. */
const soon = 300_000
/** An act of a stock model takes seconds, on a busy machine a minute. */
const patience = 1_800_000

if (values.dist === undefined) await build({ logLevel: 'warn' })
const server = await preview({
  ...(values.dist !== undefined && { build: { outDir: values.dist } }),
  preview: { port: 0 },
  logLevel: 'error',
})
const browser = await chromium.launch({ executablePath: ensureBrowser().path, args: launchArgs('wasm') })
let holds = false
try {
  const context = await browser.newContext({
    baseURL: server.resolvedUrls!.local[0]!,
    viewport: { width: 1440, height: 900 },
  })
  const lab = new LabPage(await context.newPage())
  await lab.open()
  await lab.choose('wasm')
  holds = values.model === 'smollm2' ? await questionsFound(lab) : await linesAgree(lab)
  for (const complaint of lab.complaints) console.error(complaint)
} finally {
  await browser.close()
  server.httpServer.close()
}
process.exit(holds ? 0 : 1)

async function linesAgree(lab: LabPage): Promise<boolean> {
  await lab.goLive('wasm')
  const only = values.only?.split(',')
  const cases = JSON.parse(
    readFileSync(new URL('../experiments/data/outlook-problems.json', import.meta.url), 'utf8'),
  ) as { id: string; model: string; paste?: string }[]
  const pasted = cases.filter(
    ({ id, model, paste }) => model === 'tiny' && paste && (!only || only.includes(id)),
  )
  let agreeing = 0
  for (const { id, paste } of pasted) {
    await bring(lab, paste!)
    const line = await expected(lab)
    const first = await played(lab)
    const agrees = line === (first === null ? 'none' : 'pass')
    if (agrees) agreeing++
    console.log(
      `${agrees ? 'agrees' : 'DISAGREES'}  ${id}  ${line}  ${first === null ? 'none passes' : `solved at ${first}`}`,
    )
  }
  console.log(`${agreeing} of ${pasted.length} agree`)
  return agreeing >= Math.ceil(pasted.length * 0.85)
}

async function questionsFound(lab: LabPage): Promise<boolean> {
  if (!smollm2Path) throw new Error('SmolLM2 is not here: npm run fetch:smollm2 brings it.')
  const { page } = lab
  const models = new ModelDialog(page)
  await models.open()
  const chooser = page.waitForEvent('filechooser')
  await models.button(/files/i).click()
  await (await chooser).setFiles(smollm2Path)
  await page.getByRole('button', { name: /^Model: SmolLM2-135M-Instruct/ }).waitFor({ timeout: patience })
  await page.keyboard.press('Escape')
  await page.keyboard.press('s')
  const settings = page.getByRole('dialog', { name: 'Settings' })
  await settings.getByText('All other settings').click()
  for (const [name, value] of [
    ['Attempts per update, G', '2'],
    ['Budget', values.budget],
    ['Longest attempt', '16'],
  ] as const)
    await settings.getByRole('slider', { name }).fill(value)
  await settings.getByRole('radio', { name: 'first pass' }).click()
  await page.keyboard.press('Escape')

  let found = 0
  const wanted = values.only?.split(',') ?? ['question-anchor', 'question-mandatory']
  for (const id of wanted) {
    const preset = questions.find((question) => question.id === id)
    if (!preset) throw new Error(`There is no question ${id}.`)
    const begun = performance.now()
    await bring(lab, JSON.stringify({ ...preset, id: `own-${id}` }))
    await lab.awaitAct(/^Make \d+ attempts?$/, patience)
    const first = await played(lab, patience)
    const ms = performance.now() - begun
    if (first !== null && ms <= soon) found++
    console.log(
      `${id}: ${first === null ? 'not found' : `found at attempt ${first}`}, ${Math.round(ms / 1000)} s from the pasted text`,
    )
  }
  return found === wanted.length
}
