/** A problem of the person's own: pasted, understood, tried by hand, run; presets; the editor and what stands in where it cannot load. */
import { arrows, codeforces, leetcode } from '../src/authoring/paste/samples.testing.ts'
import { LabPage, paste } from './lab-page.ts'
import { openEditor, statementOf, tab } from './problem-editor.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'Nothing here depends on what the model runs on.')

/** A contest's problem whose statement says that capital letters do not count. */
const anyCase = `A. Even or Odd
time limit per test1 second
Say whether n is even.

Input
One integer n.

Output
Print YES if it is, and NO otherwise. You can print every letter in any case.

Example
InputCopy
4
OutputCopy
YES`

test('a LeetCode statement is understood, an answer tried by hand, and the problem used', async ({
  page,
}) => {
  const lab = new LabPage(page)
  await lab.open()
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  const dialog = await openEditor(page)
  await paste(page, statementOf(dialog), leetcode)
  await expect(dialog.getByText('Understood:').locator('..')).toContainText(
    '2 examples with input and output',
  )
  await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue('Longest Quiet Stretch')
  // The code editor is fetched when there is code to be edited, and not before.
  expect(asked.filter((path) => /monaco|ts\.worker/.test(path))).toEqual([])
  await tab(dialog, 'Tests').click()
  await expect(dialog.locator('.monaco-editor').first()).toContainText(
    'longestQuiet([3, 1, 2, 9, 1], 5) -> 3',
  )
  expect(asked.some((path) => /monaco/.test(path))).toBe(true)

  await tab(dialog, 'Try').click()
  await expect(dialog.locator('.monaco-editor').first()).toBeVisible()
  const answer = dialog.getByRole('textbox', { name: 'Your answer' })
  await paste(
    page,
    answer,
    'Sure:\n```js\nfunction longestQuiet(noise, limit) {\n  return noise.loudest\n}\n```',
  )
  await page.keyboard.press('ControlOrMeta+Enter')
  const verdict = dialog.getByRole('status', { name: 'Verdict on your answer' })
  await expect(verdict).toContainText('Wrong answer, 0 of 2 tests')
  await expect(verdict).toContainText('Expected')
  await paste(
    page,
    answer,
    'Sure:\n```js\nfunction longestQuiet(noise, limit) {\n  return noise.loudest()\n}\n```',
  )
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(verdict).toContainText('Runtime error')
  // The error stands at its line of the answer, which is not that of the code in it.
  await expect(dialog.locator('.squiggly-error').first()).toBeVisible()
  await paste(
    page,
    answer,
    'function longestQuiet(noise, limit) {\n  let best = 0, run = 0\n  for (const n of noise) best = Math.max(best, run = n < limit ? run + 1 : 0)\n  return best\n}',
  )
  await dialog.getByRole('button', { name: 'Judge it' }).click()
  await expect(verdict).toContainText('Passed, 2 of 2 tests')

  // Escape frees Tab, and only then closes.
  await answer.focus()
  await page.keyboard.press('Escape')
  await expect(dialog.getByText('Tab now leaves the editor.')).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(answer).not.toBeFocused()
  await dialog.getByRole('button', { name: 'Use this problem' }).click()
  await expect(dialog).toBeHidden()
  const panel = page.getByRole('region', { name: 'Problem' })
  await expect(panel.getByRole('heading').first()).toHaveText('Longest Quiet Stretch')
  await expect(panel.getByRole('textbox', { name: 'Tests' })).toContainText('longestQuiet([7, 8], 5)')
  // Words that the bundled model has no token for are named where the problem is, with the way out.
  await expect(panel.getByRole('note')).toContainText('The bundled model cannot read')
  await panel.getByRole('button', { name: 'Choose a model that can' }).click()
  await expect(page.getByRole('dialog', { name: 'Models' })).toBeVisible()
  expect(lab.complaints).toEqual([])
})

