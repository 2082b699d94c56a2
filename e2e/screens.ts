/**
 * `npm run screens`: pictures of every view (e2e/views.ts) of the built page at four sizes, light and
 * dark, to be looked at, into test-results/screens; and sheets of many.
 *
 *   --views a,b  only these    --sizes 390   --themes dark,projector   --out DIR
 *   --readme                   docs/lab.png and docs/lab-dark.png instead, the README's pictures
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { chromium, type Browser } from '@playwright/test'
import { build, preview } from 'vite'
import { optionsOf } from '../scripts/command-options.ts'
import { LabPage } from './lab-page.ts'
import { openView, views } from './views.ts'
import { launchArgs } from '../scripts/browser.mjs'
import { ensureBrowser } from '../scripts/ensure-browser.mjs'

const { values } = optionsOf(import.meta.url, {
  options: {
    views: { type: 'string' },
    sizes: { type: 'string', default: '1440,1280,1024,390' },
    themes: { type: 'string', default: 'light,dark' },
    out: { type: 'string', default: 'test-results/screens' },
    url: { type: 'string' },
    readme: { type: 'boolean', default: false },
  },
})

const sizes = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
]

/** As many on a sheet as can be read there. */
const sheetsOf: Readonly<Record<number, { across: number; pictures: number }>> = {
  1440: { across: 3, pictures: 9 },
  1280: { across: 3, pictures: 9 },
  1024: { across: 4, pictures: 12 },
  390: { across: 8, pictures: 16 },
}

const server = values.url
  ? null
  : (await build({ logLevel: 'warn' }), await preview({ preview: { port: 0 }, logLevel: 'warn' }))
const address = values.url ?? server!.resolvedUrls!.local[0]!
const browser = await chromium.launch({ executablePath: ensureBrowser().path, args: launchArgs('wasm') })
try {
  if (values.readme)
    for (const theme of ['light', 'dark'])
      await picture(browser, 'opening', sizes[0]!, theme, `docs/lab${theme === 'dark' ? '-dark' : ''}.png`)
  else await all(browser)
} finally {
  await browser.close()
  server?.httpServer.close()
}

async function all(browser: Browser): Promise<void> {
  mkdirSync(values.out, { recursive: true })
  const wanted = values.views?.split(',')
  const names = views.map(({ name }) => name).filter((name) => !wanted || wanted.includes(name))
  for (const size of sizes.filter(({ width }) => values.sizes.split(',').includes(String(width)))) {
    for (const theme of values.themes.split(',')) {
      const made: string[] = []
      for (const name of names) {
        const path = `${values.out}/${size.width}-${theme}-${name}.png`
        try {
          await picture(browser, name, size, theme, path)
          made.push(path)
        } catch (error) {
          console.error(`${path}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`)
          process.exitCode = 1
        }
      }
      const per = sheetsOf[size.width]!
      for (let i = 0; i * per.pictures < made.length; i++)
        await sheet(
          browser,
          made.slice(i * per.pictures, (i + 1) * per.pictures),
          per.across,
          `${values.out}/sheet-${size.width}-${theme}-${i + 1}.png`,
        )
    }
  }
}

async function picture(
  browser: Browser,
  name: string,
  { width, height }: { width: number; height: number },
  theme: string,
  path: string,
): Promise<void> {
  const dark = theme === 'dark'
  const page = await browser.newPage({
    viewport: { width, height },
    deviceScaleFactor: 1,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
  })
  page.setDefaultTimeout(20_000)
  // What runs in the page was compiled here, where functions are given their names.
  await page.addInitScript('globalThis.__name = (made) => made')
  try {
    await openView(
      new LabPage(page),
      views.find((view) => view.name === name)!,
      address,
    )
    if (theme === 'projector')
      await page.evaluate(() => (document.documentElement.dataset.theme = 'projector'))
    // What is fetched once the page is at rest, and what settles in a frame or two.
    await page.waitForTimeout(1200)
    await page.screenshot({ path })
    console.log(path)
  } finally {
    await page.close()
  }
}

/** Many pictures on one, each with its name. */
async function sheet(
  browser: Browser,
  paths: readonly string[],
  across: number,
  path: string,
): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1800, height: 400 } })
  const figures = paths.map(
    (p) =>
      `<figure><img src="data:image/png;base64,${readFileSync(p).toString('base64')}"><figcaption>${p.split('/').at(-1)}</figcaption></figure>`,
  )
  await page.setContent(
    `<style>body{display:grid;grid-template-columns:repeat(${across},1fr);gap:10px;margin:10px;background:#888;font:12px sans-serif}figure{margin:0}img{width:100%;display:block}</style>${figures.join('')}`,
  )
  writeFileSync(path, await page.screenshot({ fullPage: true }))
  await page.close()
}
