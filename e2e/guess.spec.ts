/** A lesson asks before it shows: the token to blame is guessed by mouse, by touch and by keyboard, kept, and shown beside hindsight's. */
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'The same page.')

const question = 'Which token would you blame?'

test('a lesson asks before it shows, by mouse; what was guessed is kept and shown at once the next time', async ({
  page,
}) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.strip.waitFor()
  const lesson = page.getByRole('region', { name: 'Lesson' })
  const asked = page.getByRole('region', { name: question })
  await page.keyboard.press('n')
  await expect(asked).toBeVisible()
  // Nothing tells: neither the strip nor the words.
  expect((await lab.credits()).every((credit) => credit === null)).toBe(true)
  await expect(lab.pinned).toHaveCount(0)
  await expect(lesson).not.toContainText('it doubts')
  await lab.tokens.filter({ hasText: /^\.reverse/ }).click()
  await expect(asked.getByRole('status')).toHaveText('You blame .reverse().')
  await lab.tokens.filter({ hasText: /^\*$/ }).click()
  await expect(asked.getByRole('status')).toHaveText('You blame *.')
  await asked.getByRole('button', { name: 'Show what hindsight says' }).click()
  await expect(page.getByRole('main')).toContainText(
    'You blamed *, and so does hindsight, most of all: −8.09.',
  )
  await expect(lab.pinned.getByRole('heading')).toHaveText('Credit of *')
  await expect(lesson).toContainText('it doubts')
  await expect(lab.strip.getByRole('button', { name: /^token \d+, \*, .*, guessed once$/ })).toBeVisible()

  await page.reload()
  await lab.strip.waitFor()
  await expect(page.getByRole('main')).toContainText('You blamed *')
  await lesson.getByRole('button', { name: 'Page 1' }).click()
  await page.keyboard.press('n')
  await expect(asked).toHaveCount(0)
  await expect(lab.pinned).toBeVisible()
  expect(lab.complaints).toEqual([])
})

test('by keyboard alone, without a guess, and from any act', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open('./#r=first&u=3&b=update')
  await lab.strip.waitFor()
  const asked = page.getByRole('region', { name: question })
  await page.keyboard.press('q')
  await expect(asked).toBeVisible()
  await lab.tokens.first().focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(asked.getByRole('status')).toHaveText('No guess yet.')
  await page.keyboard.press('Enter')
  await expect(asked.getByRole('status')).toHaveText(/^You blame/)
  await asked.getByRole('button', { name: 'Take back' }).focus()
  await page.keyboard.press('Enter')
  await expect(asked.getByRole('status')).toHaveText('No guess yet.')
  await page.keyboard.press('q')
  await expect(lab.pinned).toBeVisible()
  await expect(page.getByRole('main')).not.toContainText('You blamed')
})

test('a class on one phone: touches are counted, and shown only with hindsight', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true })
  const page = await context.newPage()
  const lab = new LabPage(page)
  await lab.open()
  await lab.strip.waitFor()
  await page.keyboard.press('q')
  const asked = page.getByRole('region', { name: question })
  await asked.getByRole('switch', { name: /^A class guesses/ }).tap()
  const star = lab.tokens.filter({ hasText: /^\*$/ })
  for (const token of [star, lab.tokens.first(), star]) await token.tap()
  await expect(asked.getByRole('status')).toHaveText('3 guesses.')
  await expect(lab.strip.getByRole('button', { name: /guessed/ })).toHaveCount(0)
  await asked.getByRole('button', { name: 'Show what hindsight says' }).tap()
  await expect(page.getByRole('main')).toContainText(
    'Two of three guesses fall on *, which hindsight doubts most: −8.09. A blind guess falls on it once in eleven.',
  )
  await expect(lab.strip.getByRole('button', { name: /, guessed 2 times$/ })).toBeVisible()
  await context.close()
})

test('on a slide: asked by a key, pressed by the room, shown by the arrow down', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open('./#r=first&present=1&l=2')
  await lab.strip.waitFor()
  const slide = page.getByRole('main', { name: 'Presentation' })
  await page.keyboard.press('q')
  await expect(slide.getByRole('heading')).toHaveText(question)
  await expect(slide.getByRole('table')).toHaveCount(0)
  await lab.tokens.first().click()
  await page.keyboard.press('ArrowDown')
  await expect(slide).toContainText(
    'You blamed xs. Hindsight finds it as likely as before, and doubts most *',
  )
  await expect(slide.getByRole('heading')).toContainText('doubts')
})
