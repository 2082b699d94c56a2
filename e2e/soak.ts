/**
 * A night in minutes: `npm run soak`. The built page plays hundreds of updates on the bundled model; memory, the time of an
 * update and how long the page is silent are measured at the end against those at update 50; a tab closed at full speed goes
 * on where it was; and a file of thousands of updates opens.
 *
 *   npm run soak -- --updates 500 --file 2000 --dist dist      (--updates 0: the file alone)
 *
 * Exits 1 where memory at the end is more than 5 % above that at update 50, an update takes more than 10 % longer, a task
 * of the page keeps its thread at work for more than 100 ms or the page is silent for longer, more than one update is lost,
 * or the file takes more than 3 s to open (what is of the clock is stretched by what the machine is busy with otherwise).
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium, type Browser, type BrowserContext } from 'playwright'
import { preview } from 'vite'
import { optionsOf } from '../scripts/command-options.ts'
import { findBrowser, launchArgs } from '../scripts/browser.mjs'
import { contention } from '../scripts/contention.ts'
import { LabPage } from './lab-page.ts'
import { LongPlay, updateOn, type Sample } from './long-play.ts'
import { longer } from './long-run.ts'
import { longTasks } from './long-tasks.ts'
import { memoryArgs, type Memory } from './memory.ts'

const { values } = optionsOf(import.meta.url, {
  options: {
    updates: { type: 'string', default: '500' },
    file: { type: 'string', default: '2000' },
    dist: { type: 'string', default: 'dist' },
    every: { type: 'string', default: '25' },
  },
})
const [updates, fileUpdates, every] = [Number(values.updates), Number(values.file), Number(values.every)]
const baseline = Math.min(50, Math.floor(updates / 2))

const server = await preview({ build: { outDir: values.dist }, preview: { port: 0 }, logLevel: 'error' })
const found = findBrowser()
if (!found) throw new Error('No Chromium starts here: run `node scripts/ensure-browser.mjs` first.')
const launch = () =>
  chromium.launch({ executablePath: found.path, args: [...launchArgs('wasm'), ...memoryArgs] })
const contextOf = (of: Browser) =>
  of.newContext({
    baseURL: server.resolvedUrls!.local[0]!,
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
  })
const browser = await launch()
const context = await contextOf(browser)
const failures: string[] = []
try {
  if (updates > 0) await reopened(context, await play(context))
  await opensFile(context)
} finally {
  await browser.close()
  await server.close()
}
for (const failure of failures) console.error(`fault: ${failure}`)
process.exit(failures.length > 0 ? 1 : 0)

/** Plays the run and closes its tab at full speed; returns the last update that was on the screen. */
async function play(within: BrowserContext): Promise<number> {
  const retainedBefore = await retainedAt(baseline)
  // A busy machine looks late: the run must not have ended by then.
  const run = await LongPlay.begin(browser, within, 8 * updates + 800)
  const busy: number[] = []
  /** The browser's trace takes memory of the page's process, so only the beginning is traced, and what follows the last measurement. */
  const traced = async (update: number) => {
    const [longest] = await longTasks(browser, run.page, 10, () => run.until(update))
    busy.push(longest?.cpuMs ?? 0)
    console.log(`longest task until update ${update}: ${JSON.stringify(longest ?? null)}`)
  }
  await traced(Math.floor(every / 2))
  const samples: Sample[] = []
  for (let next = every; next <= updates; next += every) {
    const sample = await run.sample(next)
    samples.push(sample)
    console.log(JSON.stringify(sample))
  }
  const retained = await run.retained()
  await run.play()
  await traced(updates + Math.floor(every / 2))
  const [before, after] = [samples.find(({ update }) => update >= baseline)!, samples.at(-1)!]
  const counts = ({ heapMb, nodes, listeners }: Sample) =>
    `${heapMb} MB of JavaScript, ${nodes} nodes, ${listeners} listeners`
  console.log(`the page alone: ${counts(before)} at update ${before.update}, ${counts(after)} at the end`)
  compare('memory (MB)', before.mb, after.mb, 1.05)
  console.log(
    `of it, without what heaps have freed and not given back: ${retainedBefore.mb} MB at update ${baseline} of a run of its own, ${retained.mb} at the end, ${(retained.mb / retainedBefore.mb).toFixed(3)} of it`,
  )
  compare('time of an update (ms)', before.ms, after.ms, 1.1)
  console.log(
    `work of all threads for an update (ms): ${before.cpuMs} at update ${baseline}, ${after.cpuMs} at the end`,
  )
  const silent = Math.max(...samples.map(({ silentMs }) => silentMs))
  const allowed = Math.round(100 * contention())
  console.log(
    `longest task of the page: ${Math.max(...busy)} ms of work (100 allowed), ${silent} ms on the clock (${allowed} allowed now)`,
  )
  if (Math.max(...busy) > 100) failures.push(`a task of the page took ${Math.max(...busy)} ms of work`)
  if (silent > allowed) failures.push(`the page was silent for ${silent} ms`)
  const shown = await updateOn(run.page)
  await run.page.close({ runBeforeUnload: false })
  return shown
}

