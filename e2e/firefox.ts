/**
 * `npm run firefox`: the Firefox that is installed (Playwright drives only its own build) on a recorded run
 * (firefox-recorded.ts), and on the way of a person's own problem: paste, judge, paste again, edit, share, open elsewhere;
 * JavaScript and Python in its workers. `--url` for a page that is served already. Exits with 1 where anything is not as said.
 */
import { execFileSync } from 'node:child_process'
import puppeteer, { type Page } from 'puppeteer-core'
import { build, preview } from 'vite'
import { optionsOf } from '../scripts/command-options.ts'
import { named, press, says, WAIT_MS } from './firefox-hand.ts'
import { recordedRun } from './firefox-recorded.ts'
import { leetcode } from '../src/authoring/paste/samples.testing.ts'

const { values } = optionsOf(import.meta.url, { options: { url: { type: 'string' } } })

const MODIFIER = process.platform === 'darwin' ? 'Meta' : 'Control'

function findFirefox(): string {
  const given = process.env['SDPO_FIREFOX']
  if (given !== undefined) return given
  for (const name of ['firefox', 'firefox-esr'])
    try {
      return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    } catch {
      continue
    }
  throw new Error('No Firefox is installed here. Install one, or name its program in SDPO_FIREFOX.')
}

async function paste(page: Page, role: string, name: string, text: string): Promise<void> {
  await page.evaluate((content) => navigator.clipboard.writeText(content), text)
  const field = await named(page, role, name).waitHandle()
  await field.focus()
  for (const key of ['a', 'v'] as const) {
    await page.keyboard.down(MODIFIER)
    await page.keyboard.press(key)
    await page.keyboard.up(MODIFIER)
  }
}

const VERDICT = '[role=status][aria-label="Verdict on your answer"]'

async function judged(page: Page, answer: string, verdict: string): Promise<void> {
  await paste(page, 'textbox', 'Your answer', answer)
  await press(page, 'button', 'Judge it')
  await says(page, verdict, VERDICT)
}

async function ownProblem(page: Page, address: string): Promise<string> {
  await page.goto(address)
  await press(page, 'button', 'Paste a problem')
  console.log('A function in JavaScript')
  await paste(page, 'textbox', 'Statement', leetcode)
  await says(page, '2 examples with input and output', 'dialog')
  await press(page, 'tab', 'Try')
  await page.waitForSelector('dialog .monaco-editor', { visible: true, timeout: WAIT_MS })
  await judged(page, 'function longestQuiet(noise, limit) { return noise.loudest }', 'Wrong answer')
  await judged(
    page,
    'function longestQuiet(noise, limit) { let best = 0, run = 0; for (const n of noise) best = Math.max(best, run = n < limit ? run + 1 : 0); return best }',
    'Passed, 2 of 2 tests',
  )
  const deep = (calls: number) =>
    `function longestQuiet() { const f = (n) => (n === 0 ? 0 : 1 + f(n - 1)); return f(${calls}) }`
  await judged(page, deep(800), 'Wrong answer')
  await judged(page, deep(100_000), 'This limit is the sandbox\u2019s')

  console.log('A second paste, a choice')
  await press(page, 'tab', 'Statement')
  await paste(
    page,
    'textbox',
    'Statement',
    'Which gas do plants take up?\nA: oxygen\nB: carbon dioxide\nAnswer: B',
  )
  await says(page, 'A choice of 2, B is right', 'dialog')
  await press(page, 'tab', 'Try')
  await page.waitForSelector('dialog .monaco-editor', { visible: true, timeout: WAIT_MS })
  await judged(page, 'The answer is B.', 'Passed')
  await judged(page, 'The answer is A.', 'Wrong answer')

  console.log('A third, a function in Python')
  await press(page, 'tab', 'Statement')
  await paste(
    page,
    'textbox',
    'Statement',
    'def doubled(xs):\n    """Twice each of xs.\n    >>> doubled([1, 2])\n    [2, 4]\n    >>> doubled([])\n    []\n    """\n',
  )
  await says(page, '2 tests from doctests and asserts', 'dialog')
  await press(page, 'tab', 'Try')
  await page.waitForSelector('dialog .monaco-editor', { visible: true, timeout: WAIT_MS })
  await judged(page, '```python\ndef doubled(xs):\n    return xs + xs\n```', 'Wrong answer')
  await judged(
    page,
    '```python\ndef doubled(xs):\n    return [2 * x for x in xs]\n```',
    'Passed, 2 of 2 tests',
  )

  console.log('Edited, used, shared')
  await press(page, 'tab', 'Statement')
  await named(page, 'textbox', 'Title').fill('Twice each')
  await press(page, 'button', 'Use this problem')
  await press(page, 'button', 'Share')
  await says(page, 'Link copied')
  return page.evaluate(() => navigator.clipboard.readText())
}

async function openedElsewhere(page: Page, link: string): Promise<void> {
  console.log('Opened where nothing is stored')
  await page.goto(link)
  await press(page, 'button', 'Edit the problem')
  const title = await named(page, 'textbox', 'Title').waitHandle()
  const found = await title.evaluate((field) => (field as HTMLInputElement).value)
  if (found !== 'Twice each') throw new Error(`The title is \u201c${found}\u201d.`)
  await press(page, 'tab', 'Try')
  await page.waitForSelector('dialog .monaco-editor', { visible: true, timeout: WAIT_MS })
  await judged(
    page,
    '```python\ndef doubled(xs):\n    return [2 * x for x in xs]\n```',
    'Passed, 2 of 2 tests',
  )
}

const server = values.url
  ? null
  : (await build({ logLevel: 'warn' }), await preview({ preview: { port: 0 }, logLevel: 'warn' }))
const address = values.url ?? server!.resolvedUrls!.local[0]!
const browser = await puppeteer.launch({
  browser: 'firefox',
  executablePath: findFirefox(),
  protocolTimeout: 2 * WAIT_MS,
  // The clipboard without a question to the person.
  extraPrefsFirefox: {
    'dom.events.asyncClipboard.readText': true,
    'dom.events.testing.asyncClipboard': true,
  },
  defaultViewport: { width: 1440, height: 900 },
})
try {
  console.log(await browser.version())
  const page = await browser.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => {
    // A library asks whether eval is allowed; it is not.
    const message = error instanceof Error ? error.message : String(error)
    if (!/blocked a JavaScript eval/.test(message)) errors.push(message)
  })
  const first = await browser.createBrowserContext()
  await recordedRun(await first.newPage(), address)
  await first.close()
  const link = await ownProblem(page, address)
  const elsewhere = await browser.createBrowserContext()
  await openedElsewhere(await elsewhere.newPage(), link)
  if (errors.length > 0) throw new Error(`The page threw: ${errors.join('; ')}`)
  console.log('All as said.')
} finally {
  await browser.close()
  server?.httpServer.close()
}
