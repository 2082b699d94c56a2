/**
 * `npm run own-problems -- [--model all|tiny|smollm2] [--only a,b]`: the way of a person with a problem of their own in Chromium on
 * wasm, over the built page: pasted, the line before the run read, the run played to its end. Problems of
 * experiments/data/outlook-problems.json that can be pasted; exits 1 where the line agrees with what then happens in
 * fewer than 85 % of them.
 *
 *   all       twenty: those of the bundled model, and of SmolLM2 (npm run fetch:smollm2) as many as are left, first those that
 *             were written after the line's rules
 *   tiny      those of the bundled model     smollm2   those of SmolLM2
 *   --questions   two questions with hints on SmolLM2 instead, two attempts of 16 tokens an update; exits 1 where one is not
 *             found within five minutes of its being pasted
 *
 *   --dist DIR   a build that is there already   --budget N   attempts on SmolLM2 at most (32)
 */
import { readFileSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { build, preview } from 'vite'
import { optionsOf } from '../scripts/command-options.ts'
import { launchArgs } from '../scripts/browser.mjs'
import { ensureBrowser } from '../scripts/ensure-browser.mjs'
import { smollm2Path } from '../src/lm/smollm2.testing.ts'
import { questions } from '../src/problems/sets/questions.ts'
import { loadPresets } from '../src/problems/sets.ts'
import { LabPage } from './lab-page.ts'
import { ModelDialog } from './model-dialog.ts'
import { bring, expected, played } from './own-way.ts'

const { values } = optionsOf(import.meta.url, {
  options: {
    model: { type: 'string', default: 'all' },
    questions: { type: 'boolean', default: false },
    only: { type: 'string' },
    budget: { type: 'string', default: '32' },
    dist: { type: 'string' },
  },
})
/** Milliseconds from the pasted text to the pass, on a quiet machine. */
const soon = 300_000
/** An act of a stock model takes seconds, on a busy machine a minute. */
const patience = 3_600_000
/** Of `all`. */
const many = 20

interface Pasted {
  id: string
  model: string
  text: string
  /** Written after the rules of the line were. */
  fresh: boolean
}

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
  holds = values.questions ? await questionsFound(lab) : await linesAgree(lab)
  for (const complaint of lab.complaints) console.error(complaint)
} finally {
  await browser.close()
  server.httpServer.close()
}
process.exit(holds ? 0 : 1)

/** A preset is pasted as JSON, under another name. */
async function pastedOnes(): Promise<Pasted[]> {
  const cases = JSON.parse(
    readFileSync(new URL('../experiments/data/outlook-problems.json', import.meta.url), 'utf8'),
  ) as { id: string; model: string; paste?: string; preset?: string; fresh?: true }[]
  const presets = await loadPresets()
  const only = values.only?.split(',')
  const all = cases.flatMap(({ id, model, paste, preset, fresh = false }): Pasted[] => {
    const found = presets.find((each) => each.id === preset)
    const text = paste ?? (found && JSON.stringify({ ...found, id: `own-${id}`, family: undefined }))
    return text !== undefined && (!only || only.includes(id)) ? [{ id, model, text, fresh }] : []
  })
  const of = (model: string) => all.filter((each) => each.model === model)
  const last = of('smollm2').sort((a, b) => Number(b.fresh) - Number(a.fresh))
  if (values.model === 'all') return [...of('tiny'), ...last].slice(0, many)
  return of(values.model)
}

async function linesAgree(lab: LabPage): Promise<boolean> {
  const pasted = await pastedOnes()
  const agreeing: Pasted[] = []
  for (const [i, each] of pasted.entries()) {
    const stock = each.model === 'smollm2'
    if (each.model !== pasted[i - 1]?.model) {
      if (stock) await openSmollm2(lab, { Budget: values.budget })
      else await lab.goLive('wasm')
    }
    await bring(lab, each.text)
    const line = await expected(lab, stock ? patience : undefined)
    const first = await played(lab, stock ? patience : undefined)
    const agrees = line === (first === null ? 'none' : 'pass')
    if (agrees) agreeing.push(each)
    console.log(
      `${agrees ? 'agrees' : 'DISAGREES'}  ${each.model}  ${each.id}${each.fresh ? ' (fresh)' : ''}  ${line}  ${first === null ? 'none passes' : `solved at ${first}`}`,
    )
  }
  const fresh = (some: readonly Pasted[]) => some.filter((each) => each.fresh).length
  console.log(
    `${agreeing.length} of ${pasted.length} agree, ${fresh(agreeing)} of ${fresh(pasted)} fresh ones`,
  )
  return agreeing.length >= Math.ceil(pasted.length * 0.85)
}

/** From its file, with settings by the names of their sliders, until the first pass. */
async function openSmollm2({ page }: LabPage, settings: Readonly<Record<string, string>>): Promise<void> {
  if (!smollm2Path) throw new Error('SmolLM2 is not here: npm run fetch:smollm2 brings it.')
  const models = new ModelDialog(page)
  await models.open()
  const chooser = page.waitForEvent('filechooser')
  await models.button(/files/i).click()
  await (await chooser).setFiles(smollm2Path)
  await page.getByRole('button', { name: /^Model: SmolLM2-135M-Instruct/ }).waitFor({ timeout: patience })
  await page.keyboard.press('Escape')
  await page.keyboard.press('s')
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  await dialog.getByText('All other settings').click()
  for (const [name, value] of Object.entries(settings)) await dialog.getByRole('slider', { name }).fill(value)
  await dialog.getByRole('radio', { name: 'first pass' }).click()
  await page.keyboard.press('Escape')
}

async function questionsFound(lab: LabPage): Promise<boolean> {
  const { budget } = values
  await openSmollm2(lab, { 'Attempts per update, G': '2', Budget: budget, 'Longest attempt': '16' })

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