/** In a run and a browser of their own: what is given back at one update is not there to grow into after it. */
async function retainedAt(update: number): Promise<Memory> {
  const other = await launch()
  try {
    const run = await LongPlay.begin(other, await contextOf(other), 8 * update + 800)
    await run.until(update)
    return await run.retained()
  } finally {
    await other.close()
  }
}

/** The run of the closed tab goes on where it was. */
async function reopened(within: BrowserContext, shown: number): Promise<void> {
  const page = await within.newPage()
  await new LabPage(page).open()
  await page.getByRole('button', { name: 'More for this run' }).click()
  await page.getByRole('button', { name: 'Runs', exact: true }).click()
  const begun = performance.now()
  await page
    .getByRole('dialog', { name: 'Runs' })
    .getByRole('button', { name: /^Resume/ })
    .first()
    .click()
  await page.getByRole('dialog', { name: 'Runs' }).waitFor({ state: 'hidden', timeout: 120_000 })
  await page.getByRole('slider', { name: 'Updates' }).waitFor()
  const kept = await updateOn(page)
  console.log(
    `tab closed at update ${shown}: ${kept} kept, taken up in ${Math.round(performance.now() - begun)} ms`,
  )
  if (kept < shown - 1) failures.push(`${shown - kept} updates of a closed tab are lost`)
  await page.close()
}

/** A file of as many updates opens, is gone through and saved again. */
async function opensFile(within: BrowserContext): Promise<void> {
  const text = longer(
    readFileSync(new URL('../public/recordings/first.json', import.meta.url), 'utf8'),
    fileUpdates,
  )
  const page = await within.newPage()
  const lab = new LabPage(page)
  await lab.open()
  await lab.strip.waitFor()
  await page.getByRole('button', { name: 'More for this run' }).click()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open a run from a file' }).click()
  const folder = mkdtempSync(path.join(tmpdir(), 'soak-'))
  const file = path.join(folder, 'long.json')
  writeFileSync(file, text)
  const begun = performance.now()
  await (await chooser).setFiles(file)
  const slider = page.getByRole('slider', { name: 'Updates' })
  await page.waitForFunction(
    (n) =>
      document.querySelector('[role=slider][aria-label=Updates]')?.getAttribute('aria-valuemax') ===
      String(n),
    fileUpdates,
    { timeout: 120_000 },
  )
  const opened = performance.now() - begun
  const allowed = 3000 * contention()
  console.log(
    `${fileUpdates} updates (${(text.length / 1e6).toFixed(0)} MB) open in ${Math.round(opened)} ms (allowed now: ${Math.round(allowed)})`,
  )
  if (opened > allowed)
    failures.push(`a file of ${fileUpdates} updates took ${Math.round(opened)} ms to open`)
  const steps: number[] = []
  for (const key of ['Home', 'PageUp', 'End', 'PageDown', 'ArrowLeft']) {
    const start = performance.now()
    await slider.press(key)
    steps.push(Math.round(performance.now() - start))
  }
  console.log(`moved through it in ${steps.join(', ')} ms a step`)
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 120_000 }),
    (async () => {
      await page.getByRole('button', { name: 'More for this run' }).click()
      await page.getByRole('button', { name: 'Export the run' }).click()
    })(),
  ])
  const saved = readFileSync(await download.path(), 'utf8')
  const count = (of: string) => of.split('"step-updated"').length - 1
  console.log(`saved again with ${count(saved)} updates`)
  if (count(saved) !== count(text)) failures.push(`of ${count(text)} updates ${count(saved)} were saved`)
  await page.close()
  rmSync(folder, { recursive: true })
}

function compare(what: string, before: number, after: number, most: number): void {
  console.log(
    `${what}: ${before} at update ${baseline}, ${after} at the end, ${(after / before).toFixed(3)} of it`,
  )
  if (after > before * most) failures.push(`${what} grew from ${before} to ${after}`)
}
