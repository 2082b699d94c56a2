/** Before a run the page says in one line whether it can work here, and a run never waits for it. */
import { LabPage, paste } from './lab-page.ts'
import { expect, test } from './test.ts'

test('says before a run whether it can work, and why not', async ({ page, backend }) => {
  test.skip(backend === 'webgpu', 'What is said does not depend on the backend.')
  const lab = new LabPage(page)
  await lab.open()
  await lab.goLive('wasm')
  const line = page.getByRole('region', { name: 'Can it work here?' })
  await expect(line).toContainText(/This can work\..*odds of a right answer/, { timeout: 60_000 })
  await expect(
    page.getByText(/SDPO, at most 192 attempts: .* from a step measured on this device/),
  ).toBeVisible()

  await page.getByRole('button', { name: 'Paste a problem' }).click()
  const dialog = page.getByRole('dialog', { name: 'Problem' })
  await paste(
    page,
    dialog.getByRole('textbox', { name: 'Statement' }),
    'What is the capital of Kazakhstan?\nAnswer: Astana',
  )
  await expect(dialog.getByText('Understood:')).toBeVisible()
  await page.getByRole('button', { name: 'Use this problem' }).click()
  await expect(line).toContainText('This is not likely to work. This model writes one JavaScript expression')
  await expect(line.getByRole('button', { name: 'Choose another model' })).toBeVisible()
  // It stands in nobody's way.
  await lab.act(/^Make \d+ attempts?$/, /^Judge/)
  expect(lab.complaints).toEqual([])
})

/** Its shown tests want another reading than the one that its hidden test tells right, so that what passes is not what the feedback speaks for. */
const misleading = JSON.stringify({
  id: 'misleading',
  title: 'Feedback that speaks for another reading',
  statement: 'From xs, keep the large ones, then sort them.',
  family: 'lists',
  suits: 'tiny',
  program: { kind: 'expression', parameters: ['xs'] },
  feedbackStyle: 'brief',
  tests: [
    { args: [[3, 8, 5, 6]], expected: [8, 6, 5, 3] },
    { args: [[9, 1, 7]], expected: [9, 7] },
    { args: [[4, 6, 8, 2]], expected: [8, 6, 4] },
    { args: [[6, 9, 2, 5]], expected: [6, 9], hidden: true },
  ],
  compare: {
    checker:
      'function check(input, output, expected) {\n  const right = input[0].filter((x) => x > 5).sort((a, b) => a - b)\n  return [expected, right].some((list) => JSON.stringify(list) === JSON.stringify(output))\n}',
  },
  solution: 'xs.filter(x=>x>5).sort((a,b)=>a-b)',
})

test('where feedback turns the teacher away from what passes, one button samples without it, and the attempts stand', async ({
  page,
  backend,
}) => {
  test.skip(backend === 'webgpu', 'What is said does not depend on the backend.')
  const lab = new LabPage(page)
  await lab.open()
  await lab.goLive('wasm')
  await page.getByRole('button', { name: 'Paste a problem' }).click()
  await paste(
    page,
    page.getByRole('dialog', { name: 'Problem' }).getByRole('textbox', { name: 'Statement' }),
    misleading,
  )
  await page.getByRole('button', { name: 'Use this problem' }).click()
  const line = page.getByRole('region', { name: 'Can it work here?' })
  await expect(line).toContainText(/Asking again may do better\..* of 16 untouched attempts pass/, {
    timeout: 60_000,
  })
  const without = line.getByRole('button', { name: 'Sample without feedback' })
  await expect(without).toBeVisible()
  // Whatever the line says from here on.
  await line.evaluate((shown) => {
    const said: string[] = []
    Object.assign(window, { said })
    new MutationObserver(() => said.push(shown.textContent)).observe(shown, {
      subtree: true,
      childList: true,
      characterData: true,
    })
  })
  await without.click()
  await expect(without).toBeHidden()
  await expect(line).toContainText(/of 16 untouched attempts pass/)
  await expect(line).not.toContainText('You can begin all the same', { timeout: 60_000 })
  const said = await page.evaluate(() => (window as unknown as { said: string[] }).said)
  expect(said.filter((words) => /Trying: |Reading their feedback/.test(words))).toEqual([])
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await expect(page.getByRole('region', { name: 'What this run shows' })).toContainText(
    /Attempt \d+ is the first that passes/,
    { timeout: 60_000 },
  )
  // Best-of-k: nobody re-reads, and nothing is learned.
  await expect(page.getByText('Nothing is learned from it: the weights stay as they are.')).toBeVisible()
  await expect(page.getByText('This method has none: nobody re-reads the attempt.')).toBeVisible()
  expect(lab.complaints).toEqual([])
})
