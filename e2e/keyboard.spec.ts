/** A whole run by keyboard alone; and what the teacher, the speaker and the learner do with the picture, each once. */
import type { Locator, Page } from '@playwright/test'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'The same page.')

/** Tab until something has the focus, as a person would; it must be reached within a hundred presses. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let i = 0; i < 100; i++) {
    if (await wanted.evaluate((element) => element === document.activeElement).catch(() => false)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never came to ${String(wanted)}.`)
}

const focused = (page: Page) =>
  page.evaluate(() => document.activeElement !== null && document.activeElement !== document.body)

test('a whole run by keyboard alone: a problem, the model, attempts, a token, both credits, words of one\u2019s own, back in time, on the wall', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const lab = new LabPage(page)
  await lab.open()
  await lab.tokens.first().waitFor()
  await lab.choose('wasm')
  // Another problem, by the name of the act.
  await page.keyboard.press('Control+k')
  await page.keyboard.type('choose a problem')
  await page.keyboard.press('Enter')
  const chooser = page.getByRole('dialog', { name: 'Choose a problem' })
  await tabTo(page, chooser.getByRole('searchbox'))
  await page.keyboard.type('turned around')
  await tabTo(page, chooser.getByRole('button', { name: /^Turned around/ }).first())
  await page.keyboard.press('Enter')
  await expect(chooser).toBeHidden()
  await expect(
    page
      .getByRole('region', { name: 'Problem', exact: true })
      .getByRole('heading', { name: /^Turned around/ }),
  ).toBeVisible()

  await tabTo(page, lab.primary)
  await expect(lab.primary).toHaveText(/^Load model/)
  await page.keyboard.press('Enter')
  await lab.awaitAct(/^Make 8 attempts$/)
  expect(await focused(page)).toBe(true)
  for (const [act, next] of [
    [/^Make/, /^Judge/],
    [/^Judge/, /^Re-read/],
    [/^Re-read/, /^Show the credit/],
    [/^Show the credit/, /^Update/],
  ] as const) {
    await lab.awaitAct(act)
    await page.keyboard.press('Enter')
    await lab.awaitAct(next)
    await expect(lab.primary).toBeFocused()
  }
  await expect(page.getByRole('region', { name: 'Attempts' }).getByRole('status')).toHaveText(
    /^Update 1: \d of 8 attempts passed$/,
  )

  // The strip is one stop; arrows move the pin in it, and it is said.
  await tabTo(page, lab.strip.getByRole('button', { pressed: true }))
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await expect(lab.strip.getByRole('button', { pressed: true })).toHaveAccessibleName(/^token 2,/)
  await expect(lab.strip.getByRole('button', { pressed: true })).toBeFocused()
  await page.keyboard.press('g')
  expect(new Set(await lab.credits()).size).toBe(1)
  await page.keyboard.press('g')

  await tabTo(page, page.getByRole('button', { name: 'Edit the feedback' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: /^Feedback/ })).toBeFocused()
  const credits = await lab.credits()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('Wrong Answer: too many numbers')
  await tabTo(page, page.getByRole('button', { name: 'Let the teacher read this' }))
  await page.keyboard.press('Enter')
  await expect.poll(() => lab.credits()).not.toEqual(credits)
  await tabTo(page, page.getByRole('button', { name: 'Done editing the feedback' }))
  await page.keyboard.press('Enter')

  await page.keyboard.press('Home')
  await expect(page.getByRole('main', { name: 'No attempts yet' })).toBeVisible()
  await page.keyboard.press('End')
  await expect(lab.tokens.first()).toBeVisible()

  await page.keyboard.press('p')
  const slide = page.getByRole('main', { name: 'Presentation' })
  await expect(slide).toBeFocused()
  const first = await slide.getByRole('heading').innerText()
  await page.keyboard.press('ArrowRight')
  await expect(slide.getByRole('heading')).not.toHaveText(first)
  await page.keyboard.press('Escape')
  await expect(slide).toHaveCount(0)
  expect(lab.complaints).toEqual([])
})

test.describe('on the recorded run', () => {
  let lab: LabPage
  test.beforeEach(async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    lab = new LabPage(page)
    await lab.open()
    await lab.tokens.first().waitFor()
  })

  test('an update in its acts: pressed, and moved through event by event; with the update, the gradient', async ({
    page,
  }) => {
    const acts = page.getByRole('list', { name: 'Acts of update 1' })
    await acts.getByRole('button', { name: 'Judge' }).click()
    await expect(page.getByRole('main')).toContainText(
      'A reward says no more than that; the judge also says how.',
    )
    const moment = page.getByRole('slider', { name: 'Moment of this update' })
    await moment.focus()
    await page.keyboard.press('ArrowLeft')
    await expect(moment).toHaveAttribute('aria-valuetext', /^Judge, \d\d % done$/)
    await acts.getByRole('button', { name: 'Update' }).click()
    await expect(page.getByRole('main')).toContainText('One update later the student has moved')
    // Columns: student, self-teacher, after, pull. What is pulled up is what the teacher holds likelier; together they pull nowhere.
    const rows = (await lab.bars()).slice(1)
    const pulls = rows.map((row) => Number(row[4]!.replace('\u2212', '-')))
    expect(Math.abs(pulls.reduce((sum, pull) => sum + pull, 0))).toBeLessThan(0.03)
    expect(pulls[0]).toBeLessThan(0)
    expect(Math.max(...pulls)).toBe(pulls[1])
    await page.keyboard.press('d')
    expect((await lab.bars())[0]).toHaveLength(4)
  })

  test('a lesson points at the picture, the picture back at the lesson, and each ends with a run of one\u2019s own', async ({
    page,
  }) => {
    await page.keyboard.press('n')
    const lesson = page.getByRole('region', { name: 'Lesson' })
    await expect(lesson.getByRole('heading')).toHaveText('Credit is a difference of opinion')
    // It asks before it shows.
    await page.getByRole('button', { name: 'Show without a guess' }).click()
    const named = lesson.getByRole('button', { name: '*', exact: true })
    await lab.strip.getByRole('button', { name: /^token \d+, \*,/ }).hover()
    await expect(named).toHaveClass(/pointed/)
    await lesson.getByRole('button', { name: 'Page 7' }).click()
    await lesson.getByRole('button', { name: 'a run that collapses' }).click()
    await expect(lesson).toContainText('The learning rate here is 0.10.')
    await lesson.getByRole('button', { name: 'Back to the run that went well' }).click()
    await expect(lesson).not.toContainText('The learning rate here')
    await lesson.getByRole('button', { name: /^Run live at a learning rate of 0\.1/ }).click()
    await expect(lab.source.getByRole('radio', { name: /^Live/ })).toBeChecked()
    await page.keyboard.press('s')
    await expect(page.getByRole('slider', { name: 'Learning rate' })).toHaveAttribute('aria-valuetext', '0.1')
  })

  test('in front of a room: paged by keys, the feedback hidden and rewritten, a pointer, and a projector\u2019s theme', async ({
    page,
  }) => {
    await page.setViewportSize({ width: 1280, height: 720 })
    await page.keyboard.press('p')
    const slide = page.getByRole('main', { name: 'Presentation' })
    await expect(slide.getByRole('heading')).toContainText('by teaching itself')
    await page.keyboard.press(' ')
    await expect(slide.getByRole('heading')).toContainText('thin them out, then make them bigger')
    await expect(slide.getByRole('list', { name: 'Tests' })).toContainText('f([7, 4, 1, 9]) \u2192 [12, 7]')
    for (let i = 0; i < 2; i++) await page.keyboard.press(' ')
    await expect(slide.getByRole('heading')).toContainText('Told what went wrong')
    await page.keyboard.press('ArrowDown')
    await expect(slide).toContainText('after the update')
    await page.keyboard.press('ArrowUp')
    await expect(slide).not.toContainText('after the update')
    await page.keyboard.press('b')
    await page.getByRole('button', { name: 'Show the slide again' }).click()
    await expect(page.getByRole('button', { name: 'Show the slide again' })).toHaveCount(0)
    await page.keyboard.press('f')
    await expect(slide).toContainText('feedback hidden')
    await page.keyboard.press('f')
    await page.keyboard.press('l')
    await page.mouse.move(400, 300)
    const dot = page.locator('.present-pointer')
    const box = (await dot.boundingBox())!
    expect([Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)]).toEqual([400, 300])
    await slide.getByRole('button', { name: 'Edit the feedback' }).click()
    await page.getByRole('textbox', { name: /^Feedback/ }).fill('too many numbers')
    await page.getByRole('button', { name: 'Let the teacher read this' }).click()
    await expect(slide).toContainText('your words, read in hindsight')
    await expect(slide).toContainText('A recording cannot read new words.')
    for (let i = 0; i < 3; i++) await page.keyboard.press('t')
    expect(
      await page.evaluate(() => getComputedStyle(document.querySelector('.present')!).backgroundColor),
    ).toBe('rgb(255, 255, 255)')
    // From the last row: nothing that is part of the picture is set smaller than 17 px at 1280 x 720.
    const small = await slide
      .locator('.present-picture *')
      .evaluateAll((all) =>
        all
          .filter(
            (e) =>
              [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent!.trim() !== '') &&
              !e.closest('.quiet') &&
              parseFloat(getComputedStyle(e).fontSize) < 17,
          )
          .map((e) => e.outerHTML.slice(0, 80)),
      )
    expect(small).toEqual([])
  })
})
