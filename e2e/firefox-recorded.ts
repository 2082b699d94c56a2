/** In Firefox (firefox.ts): what is shown of a recorded run. The guess, other words for the teacher, what an update moved, a slide, the page for teachers, an act in a frame's page, and a run as one file from the disk. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'puppeteer-core'
import { playerFile } from '../src/interchange/player-file.ts'
import { named, press, says } from './firefox-hand.ts'

/** The token of the strip whose name begins so. */
async function token(page: Page, beginning: string): Promise<void> {
  await page.locator(`.strip button[aria-label^="${beginning}"]`).click()
}

async function guessed(page: Page): Promise<void> {
  console.log('A guess before hindsight')
  await page.keyboard.press('n')
  await says(page, 'Which token would you blame?', 'main')
  await token(page, 'token 4,')
  await page.keyboard.press('q')
  await says(page, 'You blamed', 'main')
  await says(page, 'doubts most', 'main')
}

async function otherWords(page: Page): Promise<void> {
  console.log('What if, in a lesson and by its key')
  await page.keyboard.press('n')
  await press(page, 'button', 'Told only \u201cwrong\u201d')
  const within = '[aria-label="What if it had read something else?"]'
  await says(page, 'Told only that it is wrong: \u22120.08', within)
  for (const words of [
    'Told what was said of',
    'Told what was said of',
    'Told the wrong way round',
    'Shown the solution',
  ]) {
    await page.keyboard.press('i')
    await says(page, words, within)
  }
}

async function fifthAct(page: Page, address: string): Promise<void> {
  console.log('What an update moved')
  await page.goto('about:blank')
  await page.goto(`${address}#r=smollm2&u=2&b=update`)
  await says(page, 'numbers of the adapter by', '.moved')
  const cells = await page.$$eval('.moved-grid i[title]', (found) => found.length)
  if (cells !== 7 * 30) throw new Error(`The picture has ${cells} cells.`)
}

async function slide(page: Page, address: string): Promise<void> {
  console.log('A slide, with other words under it')
  await page.goto('about:blank')
  await page.goto(`${address}#r=first&present=1&l=3`)
  await named(page, 'main', 'Presentation').waitHandle()
  await says(page, 'The judge said more than no', 'main')
  await page.keyboard.press('i')
  await says(page, 'With nothing more to read', 'main')
  const wide = await page.$eval('main', (main) => main.scrollWidth - main.clientWidth)
  if (wide > 0) throw new Error(`The slide is ${wide} px too wide.`)
  await page.keyboard.press('Escape')
}

async function otherPages(page: Page, address: string, player: string): Promise<void> {
  console.log('The page for teachers, an act for a frame, a run from the disk')
  await page.goto(new URL('teach.html', address).href)
  await says(page, 'Twenty minutes on credit assignment', 'h1')
  await page.goto(`${new URL('embed.html', address).href}#r=first&u=3&b=score`)
  await says(page, 'the same model takes back its', 'main')
  const folder = mkdtempSync(path.join(tmpdir(), 'sdpo-lab-'))
  try {
    const file = path.join(folder, 'run.html')
    writeFileSync(file, playerFile(player, readFileSync('public/recordings/first.json', 'utf8')))
    await page.goto(pathToFileURL(file).href)
    await says(page, 'the same model takes back its', 'main')
    await page.keyboard.press('ArrowRight')
    await says(page, 'One update later the student has moved', 'main')
    await says(page, 'What the update moved', 'main')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** @param address of the lab, with its last slash */
export async function recordedRun(page: Page, address: string): Promise<void> {
  const player = await (await fetch(new URL('player.html', address))).text()
  await page.goto(address)
  await says(page, 'the same model takes back its', 'main')
  await guessed(page)
  await otherWords(page)
  await fifthAct(page, address)
  await slide(page, address)
  await otherPages(page, address, player)
}
