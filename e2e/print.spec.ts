/** What is printed: a handout in ink alone, with the run in view and the lesson; while a guess is asked for, nothing that tells. */
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'The same page.')

test('a run prints as a handout that needs no colour, and the screen comes back', async ({ page }) => {
  await page.addInitScript(() => {
    const seen = window as unknown as { printed: string }
    addEventListener(
      'afterprint',
      () => (seen.printed = document.querySelector('article[aria-label=Handout]')?.textContent ?? ''),
    )
  })
  const lab = new LabPage(page)
  const fetched = page.waitForResponse(/Handout-.*\.js$/)
  await lab.open('./#r=first&l=2')
  await lab.strip.waitFor()
  // The same module: there when the page has it.
  await page.evaluate((url) => import(url), (await fetched).url())
  const paper = (await page.pdf({ format: 'A4' })).toString('latin1')
  expect(/\/Count (\d+)/.exec(paper)![1]).toBe('2')
  expect(await page.evaluate(() => (window as unknown as { printed: string }).printed)).toContain('Attempt 8')
  const handout = page.getByRole('article', { name: 'Handout' })
  await expect(handout).toHaveCount(0)
  await expect(lab.strip).toBeVisible()

  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await page.setViewportSize({ width: 680, height: 960 })
  await expect(handout).toBeVisible()
  await expect(lab.strip).toBeHidden()
  await expect(handout.getByRole('heading', { level: 1 })).toContainText('thin them out')
  await expect(handout.getByRole('region', { name: 'Attempts' }).getByRole('listitem')).toHaveCount(8)
  const inView = handout.getByRole('region', { name: 'Attempt 8' })
  await expect(inView).toContainText('Expected: [11,3]')
  await expect(inView).toContainText('\u22128.09')
  await expect(inView.getByRole('table').getByRole('row')).toHaveCount(4)
  const lesson = handout.getByRole('region', { name: 'Lesson' })
  await expect(lesson.getByRole('heading')).toHaveText('Credit is a difference of opinion')
  await expect(lesson.getByRole('math')).toBeVisible()
  await expect(lesson.getByRole('list', { name: 'Questions' }).getByRole('listitem')).toHaveCount(2)
  // What is drawn has black or grey ink, in whatever theme.
  const coloured = await handout.evaluate((root) =>
    [...root.querySelectorAll('*')].flatMap((element) => {
      const { color, backgroundColor, borderTopColor } = getComputedStyle(element)
      const inks = [color, backgroundColor, borderTopColor].map((ink) => ink.match(/[\d.]+/g)!.map(Number))
      return inks.some(([r, g, b, alpha]) => alpha !== 0 && (r !== g || g !== b)) ? [element.outerHTML] : []
    }),
  )
  expect(coloured).toEqual([])
  expect(await handout.evaluate((root) => root.scrollWidth - root.clientWidth)).toBeLessThanOrEqual(0)
  expect(lab.complaints).toEqual([])
})

test('while the token to blame is asked for, the paper has the tokens and no credit', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.strip.waitFor()
  await page.keyboard.press('n')
  await page.emulateMedia({ media: 'print' })
  const handout = page.getByRole('article', { name: 'Handout' })
  await expect(handout).toContainText('Which token would you blame? Draw a circle around it.')
  await expect(handout).not.toContainText('8.09')
  await expect(handout).not.toContainText('69')
  await expect(handout.getByRole('table')).toHaveCount(0)
})
