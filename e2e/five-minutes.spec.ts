/**
 * A whole talk by keyboard alone, on a borrowed machine whose network goes away after the title: kept for offline,
 * recorded, a guess, words of the room read live where the slide stands, nothing for a while, notes, a code, a race.
 */
import type { Locator } from '@playwright/test'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'The same page.')

test('five minutes without a mouse, and without a network after the title', async ({ page, context }) => {
  await page.setViewportSize({ width: 1280, height: 720 })
  const lab = new LabPage(page)
  const { keyboard } = page
  const enter = async (control: Locator) => {
    await control.focus()
    await keyboard.press('Enter')
  }
  await lab.open()
  await lab.strip.waitFor()
  await keyboard.press('p')
  const slide = page.getByRole('main', { name: 'Presentation' })
  await enter(slide.getByRole('button', { name: /^Keep for offline, \d+ MB$/ }))
  await expect(slide.getByRole('status')).toHaveText('Ready to go live without a network', {
    timeout: 120_000,
  })
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  await context.setOffline(true)

  // The question, one flat reward, and the guess before hindsight speaks.
  await keyboard.press('ArrowRight')
  await expect(slide.getByRole('list', { name: 'Tests' })).toBeVisible()
  await keyboard.press('ArrowRight')
  await expect(slide).toContainText('Recorded run, seed 4')
  await keyboard.press('ArrowRight')
  await keyboard.press('q')
  await expect(slide.getByRole('heading')).toHaveText('Which token would you blame?')
  await expect(slide).toContainText('the judge\u2019s feedback')
  await enter(lab.tokens.filter({ hasText: /^\*$/ }))
  await keyboard.press('ArrowDown')
  await expect(slide).toContainText('You blamed *, and so does hindsight')

  await keyboard.press('.')
  await expect(page.getByRole('button', { name: 'Show the slide again' })).toBeVisible()
  await keyboard.press('.')

  const opened = page.waitForEvent('popup')
  await keyboard.press('v')
  const notes = await opened
  await expect(notes.getByRole('region', { name: 'Next slide' })).toContainText('Hindsight is feedback')
  await page.bringToFront()
  await keyboard.press('v')
  await expect.poll(() => notes.isClosed()).toBe(true)

  // What the room asks for, read by the model that was kept.
  await enter(slide.getByRole('button', { name: 'Edit the feedback' }))
  await keyboard.press('ControlOrMeta+a')
  await keyboard.type('Wrong Answer: wrong numbers Input: [3,8,1,0,8] Output: [0,16] Expected: [0,1,3]')
  await enter(slide.getByRole('button', { name: 'Let the teacher read this' }))
  await expect(slide).toContainText('A recording cannot read new words.')
  await enter(slide.getByRole('button', { name: 'Go live' }))
  await expect(slide).toContainText('your words, read in hindsight', { timeout: 120_000 })
  await expect(slide).toContainText('Live run, seed 4')
  await expect.poll(async () => (await lab.credits()).some((credit) => credit !== null)).toBe(true)

  await keyboard.press('u')
  const share = page.getByRole('dialog', { name: 'Share' })
  await expect(share.getByRole('img', { name: 'QR code of the link' })).toBeVisible()
  await keyboard.press('Escape')

  await keyboard.press('r')
  const race = page.getByRole('dialog', { name: 'Race the arms' })
  await race.getByRole('radiogroup', { name: 'Seeds' }).getByRole('radio', { checked: true }).focus()
  await keyboard.press('Home')
  for (let i = 0; i < 4; i++) await keyboard.press('ArrowLeft')
  await enter(race.getByRole('button', { name: 'Start the race' }))
  await expect(race.locator('.curve .curve-arm > path').first()).toBeAttached({ timeout: 120_000 })
  await enter(race.getByRole('button', { name: 'Pause the race' }))
  await keyboard.press('Escape')
  await keyboard.press('Escape')
  await expect(page.getByRole('main', { name: /^Attempt/ })).toBeVisible()
  expect(lab.complaints.filter((words) => !words.includes('net::ERR_'))).toEqual([])
})

test('a lesson with its guess, and an export, by keyboard alone', async ({ page }) => {
  const lab = new LabPage(page)
  const { keyboard } = page
  await lab.open()
  await lab.strip.waitFor()
  await keyboard.press('n')
  const asked = page.getByRole('region', { name: 'Which token would you blame?' })
  await expect(asked).toBeVisible()
  // By Tab alone to the strip, then by its arrows.
  await page.getByRole('link', { name: 'To the attempt' }).focus()
  await keyboard.press('Enter')
  const inStrip = () => page.evaluate(() => document.activeElement?.closest('.strip') !== null)
  for (let i = 0; i < 40 && !(await inStrip()); i++) await keyboard.press('Tab')
  expect(await inStrip()).toBe(true)
  await keyboard.press('End')
  await keyboard.press('ArrowLeft')
  await keyboard.press('Enter')
  await expect(asked.getByRole('status')).toHaveText('You blame .reverse().')
  await keyboard.press('q')
  await expect(page.getByRole('main')).toContainText('You blamed .reverse()')
  // By its name in the palette.
  await keyboard.press('Control+k')
  await keyboard.type('one HTML file')
  const downloaded = page.waitForEvent('download')
  await keyboard.press('Enter')
  expect((await downloaded).suggestedFilename()).toMatch(/\.html$/)
  expect(lab.complaints).toEqual([])
})
