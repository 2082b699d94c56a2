/** Ways to look closer, each used as a person would, on the recorded run: nothing here waits for a model. */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'A recording runs nothing.')

let lab: LabPage
test.beforeEach(async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  lab = new LabPage(page)
  await lab.open()
  await expect(lab.tokens.first()).toBeVisible()
})
// A skipped test has opened no lab.
test.afterEach(() => expect(lab?.complaints ?? []).toEqual([]))

const number = (text: string) => Number(text.replace('\u2212', '-').replace(/[^\d.-]/g, ''))

async function noBarrier(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
  ).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
}

test('credits under one another: six rows of one attempt, one pin', async ({ page }) => {
  const credits = await lab.credits()
  await page.getByRole('button', { name: 'Compare credits' }).click()
  const rows = page.getByRole('region', { name: /^Attempt \d+, credits compared$/ })
  await expect(rows.getByRole('heading')).toHaveText([
    'SDPO, logit',
    'SDPO, token',
    'SDPO, sequence',
    'GRPO',
    'SDPO + GRPO',
    'RLSD',
    // What the tokens changed, which a recording cannot be asked: no strip of its own.
    'Chance to pass',
  ])
  const valuesOf = async (row: RegExp) => {
    const names = await rows
      .getByRole('group', { name: row })
      .getByRole('button')
      .evaluateAll((found) => found.map((button) => button.getAttribute('aria-label')!))
    return names.map((name) => number(/(?:credit|divergence) ([\u2212+\d.]+)/.exec(name)![1]!))
  }
  expect(await valuesOf(/^SDPO, token/)).toEqual(credits)
  const sequence = await valuesOf(/^SDPO, sequence/)
  expect(new Set(sequence).size).toBe(1)
  expect(sequence[0]).toBeCloseTo(credits.reduce<number>((sum, c) => sum + c!, 0) / credits.length, 1)
  expect(new Set(await valuesOf(/^GRPO/)).size).toBe(1)
  expect((await valuesOf(/^SDPO, logit/)).every((divergence) => divergence >= 0)).toBe(true)

  // The pin of one row is the pin of all, by mouse and by keyboard.
  await rows.getByRole('group', { name: /^GRPO/ }).getByRole('button').first().click()
  await expect(rows.getByRole('button', { pressed: true, name: /^token 1,/ })).toHaveCount(6)
  await page.keyboard.press('ArrowRight')
  await expect(rows.getByRole('button', { pressed: true, name: /^token 2,/ })).toHaveCount(6)
  await noBarrier(page)
  await page.getByRole('main').press('c')
  await expect(lab.strip).toBeVisible()
})

test('the same weights, and someone else\u2019s feedback: a recording says what needs a live run, and gives its own back', async ({
  page,
}) => {
  const before = await lab.credits()
  const teacher = page.getByRole('region', { name: 'What the self-teacher read' })
  const own = await teacher.locator('mark').innerText()
  const lend = teacher.getByRole('button', { name: /^(Someone else\u2019s feedback$|Feedback of)/ })
  await lend.click()
  await expect(lend).toHaveAttribute('aria-pressed', 'true')
  const whose = await lend.innerText()
  expect(whose).toMatch(/^Feedback of attempt \d+$/)
  expect(await teacher.locator('mark').innerText()).not.toBe(own)
  await expect(teacher).toContainText('A recording cannot read new words.')
  await expect(teacher.getByRole('button', { name: 'Go live' })).toBeVisible()
  await teacher.getByRole('button', { name: /another$/ }).click()
  await expect(lend).not.toHaveText(whose)
  await noBarrier(page)
  await lend.click()
  await expect(teacher.locator('mark')).toHaveText(own)
  expect(await lab.credits()).toEqual(before)

  // Without the feedback and with one set of weights nothing is left to differ: that a recording knows.
  await teacher.getByRole('switch', { name: /^Same weights/ }).click()
  await teacher.getByRole('switch', { name: /feedback/ }).click()
  await expect.poll(async () => (await lab.credits()).every((credit) => credit === 0)).toBe(true)
  await expect(lab.pinned).toContainText('The same words, read with the same weights: both readers are one.')
})