test('a problem in the model\u2019s own words is pasted and run live', async ({ page, backend }) => {
  const lab = new LabPage(page)
  await lab.open()
  const dialog = await openEditor(page)
  await paste(
    page,
    statementOf(dialog),
    'Given the numbers xs, keep the largest ones, then sort them.\nf([9, 1, 8]) -> [8, 9]\nf([2, 7, 6]) -> [6, 7]',
  )
  const unread = dialog.getByRole('group', { name: 'Words the model cannot read' })
  await expect(unread).toContainText('largest')
  await unread.getByRole('button', { name: 'Replace largest by large' }).click()
  await expect(unread).toBeHidden()
  await expect(statementOf(dialog)).toHaveValue('Given the numbers xs, keep the large ones, then sort them.')
  await dialog.getByRole('button', { name: 'Use this problem' }).click()
  await lab.goLive(backend)
  await lab.act(/^Make \d+ attempts?$/, /^Judge/)
  await lab.act(/^Judge/, /^Re-read/)
  await expect(
    page.getByRole('region', { name: 'Problem' }).getByRole('textbox', { name: 'Tests' }),
  ).toContainText('[8, 9]')
  expect(lab.complaints).toEqual([])
})

test('what was typed is there again after a closed dialog and a reload; a line that cannot be read is said', async ({
  page,
}) => {
  const lab = new LabPage(page)
  await lab.open()
  let dialog = await openEditor(page)
  await paste(page, statementOf(dialog), arrows)
  await expect(dialog.getByRole('listitem').filter({ hasText: /^Line 5: / })).toContainText(
    'double_even([7)] -> []',
  )
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Doubles')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: 'Paste a problem' })).toBeFocused()
  await page.reload()
  dialog = await openEditor(page)
  await expect(dialog.getByText('Your unfinished draft is back.')).toBeVisible()
  await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue('Doubles')
  // Out to a file and in again, it is the same problem.
  const downloaded = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Export PROBLEM.json' }).click()
  const file = await (await downloaded).path()
  await dialog.getByRole('button', { name: 'Start over' }).click()
  await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue('')
  const chosen = page.waitForEvent('filechooser')
  await dialog.getByRole('button', { name: 'Open a file' }).click()
  await (await chosen).setFiles(file)
  await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue('Doubles')
  expect(lab.complaints).toEqual([])
})

test('a second paste replaces the first; it is judged, edited, shared and opened again', async ({
  page,
  browser,
}) => {
  const lab = new LabPage(page)
  await lab.open()
  const dialog = await openEditor(page)
  await paste(page, statementOf(dialog), leetcode)
  await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue('Longest Quiet Stretch')
  await paste(
    page,
    statementOf(dialog),
    'Which gas do plants take up?\nA: oxygen\nB: carbon dioxide\nAnswer: B',
  )
  await expect(dialog.getByText('Understood:').locator('..')).toContainText('A choice of 2, B is right')
  await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue('')
  await expect(statementOf(dialog)).toHaveValue(/A: oxygen\nB: carbon dioxide/)
  await tab(dialog, 'Try').click()
  // The code editor is fetched for the answer: what is pasted before it stands would be replaced with it.
  await expect(dialog.locator('.monaco-editor').first()).toBeVisible()
  const verdict = dialog.getByRole('status', { name: 'Verdict on your answer' })
  const answer = dialog.getByRole('textbox', { name: 'Your answer' })
  for (const [words, said] of [
    ['The answer is B.', 'Passed'],
    ['The answer is A.', 'Wrong answer'],
  ] as const) {
    await paste(page, answer, words)
    await dialog.getByRole('button', { name: 'Judge it' }).click()
    await expect(verdict).toContainText(said)
  }

  // A whole program with a rule that its statement says, edited: the rule stays.
  await tab(dialog, 'Statement').click()
  await paste(page, statementOf(dialog), anyCase)
  await expect(dialog.getByText('Understood:').locator('..')).toContainText('Capital letters do not count')
  await tab(dialog, 'Tests').click()
  await expect(dialog.locator('.monaco-editor').first()).toContainText('YES')
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Even or odd')
  await dialog.getByRole('button', { name: 'Use this problem' }).click()
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await expect(page.getByText('Link copied')).toBeVisible()
  const link = await page.evaluate(() => navigator.clipboard.readText())

  // Elsewhere: nothing of this browser's storage is there.
  const context = await browser.newContext()
  const other = await context.newPage()
  await other.goto(link)
  await other
    .getByRole('region', { name: 'Problem' })
    .getByRole('button', { name: 'Edit the problem' })
    .click()
  const opened = other.getByRole('dialog', { name: 'Problem', exact: true })
  await expect(opened.getByRole('textbox', { name: 'Title' })).toHaveValue('Even or odd')
  await tab(opened, 'Judge').click()
  await expect(opened.getByRole('switch', { name: 'Capital letters count' })).not.toBeChecked()
  await context.close()
  expect(lab.complaints).toEqual([])
})

