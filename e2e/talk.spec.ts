/**
 * A talk of five minutes, as it is given: notes and a timer in a window of the speaker's own, words that the room
 * asks for, read live where the slide stands, and then no network at all.
 */
import { encode } from 'uqr'
import AxeBuilder from '@axe-core/playwright'
import { layoutFaults } from './geometry.ts'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'The same page.')

test('words that the room asks for are brought along to a live run, in place', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 })
  const lab = new LabPage(page)
  await lab.open('./#r=first&present=1&l=2')
  await lab.strip.waitFor()
  const slide = page.getByRole('main', { name: 'Presentation' })
  const text = await slide.getByRole('button', { name: 'Edit the feedback' }).textContent()
  expect(text).toBe('the feedback, read in hindsight')
  await slide.getByRole('button', { name: 'Edit the feedback' }).click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('Wrong Answer: wrong numbers Input: [3,8,1,0,8] Output: [0,16] Expected: [0,1,3]')
  await slide.getByRole('button', { name: 'Let the teacher read this' }).focus()
  await page.keyboard.press('Enter')
  await expect(slide).toContainText('A recording cannot read new words.')
  const before = await lab.tokens.allTextContents()
  await slide.getByRole('button', { name: 'Go live' }).focus()
  await page.keyboard.press('Enter')
  // The same attempt, made here, with the words read.
  await expect(slide).toContainText('your words, read in hindsight', { timeout: 120_000 })
  await expect(slide).toContainText('Live run, seed 4')
  await expect(slide).toContainText('Expected: [0,1,3]')
  await expect(slide).toContainText('Update 1, attempt 8')
  expect((await lab.tokens.allTextContents()).join('')).toContain(before.join('').slice(0, 20))
  await expect.poll(async () => (await lab.credits()).some((credit) => credit !== null)).toBe(true)
  expect(lab.complaints).toEqual([])
})

test('without a network: notes, timer and what comes next in a second window, which turns the slides too; and a code of the slide', async ({
  page,
  context,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 })
  const lab = new LabPage(page)
  await lab.open('./#r=first&present=1&l=1')
  await lab.strip.waitFor()
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  await context.setOffline(true)
  const opened = page.waitForEvent('popup')
  await page.keyboard.press('v')
  const notes = await opened
  const speaker = notes.getByRole('main', { name: 'Notes of the presentation' })
  await expect(speaker.getByRole('region', { name: 'On the slide' })).toContainText('One flat reward')
  await expect(speaker.getByRole('region', { name: 'Next slide' })).toContainText(
    'Credit is a difference of opinion',
  )
  await expect(notes.getByRole('timer', { name: 'Time of the talk' })).toHaveText(/^0:[0-5][5-9]$/)
  expect(await layoutFaults(notes)).toEqual([])
  // Its keys are the presentation's, but not while a note is written.
  await notes.keyboard.press('ArrowRight')
  await expect(speaker).toContainText('Credit is a difference of opinion')
  const slide = page.getByRole('main', { name: 'Presentation' })
  await expect(slide.getByRole('heading')).toContainText('the same model doubts')
  await speaker.getByRole('textbox', { name: 'Your notes on this slide' }).focus()
  await notes.keyboard.type('Ask who would blame the star. b')
  await expect(page.getByRole('button', { name: 'Show the slide again' })).toHaveCount(0)
  await speaker.getByRole('button', { name: 'Show nothing' }).click()
  await expect(page.getByRole('button', { name: 'Show the slide again' })).toBeVisible()
  await speaker.getByRole('button', { name: 'Show nothing' }).click()
  await speaker.getByRole('button', { name: 'Next page' }).click()
  await expect(speaker.getByRole('textbox')).toHaveValue('')
  await speaker.getByRole('button', { name: 'Previous page' }).click()
  await expect(speaker.getByRole('textbox')).toHaveValue('Ask who would blame the star. b')
  const seconds = async () => Number((await notes.getByRole('timer').innerText()).split(':')[1])
  const before = await seconds()
  await speaker.getByRole('button', { name: 'From 0:00' }).click()
  expect(await seconds()).toBeLessThan(before)

  await page.bringToFront()
  await page.keyboard.press('u')
  const share = page.getByRole('dialog', { name: 'Share' })
  const link = await share.getByRole('textbox', { name: 'Link to what is on the screen' }).inputValue()
  expect(link).toContain('present=1')
  const code = encode(link, { ecc: 'L', border: 4 })
  const dark = await share.getByRole('img', { name: 'QR code of the link' }).locator('path').getAttribute('d')
  expect(dark!.match(/M/g)!.length).toBe(code.data.flat().filter(Boolean).length)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('main', { name: /^Attempt/ })).toBeVisible()
  await expect.poll(() => notes.isClosed()).toBe(true)
  // The service worker asks the network first, and the browser says that there is none.
  expect(lab.complaints.filter((words) => !words.includes('net::ERR_'))).toEqual([])
})