test('live: the teacher reads someone else\u2019s feedback at once, and with the student\u2019s weights', async ({
  page,
  backend,
}) => {
  await lab.goLive(backend)
  await lab.act(/^Make \d+ attempts$/, /^Judge/)
  await lab.act(/^Judge/, /^Re-read/)
  await lab.act(/^Re-read/, /^Show the credit/)
  await lab.act(/^Show the credit/, /^Update/)
  const own = await lab.credits()
  const teacher = page.getByRole('region', { name: 'What the self-teacher read' })
  await teacher.getByRole('button', { name: 'Someone else\u2019s feedback', exact: true }).click()
  await expect(lab.pinned).toContainText(
    /A control: the teacher read the feedback of attempt \d+\. With the attempt\u2019s own this token\u2019s credit was/,
  )
  expect(await lab.credits()).not.toEqual(own)
  await page.getByRole('main').press('e')
  await expect.poll(() => lab.credits()).toEqual(own)

  // Before the first update the teacher's weights are the student's.
  await teacher.getByRole('switch', { name: /^Same weights/ }).click()
  await expect(lab.pinned).toContainText('Both read with the student\u2019s weights')
  expect(await lab.credits()).toEqual(own)
})

test('a token through time: the playhead is the timeline\u2019s', async ({ page }) => {
  const bars = await lab.bars()
  await lab.pinned.getByRole('button', { name: /^Heatmap/ }).click()
  const map = lab.pinned.getByRole('img', { name: /^The token through \d+ updates/ })
  await expect(map).toBeVisible()
  const name = (await map.getAttribute('aria-label'))!
  const sampled = bars[1]![0]!.replace(/, sampled$/, '')
  expect(name).toContain(`the student: ${sampled}: ${bars[1]![1]} now`)
  await noBarrier(page)

  const updates = Number(/through (\d+) updates/.exec(name)![1])
  const box = (await map.boundingBox())!
  await map.click({ position: { x: box.width - 63, y: box.height / 2 } })
  await expect(page.getByRole('list', { name: `Acts of update ${updates}` })).toBeVisible()
  await page.keyboard.press('h')
  await expect(map).toHaveCount(0)
})

test('the tokens that mattered lead to their best example', async ({ page }) => {
  await page.keyboard.press('m')
  const panel = page.getByRole('dialog', { name: 'Tokens that mattered' })
  const tokens = panel.getByRole('button', { name: /blame .* praise/ })
  await expect(panel).toContainText(/hold \d+ % of it/)
  const names = await tokens.evaluateAll((found) => found.map((button) => button.getAttribute('aria-label')!))
  const sizes = names.map((name) =>
    [...name.matchAll(/(?:blame|praise) ([\d.]+)/g)].reduce((sum, m) => sum + Number(m[1]), 0),
  )
  expect(sizes.length).toBeGreaterThan(5)
  sizes.forEach((size, i) => i > 0 && expect(size).toBeLessThanOrEqual(sizes[i - 1]! + 0.11))
  await noBarrier(page)

  // By keyboard: down to the second, and there.
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const [, credit, attempt] = /Best example: ([\u2212+\d.]+) in attempt (\d+)$/.exec(names[1]!)!
  await expect(page.getByRole('main', { name: `Attempt ${attempt}` })).toBeVisible()
  await expect(lab.strip.getByRole('button', { pressed: true })).toHaveAccessibleName(
    new RegExp(`credit ${credit!.replace('+', '\\+')},`),
  )
  await page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)
})

test('a presentation: every page has its picture, and where it began is found again', async ({ page }) => {
  const began = await page
    .getByRole('main')
    .getByRole('heading', { name: /^Attempt/ })
    .innerText()
  await page.keyboard.press('p')
  const slide = page.getByRole('main', { name: 'Presentation' })
  const grpo = slide.getByRole('button', { name: /GRPO$/ })
  for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowRight')
  await expect(grpo).toHaveAttribute('aria-pressed', 'true')
  expect(new Set(await lab.credits())).toEqual(new Set([0]))
  await page.keyboard.press('ArrowRight')
  await expect(grpo).toHaveAttribute('aria-pressed', 'false')
  const credits = await lab.credits()
  expect(Math.min(...credits.map(Number))).toBeLessThan(-1)
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight')
  const [, passed, shown] = /Attempt (\d+) passed: attempt (\d+) is re-read with it in view/.exec(
    await slide.getByRole('heading').innerText(),
  )!
  await expect(
    slide.getByRole('group', { name: `Attempt ${shown}, tokens coloured by credit` }),
  ).toBeVisible()
  await expect(slide).toContainText(`attempt ${passed}, which passed, read in hindsight`)
  await page.keyboard.press('ArrowRight')
  await expect(slide.getByRole('heading')).toHaveText(/^One update moves . from \d+\s?% to \d+\s?%$/)
  await expect(slide).toContainText('after the update')
  await noBarrier(page)
  await page.keyboard.press('ArrowRight')
  await expect(slide.getByRole('heading')).toContainText('Blame can fall on a right token')
  await expect(slide.getByRole('group', { name: `${began}, tokens coloured by credit` })).toBeHidden()
  await page.keyboard.press('f')
  await expect(slide).toContainText('feedback hidden')
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowLeft')
  await expect(slide.getByRole('group', { name: `${began}, tokens coloured by credit` })).toBeVisible()
  await expect(slide).not.toContainText('after the update')
  await expect(slide).not.toContainText('feedback hidden')
  expect(await lab.credits()).toEqual(credits)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('main', { name: began })).toBeVisible()
})

