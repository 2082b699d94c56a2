/** What an update moved: the fifth act's picture says what the recording holds, is in sight beside the bars, whole at three sizes in both themes, and an update is undone where the run is live. */
import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import type { RunEvent, RunEventOf } from '../src/sdpo/events.ts'
import { barriers } from './barriers.ts'
import { layoutFaults } from './geometry.ts'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'A recorded run, and one update of a live one.')

const updateOf = (recording: string, step: number) =>
  (
    JSON.parse(readFileSync(new URL(`../public/recordings/${recording}.json`, import.meta.url), 'utf8')) as {
      events: RunEvent[]
    }
  ).events.find(
    (event): event is RunEventOf<'step-updated'> => event.type === 'step-updated' && event.step === step,
  )!

const picture = (page: Page) => page.getByRole('region', { name: 'What the update moved' })

for (const [recording, step, layers] of [
  ['first', 3, 4],
  ['smollm2', 2, 30],
  ['anchors', 1, 30],
] as const)
  test(`${recording}: every pair of matrices has a cell, the darkest where most moved, and one token its share`, async ({
    page,
  }) => {
    const { movement } = updateOf(recording, step)
    const lab = new LabPage(page)
    await lab.open(`./#r=${recording}&u=${step}&b=update`)
    await expect(picture(page)).toBeVisible()
    const cells = picture(page).getByRole('img').locator('i[title]')
    await expect(cells).toHaveCount(7 * layers)
    const moved = movement!.layers.flat()
    const [shades, titles] = await cells.evaluateAll((found) => [
      found.map((cell) => Number(getComputedStyle(cell).opacity)),
      found.map((cell) => cell.getAttribute('title')!),
    ])
    const most = shades.indexOf(Math.max(...shades))
    expect(Number(/: ([\d.e-]+)$/.exec(titles[most]!)![1])).toBeCloseTo(Math.max(...moved), 2)
    const name = (await picture(page).getByRole('img').getAttribute('aria-label'))!
    const by = Number(/by ([\d.e-]+) in all/.exec(name)![1])
    expect(by).toBeCloseTo(Math.hypot(...moved), 1)
    // One token's part in what was learnt: another token has another.
    const share = async () => /has ([<>\d. ]+\u202f%)\./.exec(await picture(page).innerText())?.[1]
    const parts = new Set<string | undefined>()
    for (const token of (await lab.tokens.all()).slice(0, 12)) {
      await token.click()
      parts.add(await share())
    }
    expect(parts.size).toBeGreaterThan(1)
    expect(parts).not.toContain(undefined)
    // The page fetches the run that it opens on before it has read the link.
    expect(lab.complaints.filter((words) => !words.includes('preloaded'))).toEqual([])
  })

test('a line leads from the token in focus to what moved, and says whose sum that is; where it cannot be so, there is none', async ({
  page,
}) => {
  const lab = new LabPage(page)
  await lab.open('./#r=first&u=1&b=update')
  const line = page.locator('.moved-line')
  const said = picture(page).getByText(/The line from \S+ is one of \d+: the update is the sum of/)
  await expect(said).toBeVisible()
  const box = async (part: Locator) => (await part.boundingBox())!
  const course = line.locator('path').first()
  const pressed = lab.strip.locator('[data-token]:has([aria-pressed="true"])')
  const [way, token, cells] = [
    await box(course),
    await box(pressed),
    await box(picture(page).getByRole('img')),
  ]
  expect(Math.abs(way.x - token.x - token.width / 2)).toBeLessThan(10)
  expect(way.y).toBeGreaterThan(token.y + token.height - 20)
  expect(Math.abs(way.y + way.height - cells.y)).toBeLessThan(10)
  // As thick as its part: the token to blame has more of it than one that both readers agree on.
  const thick = () => course.evaluate((path) => Number(path.getAttribute('stroke-width')))
  const loud = await thick()
  await lab.tokens.filter({ hasText: '%2===' }).click()
  await expect.poll(thick).toBeLessThan(loud)
  await lab.tokens.first().click()
  await expect(line).toHaveCount(0)
  await expect(said).toHaveCount(0)
  await lab.tokens.filter({ hasText: '%2===' }).click()
  await expect(line).toHaveCount(1)
  // GRPO's number is not what taught here.
  await page.getByRole('radio', { name: 'GRPO credit', exact: true }).click()
  await expect(line).toHaveCount(0)
  await page.getByRole('radio', { name: 'SDPO credit', exact: true }).click()
  await expect(said).toBeVisible()
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(course).toHaveCount(0)
  await expect(said).toBeHidden()
})

test('of an update whose movement was not recorded that is said', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open('./#r=collapse&u=4&b=update')
  expect(updateOf('collapse', 4).movement).toBeUndefined()
  await expect(picture(page)).toHaveText(
    /^What the update movedWhich numbers this update moved was not recorded\.\s*$/,
  )
})

for (const colorScheme of ['light', 'dark'] as const)
  for (const [width, height] of [
    [1440, 900],
    [1024, 768],
    [390, 844],
  ] as const)
    test(`whole and readable, ${colorScheme}, ${width} wide`, async ({ page }, info) => {
      await page.setViewportSize({ width, height })
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const lab = new LabPage(page)
      await lab.open('./#r=first&u=3&b=update')
      const grid = picture(page).getByRole('img')
      await expect(grid).toBeVisible()
      // Beside the bars, and not under what one scrolls to.
      if (width === 1440) await expect(grid).toBeInViewport({ ratio: 1 })
      else await grid.scrollIntoViewIfNeeded()
      expect(await layoutFaults(page)).toEqual([])
      expect(await barriers(page, '.moved')).toEqual([])
      await page.screenshot({ path: info.outputPath('moved.png') })
    })

test('live: an update is undone, and the same attempts are made again', async ({ page, backend }) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.goLive(backend)
  await lab.update()
  const texts = () => page.getByRole('region', { name: 'Attempts' }).locator('.row-code').allInnerTexts()
  const before = await texts()
  await expect(
    picture(page).getByRole('img', { name: /^The update moved the 78 thousand numbers/ }),
  ).toBeVisible()
  await picture(page).getByRole('button', { name: 'Undo update 1' }).click()
  await expect(page.getByRole('main', { name: 'No attempts yet' })).toBeVisible()
  await lab.awaitAct(/^Make 8 attempts$/)
  await lab.primary.click()
  await lab.awaitAct(/^Judge/)
  expect(await texts()).toEqual(before)
  expect(lab.complaints).toEqual([])
})
