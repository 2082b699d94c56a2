/**
 * A large run of another program in Chromium: `npm run large-trace -- --megabytes 100`. Makes a traces file of verifiers' kind,
 * opens it on the built page, and prints how long its first attempt took, and how many attempts were drawn in a second while
 * the slider moved through them, beside the frames that the browser drew. Exits with 1 beyond 3 s, or below 30 a second.
 */
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium } from 'playwright'
import { preview } from 'vite'
import { optionsOf } from '../scripts/command-options.ts'
import { findBrowser, launchArgs } from '../scripts/browser.mjs'

const { values } = optionsOf(import.meta.url, {
  options: { megabytes: { type: 'string', default: '100' }, tokens: { type: 'string', default: '300' } },
})
const found = findBrowser()
if (!found) throw new Error('No Chromium starts here: run `node scripts/ensure-browser.mjs` first.')
const folder = mkdtempSync(path.join(tmpdir(), 'large-trace-'))
const file = path.join(folder, 'traces.jsonl')

/** An episode with one sampled message. */
function episode(n: number, tokens: number): string {
  const row = (value: (i: number) => unknown) => Array.from({ length: tokens }, (_, i) => value(i))
  const at = (i: number) => ((n * 31 + i * 17) % 1000) / 1000
  return JSON.stringify({
    id: `e${n}`,
    run: { work: { step: Math.floor(n / 8) } },
    traces: [
      {
        nodes: [
          { message: { role: 'user', content: `Question ${n}` }, parent: null },
          {
            message: { role: 'assistant', content: `Answer ${n}` },
            parent: 0,
            sampled: true,
            token_ids: row((i) => 100 + ((n + i) % 5000)),
            mask: row(() => true),
            logprobs: row((i) => -3 * at(i)),
            advantages: row(() => (n % 2) - 0.5),
            reference_logprobs: row((i) => -3 * at(i + 7)),
          },
        ],
        rewards: { solved: n % 2 },
      },
    ],
  })
}

async function write(megabytes: number): Promise<number> {
  const out = createWriteStream(file)
  let [bytes, n] = [0, 0]
  for (; bytes < megabytes * 1e6; n++) {
    const line = `${episode(n, Number(values.tokens))}\n`
    bytes += line.length
    if (!out.write(line)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
  return n
}

const attempts = await write(Number(values.megabytes))
console.log(`${(statSync(file).size / 1e6).toFixed(0)} MB, ${attempts} attempts of ${values.tokens} tokens`)
const server = await preview({ preview: { port: 0 }, logLevel: 'error' })
const browser = await chromium.launch({ executablePath: found.path, args: launchArgs('wasm') })
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(server.resolvedUrls!.local[0]!)
  await page.getByRole('main').waitFor()
  await page.getByRole('button', { name: 'More for this run' }).click()
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Open a run from a file' }).click(),
  ])
  const begun = performance.now()
  await chooser.setFiles(file)
  const panel = page.getByRole('dialog', { name: 'A run made elsewhere' })
  await panel.getByRole('group', { name: /^Attempt 1, tokens/ }).waitFor()
  const first = (performance.now() - begun) / 1000
  await panel.getByText(`${attempts} attempts`, { exact: false }).first().waitFor({ timeout: 120_000 })
  const whole = (performance.now() - begun) / 1000
  const scrubbed = await panel
    .getByRole('slider', { name: 'Attempt' })
    .evaluate(async (slider: HTMLInputElement) => {
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!
      const last = Number(slider.max)
      const drawn = new Set<string>()
      const begun = performance.now()
      let frames = 0
      for (let now = begun; now < begun + 4000; frames++) {
        set.call(slider, String(Math.floor(((now - begun) / 4000) * last)))
        slider.dispatchEvent(new Event('input', { bubbles: true }))
        now = await new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now())))
        drawn.add(
          document
            .querySelector('dialog[open] [role="group"][aria-label^="Attempt"]')
            ?.getAttribute('aria-label') ?? '',
        )
      }
      const seconds = (performance.now() - begun) / 1000
      return { frames: frames / seconds, drawn: drawn.size / seconds }
    })
  console.log(`first attempt ${first.toFixed(2)} s, all listed ${whole.toFixed(1)} s`)
  console.log(
    `scrubbing: ${scrubbed.frames.toFixed(0)} frames, ${scrubbed.drawn.toFixed(0)} other attempts a second`,
  )
  if (first > 3 || scrubbed.frames < 30) process.exitCode = 1
} finally {
  await browser.close()
  await server.close()
  rmSync(folder, { recursive: true })
}