test('every act by its name: found, done, and its key told', async ({ page }) => {
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Find an act' })
  const text = palette.getByRole('combobox', { name: 'Find an act' })
  await expect(text).toBeFocused()
  const options = palette.getByRole('option')
  const all = await options.count()
  expect(all).toBeGreaterThan(20)
  await noBarrier(page)
  await page.keyboard.type('cred')
  expect(await options.count()).toBeLessThan(all)
  await page.keyboard.press('ArrowDown')
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true')
  await text.fill('compare')
  await expect(options).toHaveCount(1)
  await expect(options.first()).toContainText('C')
  await page.keyboard.press('Enter')
  await expect(palette).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Compare credits' })).toHaveAttribute('aria-pressed', 'true')

  await page.keyboard.press('Control+k')
  await text.fill('nothing of the kind')
  await expect(palette.getByRole('status')).toHaveText('Nothing here has that name.')
  await page.keyboard.press('Escape')
  await expect(palette).toHaveCount(0)
})

test('a passed attempt that teaches the others alone says why its bars differ', async ({ page }) => {
  await page.keyboard.press('End')
  const passed = page.getByRole('button', { name: /^Attempt \d+, passed/ })
  for (let i = 0; i < 40; i++) {
    for (const attempt of await passed.all()) {
      await attempt.click()
      if ((await lab.pinned.innerText()).includes('It teaches the others, not itself.')) {
        await expect(lab.pinned).toContainText(
          /Both read the same words\. The bars differ only by the self-teacher\u2019s weights, an EMA|with the same weights: their bars are one/,
        )
        return
      }
    }
    await page.keyboard.press('Shift+ArrowLeft')
  }
  throw new Error('No attempt of the recording passed without a teacher of its own.')
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`on a phone, ${colorScheme}: all of it, inside its width`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width: 390, height: 844 })
    await page.getByRole('button', { name: 'Compare credits' }).click()
    await noBarrier(page)
    await lab.pinned.getByRole('button', { name: /^Heatmap/ }).click()
    await noBarrier(page)
    await page.keyboard.press('m')
    await noBarrier(page)
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /blame .* praise/ })
      .first()
      .click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await expect(page.getByRole('button', { name: 'The strip, PNG' })).toBeVisible()
    await noBarrier(page)
  })
}

test('the curve is the measured one of many problems where there is one, and else of this run alone', async ({
  page,
}) => {
  const discovery = page.getByRole('region', { name: 'Discovery' })
  const measured = (of: string) =>
    discovery.getByRole('img', {
      name: new RegExp(
        `^discovery at k on hard lists problems, within 192 attempts, 40 problems, 5 seeds.*: SDPO \\d+.%, multi-turn \\d+.%, best-of-k \\d+.%, best-of-k without repeats \\d+.%\\. This run: ${of}\\.$`,
      ),
    })
  // What has not been watched is not given away.
  await expect(measured('Not solved in 8 attempts')).toBeVisible()
  await page.keyboard.press('End')
  await expect(measured('Solved at attempt 62 of 192')).toBeVisible()
  await expect(discovery).toContainText('This run: solved at attempt 62 of 192.')
  await page.goto('about:blank')
  await lab.open('./#r=smollm2')
  await expect(discovery.getByRole('img', { name: /^discovery at k: SDPO, one seed\./ })).toBeVisible()
  // What the page fetches before it has read the link.
  lab.complaints.splice(0, Infinity, ...lab.complaints.filter((words) => !words.includes('preloaded')))
})
