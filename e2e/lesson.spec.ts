/** Lessons by their address and their words: Back goes to the page before, and a term says what it means. */
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'The same page.')

test('a lesson has its link in the address bar, Back goes to the one before, and its words are explained', async ({
  page,
}) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.strip.waitFor()
  const lesson = page.getByRole('region', { name: 'Lesson' })
  await lesson.getByRole('button', { name: 'GRPO', exact: true }).focus()
  await expect(page.getByRole('tooltip')).toContainText('Group Relative Policy Optimization')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('tooltip')).toHaveCount(0)
  await page.keyboard.press('n')
  await page.keyboard.press('n')
  await expect(lesson.getByRole('heading')).toHaveText('Hindsight is feedback, read again')
  expect(new URL(page.url()).hash).toBe('#l=3')
  await page.goBack()
  await expect(lesson.getByRole('heading')).toHaveText('Credit is a difference of opinion')
  await page.goForward()
  await expect(lesson.getByRole('heading')).toHaveText('Hindsight is feedback, read again')
  await page.reload()
  await expect(lesson.getByRole('heading')).toHaveText('Hindsight is feedback, read again')
  expect(lab.complaints).toEqual([])
})
