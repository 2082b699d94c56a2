/** Runs of other programs in the page: their numbers as they stand in the files, what the files lack, and text that is only shown. */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { drop } from './drop.ts'
import { barriers, expectWholeOnPhone } from './barriers.ts'
import { LabPage } from './lab-page.ts'
import { traceLinesOf } from '../src/interchange/write-own.ts'
import { readRecording } from '../src/lab/run/recording.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'Nothing runs.')

const reference = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../reference/interchange/${name}`, import.meta.url)))
const panel = (page: Page) => page.getByRole('dialog', { name: 'A run made elsewhere' })
const numbers = (page: Page) => panel(page).getByRole('group', { name: 'Numbers of the token' })
/** The rows of the chosen token's table, as they are written. */
const rows = async (page: Page) =>
  (await numbers(page).getByRole('row').allTextContents())
    .slice(1)
    .map((text) => text.replaceAll('\u2212', '-'))

test('traces of verifiers: every number of the file, advantages, and no word of candidates', async ({
  page,
}) => {
  const lab = new LabPage(page)
  await lab.open()
  await drop(page, { 'traces.jsonl': reference('traces.jsonl') })
  await expect(panel(page)).toContainText('2 attempts')
  await expect(panel(page).getByRole('list', { name: 'What the file does not have' })).toContainText(
    'It has the chosen tokens alone',
  )
  const strip = panel(page).getByRole('group', { name: /^Attempt 1, tokens: gap/ })
  for (const [i, [student, teacher]] of [
    [-0.2231, -0.9163],
    [-1.8971, -3.5066],
    [-0.0513, -0.0619],
  ].entries()) {
    await strip.getByRole('button', { name: new RegExp(`^token ${i + 1},`) }).click()
    const [row] = await rows(page)
    const numbers = [...row!.matchAll(/-\d+\.\d{6}/g)].map(([number]) => Number(number))
    expect(numbers[0]).toBeCloseTo(student!, 6)
    expect(numbers[1]).toBeCloseTo(teacher!, 6)
  }
  await expect(panel(page)).toContainText('advantage \u22120.500000')
  await panel(page).getByRole('button', { name: 'Next' }).click()
  await expect(panel(page).getByText('Attempt 2 of 2, step 2, reward 1.00')).toBeVisible()
  await expect(panel(page).getByRole('group', { name: /^Attempt 2/ })).toBeVisible()
  await expectWholeOnPhone(page, panel(page))
  expect(lab.complaints).toEqual([])
})

test('two answers of a server: student beside teacher, candidate by candidate', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  await drop(page, { 'student.json': reference('student.json'), 'teacher.json': reference('teacher.json') })
  await expect(panel(page)).toContainText('student.json and teacher.json')
  await panel(page)
    .getByRole('button', { name: /^token 1, Syd/ })
    .click()
  await expect
    .poll(async () => (await rows(page)).join('\n'))
    .toMatch(/^Syd.*-0\.510826.*-2\.302585\nCan.*-1\.203973.*-0\.223144$/)
  await expect(panel(page)).toContainText('thinks \u201cCan\u201d likelier, at 80')
})

test('rollouts of verl have no tokens, and a file that is nothing is refused in words', async ({ page }) => {
  await new LabPage(page).open()
  await drop(page, { '3.jsonl': reference('3.jsonl') })
  await expect(panel(page)).toContainText('there is no strip')
  await expect(panel(page)).toContainText('It is not Sydney.')
  await page.keyboard.press('Escape')
  await drop(page, { 'other.json': new TextEncoder().encode('{"hello": 1}') })
  await expect(panel(page).getByRole('alert')).toContainText('no run that can be read here')
})

test('completions of TRL from a parquet file, and a rollout of opd-viz', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  await drop(page, { 'completions_00001.parquet': reference('completions_00001.parquet') })
  await expect(panel(page)).toContainText('TRL\u2019s completions, 4 attempts')
  await expect(panel(page)).toContainText('It has 65 letters.')
  await expect(panel(page).getByText('Attempt 1 of 4, step 1, reward 0.65')).toBeVisible()
  await page.keyboard.press('Escape')
  await drop(page, { 'opd-viz.json': reference('opd-viz.json') })
  await panel(page)
    .getByRole('button', { name: /^token 1, Syd/ })
    .click()
  await expect
    .poll(async () => (await rows(page)).join('\n'))
    .toMatch(/^Syd.*-0\.511000.*-2\.303000\nCan.*-1\.203973.*-0\.223144$/)
  expect(lab.complaints).toEqual([])
})

test('text of a stranger is only shown', async ({ page }) => {
  await new LabPage(page).open()
  const markup = '<img src=x onerror="window.taken = 1"><script>window.taken = 1</script>'
  const line = {
    format: 'sdpo-lab-trace',
    version: 1,
    prompt: markup,
    feedback: markup,
    ['__proto__']: { taken: 1 },
    tokens: [{ text: markup, student: -1, teacher: -0.1, top: [{ text: markup, student: -2, teacher: -3 }] }],
  }
  await drop(page, { 'strange.jsonl': new TextEncoder().encode(`${JSON.stringify(line)}\n`) })
  await expect(numbers(page).getByRole('row').nth(1)).toContainText('<script>')
  expect(await page.evaluate(() => 'taken' in window)).toBe(false)
})

/** A run of the bundled model, written as any program could write its own. */
async function lines(updates: number): Promise<string[]> {
  const file = new URL('../public/recordings/first.json', import.meta.url)
  const { recording } = await readRecording(readFileSync(file, 'utf8'))
  return traceLinesOf(recording.events).slice(0, updates * 8)
}
const fileOf = (all: readonly string[]) => new TextEncoder().encode(`${all.join('\n')}\n`)

test('a whole run: all attempts over steps, rules of credit, and the tokens that mattered', async ({
  page,
}) => {
  const lab = new LabPage(page)
  await lab.open()
  await drop(page, { 'run.jsonl': fileOf(await lines(6)) })
  const look = (name: string) => panel(page).getByRole('radio', { name, exact: true }).click()
  await expect(panel(page)).toContainText('48 attempts')
  await expect(panel(page).getByRole('table', { name: 'Probability of the next token' })).toBeAttached()
  await panel(page).getByText('Rules of credit').click()
  const rules = panel(page).getByRole('region', { name: 'Attempt 1, credits compared' })
  await expect(rules.getByRole('group', { name: 'SDPO, token, attempt 1' })).toBeVisible()
  await expect(rules.getByRole('heading', { name: 'RLSD' })).toBeVisible()

  await look('All attempts')
  const map = panel(page).getByRole('slider', { name: 'Attempt in the map' })
  await map.focus()
  await page.keyboard.press('ArrowRight')
  await expect(map).toHaveAttribute('aria-valuetext', /^attempt 9, step 2, reward/)
  await page.keyboard.press('ArrowDown')
  await expect(map).toHaveAttribute('aria-valuetext', /^attempt 10, step 2, reward/)
  await expect(panel(page).getByRole('group', { name: /^Attempt 10, tokens/ })).toBeVisible()
  await panel(page).getByRole('radio', { name: 'Mean gap' }).click()
  await expect(map).toHaveAttribute('aria-valuetext', /mean gap .* nats$/)
  await expectWholeOnPhone(page, panel(page))
  await page.setViewportSize({ width: 1440, height: 900 })

  await look('Tokens that mattered')
  const mattered = panel(page).getByRole('region', { name: 'Tokens that mattered' })
  const first = mattered.getByRole('button').first()
  const [, credit, attempt] = /Best example: (\S+) in attempt (\d+)/.exec(
    (await first.getAttribute('aria-label'))!,
  )!
  await first.click()
  await expect(
    panel(page)
      .getByRole('group', { name: `Attempt ${attempt}, tokens: gap` })
      .locator('[aria-pressed="true"]'),
  ).toHaveAttribute('aria-label', new RegExp(`gap ${credit!.replace('+', '\\+')}`))
  expect(lab.complaints).toEqual([])
})

test('two attempts, of one run and of two, and one of them as a slide', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  const all = await lines(4)
  await drop(page, { 'run.jsonl': fileOf(all) })
  await panel(page).getByRole('radio', { name: 'Two attempts' }).click()
  const two = panel(page).getByRole('region', { name: 'Two attempts' })
  await expect(two.getByText('Both attempts say the same.')).toBeVisible()
  await two.getByRole('button', { name: 'Next' }).last().click()
  await expect(
    two.getByText(/^The first \d+ tokens? (is|are) the same; then|^They differ from the first/),
  ).toBeVisible()
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    two.getByRole('button', { name: 'Compare with another run' }).click(),
  ])
  await chooser.setFiles({
    name: 'other.jsonl',
    mimeType: 'text/plain',
    buffer: Buffer.from(all.slice(0, 16).join('\n')),
  })
  await expect(
    two.getByRole('group', { name: 'Both runs step by step' }).getByRole('img').first(),
  ).toBeVisible()
  await expectWholeOnPhone(page, panel(page))

  await panel(page).getByRole('button', { name: 'Present this attempt' }).click()
  const slide = page.getByRole('dialog', { name: /^Attempt \d+ as a slide$/ })
  await expect(slide.getByRole('heading', { level: 2 })).toContainText('a gap of')
  expect(await barriers(page, 'dialog.present')).toEqual([])
  await page.keyboard.press('ArrowRight')
  await expect(slide).toHaveAccessibleName('Attempt 2 as a slide')
  await page.keyboard.press('Escape')
  await expect(slide).toBeHidden()
  await expect(panel(page)).toBeVisible()
  expect(lab.complaints).toEqual([])
})

test('a run taken away: trace lines, a table, and one page that opens by itself', async ({ page }) => {
  await new LabPage(page).open()
  await drop(page, { 'traces.jsonl': reference('traces.jsonl') })
  await panel(page).getByText('Export', { exact: true }).click()
  const take = async (act: string) => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      panel(page).getByRole('button', { name: act }).click(),
    ])
    const name = download.suggestedFilename()
    const path = test.info().outputPath(name)
    await download.saveAs(path)
    return { name, path }
  }
  const written = await take('Export as trace lines, JSONL')
  expect(written.name).toBe('traces-sdpo-lab.jsonl')
  const [line] = readFileSync(written.path, 'utf8').split('\n')
  expect((JSON.parse(line!) as { tokens: { teacher: number }[] }).tokens[1]!.teacher).toBe(-3.5066)
  expect(readFileSync((await take('Export as a table, CSV')).path, 'utf8')).toContain('-1.8971,-3.5066')
  const alone = await take('Export as one HTML file')
  await page.goto(`file://${alone.path}`)
  await expect(page.getByRole('heading', { name: 'A run made elsewhere' })).toBeVisible()
  await page.getByRole('radio', { name: 'All attempts' }).click()
  await expect(page.getByRole('slider', { name: 'Attempt in the map' })).toBeVisible()
  await expect(page.getByRole('group', { name: /^Attempt 1, tokens: gap/ })).toBeVisible()
})

