/** Runs of other programs in the page: their numbers as they stand in the files, what the files lack, and text that is only shown. */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { drop } from './drop.ts'
import { expectWholeOnPhone } from './barriers.ts'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'Nothing runs.')

const reference = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../reference/interchange/${name}`, import.meta.url)))
const panel = (page: Page) => page.getByRole('dialog', { name: 'A run made elsewhere' })
/** The rows of the chosen token's table, as they are written. */
const rows = async (page: Page) =>
  (await panel(page).getByRole('row').allTextContents())
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
  await expect(panel(page).getByRole('row').nth(1)).toContainText('<script>')
  expect(await page.evaluate(() => 'taken' in window)).toBe(false)
})
