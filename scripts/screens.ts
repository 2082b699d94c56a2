/**
 * `npm run screens`: the README's picture, docs/lab.png, of the real page, built and served as it
 * ships, on its bundled recording.
 *
 *   --all DIR   pictures of its widths, themes and states instead, for the eye
 */
import { mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { chromium, type Page } from 'playwright'
import { build, preview } from 'vite'
import { launchArgs } from './browser.mjs'
import { ensureBrowser } from './ensure-browser.mjs'

const { values } = parseArgs({ options: { all: { type: 'string' } } })

interface Picture {
  name: string
  width: number
  height: number
  dark?: boolean
  before?: (page: Page) => Promise<void>
}

const readme: Picture = { name: 'lab', width: 1440, height: 900 }
const all: Picture[] = [
  { ...readme, name: 'light-1440' },
  { name: 'dark-1440', width: 1440, height: 900, dark: true },
  { name: 'light-1024', width: 1024, height: 900 },
  { name: 'light-390', width: 390, height: 844 },
  { name: 'grpo-1440', width: 1440, height: 900, before: (page) => page.keyboard.press('g') },
  { name: 'nofeedback-1440', width: 1440, height: 900, before: (page) => page.keyboard.press('f') },
  { name: 'settings-1440', width: 1440, height: 900, before: (page) => page.keyboard.press('s') },
  { name: 'present-1440', width: 1440, height: 900, before: (page) => page.keyboard.press('p') },
]

const folder = values.all ?? 'docs'
mkdirSync(folder, { recursive: true })
await build({ logLevel: 'warn' })
const server = await preview({ preview: { port: 0 }, logLevel: 'warn' })
const browser = await chromium.launch({ executablePath: ensureBrowser().path, args: launchArgs('wasm') })
try {
  for (const { name, width, height, dark = false, before } of values.all ? all : [readme]) {
    const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: width < 500 ? 2 : 1, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' })
    await page.goto(server.resolvedUrls!.local[0]!)
    await page.getByRole('group', { name: /^Attempt \d+, tokens/ }).waitFor()
    await page.waitForLoadState('networkidle')
    await before?.(page)
    // Charts and fonts settle in a frame or two; nothing here waits for a network.
    await page.waitForTimeout(400)
    const path = `${folder}/${name}.png`
    await page.screenshot({ path })
    console.log(path)
    await page.close()
  }
} finally {
  await browser.close()
  server.httpServer.close()
}