test('the loaded model reads an attempt again: its own numbers where it wrote it, and another\u2019s text by stretches', async ({
  page,
}) => {
  const lab = new LabPage(page)
  await lab.open()
  const [own] = await lines(1)
  const attempt = JSON.parse(own!) as { text: string; tokens: { text: string; student: number }[] }
  // The same words as another tokenizer could have cut them.
  const cut = {
    ...attempt,
    tokens: [...attempt.text].map((text) => ({ text, student: -0.5 })),
  }
  await drop(page, { 'run.jsonl': fileOf([own!, JSON.stringify(cut)]) })
  const ask = panel(page).getByRole('button', { name: /read (it|this attempt)$/ })
  await ask.click()
  await expect(panel(page).getByText('not of the run\u2019s own teacher')).toBeVisible({ timeout: 120_000 })
  await panel(page)
    .getByRole('radio', { name: /beside its writer$/ })
    .click()
  const tokens = panel(page)
    .getByRole('group', { name: /^Attempt 1, tokens: gap/ })
    .getByRole('button')
  await expect(tokens.first()).toBeVisible()
  await tokens.first().click()
  const [row] = await rows(page)
  const [writer, reader] = [...row!.matchAll(/-?\d+\.\d{6}/g)].map(([number]) => Number(number))
  expect(writer).toBeCloseTo(attempt.tokens[0]!.student, 3)
  expect(reader).toBeCloseTo(writer!, 3)

  await panel(page).getByRole('button', { name: 'Next' }).click()
  await ask.click()
  await panel(page)
    .getByRole('radio', { name: /beside its writer$/ })
    .click()
  const stretches = panel(page)
    .getByRole('group', { name: /^Attempt 2, tokens: gap/ })
    .getByRole('button')
  expect(await stretches.count()).toBeLessThan(cut.tokens.length)
  await panel(page)
    .getByRole('radio', { name: /before and after the feedback$/ })
    .click()
  await expect(panel(page).getByText(/ after the feedback .*: a gap of/)).toBeVisible()
  expect(lab.complaints).toEqual([])
})
