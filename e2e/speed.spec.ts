/**
 * How soon the first picture is there, and how fast it follows a hand. Each time is the best of three:
 * what the page itself needs it needs every time. Wall-clock limits are for quiet cores (contention.ts).
 */
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from '@playwright/test'
import { sampleRun } from '../src/engine/scripted-run.testing.ts'
import { writeRecording } from '../src/lab/run/recording.ts'
import { contention } from '../scripts/contention.ts'
import { LabPage } from './lab-page.ts'
import { longTasks } from './long-tasks.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'Nothing is computed here.')

/** The smallest of up to three measurements, the first that is within the limit ending them. */
async function bestOf(
  limit: () => number,
  measure: () => Promise<number>,
): Promise<{ best: number; limit: number }> {
  let best = Infinity
  let allowed = 0
  for (let i = 0; i < 3 && best > allowed; i++) {
    const before = limit()
    best = Math.min(best, await measure())
    allowed = Math.max(before, limit())
  }
  return { best, limit: allowed }
}

async function cold(browser: Browser, body: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ serviceWorkers: 'block' })
  try {
    await body(await context.newPage())
  } finally {
    await context.close()
  }
}

test('strip and bars of the recorded run within 1.5 s of a cold load, after at most 300 kB of compressed JavaScript', async ({
  browser,
}) => {
  let scripts = 0
  const { best, limit } = await bestOf(
    () => 1500 * contention(),
    async () => {
      let at = Infinity
      await cold(browser, async (page) => {
        const bodies: Promise<Buffer>[] = []
        page.on('response', (response) => {
          if (response.url().endsWith('.js')) bodies.push(response.body())
        })
        await page.addInitScript(() => {
          new MutationObserver((_, observer) => {
            if (!document.querySelector('.strip .tok') || !document.querySelector('.bars .bar.teacher'))
              return
            observer.disconnect()
            // The frame after next: it has been painted.
            requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('picture')))
          }).observe(document, { childList: true, subtree: true })
        })
        await page.goto('./')
        at = await page
          .waitForFunction(() => performance.getEntriesByName('picture')[0]?.startTime)
          .then((handle) => handle.jsonValue() as Promise<number>)
        scripts = (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0)
      })
      return at
    },
  )
  expect(scripts).toBeGreaterThan(50_000)
  expect(scripts).toBeLessThanOrEqual(300_000)
  expect(best).toBeLessThanOrEqual(limit)
})

test('from token to token: at most 16 ms of the main thread each', async ({ page, browser }) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.tokens.first().waitFor()
  const boxes = await lab.tokens.evaluateAll((tokens) =>
    tokens
      .map((token) => token.getBoundingClientRect())
      .map(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 })),
  )
  const { best, limit } = await bestOf(
    () => 16,
    async () => {
      const tasks = await longTasks(browser, page, 0, async () => {
        for (const { x, y } of boxes) {
          await page.mouse.move(x, y)
          await page.evaluate(() => new Promise(requestAnimationFrame))
        }
      })
      // Tasks that hear the mouse; what a frame paints is not script.
      return Math.max(0, ...tasks.map(({ scriptMs }) => scriptMs))
    },
  )
  expect(best).toBeLessThanOrEqual(limit)
  await expect(lab.pinned).toBeVisible()
})

test('a recording of 200 updates is scrubbed at 30 frames a second or better', async ({ page }) => {
  const run = writeRecording(sampleRun({ steps: 200, attempts: 8, tokens: 6, config: { budget: 1600 } }))
  const lab = new LabPage(page)
  await lab.open()
  await lab.tokens.first().waitFor()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'More for this run' }).click()
  await page.getByRole('button', { name: 'Open a run from a file' }).click()
  await (
    await chooser
  ).setFiles({ name: 'long.json', mimeType: 'application/json', buffer: Buffer.from(run) })
  const updates = page.getByRole('slider', { name: 'Updates' })
  await expect(updates).toHaveAttribute('aria-valuemax', '200')
  const box = (await updates.boundingBox())!
  const { best, limit } = await bestOf(
    () => (1000 / 30) * contention(),
    async () => {
      await page.mouse.move(box.x + 2, box.y + 20)
      await page.mouse.down()
      // The hand is the page's own: moves that come over a wire are no faster than the wire.
      const frameMs = await page.evaluate(async ({ x, y, width }) => {
        const slider = document.querySelector('[role="slider"][aria-label="Updates"]')!
        const frames = 120
        const seen = new Set<string>()
        const start = performance.now()
        for (let i = 0; i < frames; i++) {
          const at = {
            clientX: x + 2 + ((width - 4) * i) / frames,
            clientY: y + 20,
            bubbles: true,
            pointerId: 1,
            pointerType: 'mouse',
            buttons: 1,
          }
          slider.dispatchEvent(new PointerEvent('pointermove', at))
          await new Promise(requestAnimationFrame)
          seen.add(slider.getAttribute('aria-valuenow')!)
        }
        if (seen.size < frames * 0.8) throw new Error(`Only ${seen.size} moments were shown.`)
        return (performance.now() - start) / frames
      }, box)
      await page.mouse.up()
      return frameMs
    },
  )
  expect(best).toBeLessThanOrEqual(limit)
  expect(lab.complaints).toEqual([])
})
