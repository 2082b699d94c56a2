/** A link for a class: the question, the attempt and the lesson, and nothing else to press. */
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'The same page.')

test('a link without controls is made in the share dialog, opens the question, the strip and the lesson, and stays so', async ({
  page,
}) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.strip.waitFor()
  await page.keyboard.press('u')
  const share = page.getByRole('dialog', { name: 'Share' })
  const link = share.getByRole('textbox', { name: 'Link to what is on the screen' })
  const path = () => share.getByRole('img', { name: 'QR code of the link' }).locator('path').getAttribute('d')
  const before = await path()
  expect(await link.inputValue()).not.toContain('controls')
  await share.getByRole('switch', { name: /^For a class/ }).click()
  await expect(link).toHaveValue(/&controls=0$/)
  expect(await path()).not.toBe(before)
  const address = await link.inputValue()

  await page.goto('about:blank')
  await page.goto(address)
  await lab.strip.waitFor()
  const main = page.getByRole('main', { name: 'Attempt 8' })
  const lesson = page.getByRole('region', { name: 'Lesson' })
  await expect(main).toContainText('From xs, thin them out')
  await expect(main).toContainText('Expected: [11,3]')
  await expect(lab.pinned).toContainText('\u22128.09')
  /** Names of what can be pressed beside the tokens and the lesson. */
  const others = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('button, a, input, select, textarea, [role=button], [role=switch]')]
        .filter((each) => each.checkVisibility() && !each.closest('.strip, [aria-label=Lesson], .skip'))
        .map((each) => each.textContent),
    )
  expect(await others()).toEqual(['The paper', 'The whole lab'])
  // No key does what no button does.
  for (const key of ['r', 's', 'Control+k', 'p', 't', 'Shift+M', 'ArrowRight']) await page.keyboard.press(key)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(main).toBeVisible()

  await lesson.getByRole('button', { name: 'Next' }).click()
  const asked = page.getByRole('region', { name: 'Which token would you blame?' })
  await lab.tokens.filter({ hasText: /^\*$/ }).click()
  await asked.getByRole('button', { name: 'Show what hindsight says' }).click()
  await expect(main).toContainText('You blamed *, and so does hindsight')
  await page.reload()
  await expect(lesson.getByRole('heading')).toHaveText('Credit is a difference of opinion')
  expect(await others()).toEqual(['The paper', 'The whole lab'])
  await page.getByRole('link', { name: 'The whole lab' }).click()
  await expect(page.getByRole('region', { name: 'Run', exact: true })).toBeVisible()
  await expect(lesson.getByRole('heading')).toHaveText('Credit is a difference of opinion')
  expect(lab.complaints).toEqual([])
})