test('rows of a file are chosen from; a wish is asked what a right answer would be', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  const dialog = await openEditor(page)
  const chosen = page.waitForEvent('filechooser')
  await dialog.getByRole('button', { name: 'Open a file' }).click()
  await (
    await chosen
  ).setFiles({
    name: 'rows.jsonl',
    mimeType: 'application/jsonl',
    buffer: Buffer.from(
      '{"question": "2 + 2?", "answer": "#### 4"}\n{"question": "Which is a metal?", "choices": ["air", "iron"], "answer": 1}',
    ),
  })
  await expect(statementOf(dialog)).toHaveValue('2 + 2?')
  await dialog.getByRole('combobox', { name: 'Row' }).selectOption({ index: 1 })
  await expect(statementOf(dialog)).toHaveValue(/B. iron/)
  await expect(dialog.getByText('Understood:').locator('..')).toContainText('A row of MMLU')
  await paste(page, statementOf(dialog), 'Write me a poem about the sea.')
  await expect(dialog.getByText('Taken as a statement.')).toBeVisible()
  await dialog.getByRole('button', { name: 'What my own code accepts' }).click()
  await expect(dialog.getByRole('combobox', { name: 'An answer is' })).toHaveValue('custom')
  expect(lab.complaints).toEqual([])
})

test('hostile pastes are text: nothing runs, nothing stops', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  const left: string[] = []
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(page.url()).origin) left.push(request.url())
  })
  const dialog = await openEditor(page)
  const hostile = [
    `<img src=x onerror="document.title='run'"><script>document.title='run'</script><p>Paragraph</p><a href="https://example.com/x">x</a>\nAnswer: <img src=x onerror="document.title='run'">`,
    '\u202e\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u0000\u0001\ud800 \u4e2d\u6587'.repeat(
      50,
    ),
    '[[[['.repeat(250_000),
    `Example 1:\nInput: a = 1\nOutput: 2\n`.repeat(28_000),
    codeforces,
  ]
  for (const text of hostile) {
    await paste(page, statementOf(dialog), text)
    const begun = Date.now()
    await expect(dialog.getByText('Reading what was pasted')).toBeHidden()
    await tab(dialog, 'Judge').click()
    await tab(dialog, 'Statement').click()
    await expect(statementOf(dialog)).toBeVisible()
    expect(Date.now() - begun).toBeLessThan(15_000)
  }
  expect(await page.title()).not.toBe('run')
  await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue('Lanterns')
  expect(left).toEqual([])
  expect(lab.complaints).toEqual([])
})

test('presets are found by their words, in eight sets, with what they suit', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  await page.getByRole('button', { name: /Choose a problem$/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Choose a problem' })
  await expect(dialog.getByRole('region', { name: 'Problems' }).getByRole('region')).toHaveCount(8)
  expect(
    await dialog.getByRole('region', { name: 'Problems' }).getByRole('button').count(),
  ).toBeGreaterThanOrEqual(36)
  await dialog.getByRole('searchbox').fill('whales decade')
  const found = dialog.getByRole('region', { name: 'Problems' }).getByRole('button')
  await expect(found).toHaveCount(1)
  await expect(found).toContainText('For a language model')
  await found.click()
  const panel = page.getByRole('region', { name: 'Problem' })
  await expect(panel.getByRole('heading').first()).toHaveText('Whales of the nineties')
  await expect(panel.getByRole('note')).toContainText('cannot read')
  // A link to it opens it elsewhere, where its set was not fetched yet.
  await page.goto('about:blank')
  await lab.open('./#p=tools-books')
  await expect(panel.getByRole('heading').first()).toHaveText('Whales of the nineties')
  expect(lab.complaints).toEqual([])
})
