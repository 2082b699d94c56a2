/** What if the self-teacher had read something else: two strips in a recording, by mouse, by one key, on a phone, and in both themes. */
import { barriers } from './barriers.ts'
import { layoutFaults } from './geometry.ts'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'The recorded run.')

const title = 'What if it had read something else?'

test('one key goes through the what-ifs of a recording, and the sentence says what each changes', async ({
  page,
}) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.strip.waitFor()
  const panel = page.getByRole('region', { name: title })
  await expect(panel).toHaveCount(0)
  await page.getByRole('button', { name: title }).click()
  await expect(panel).toBeVisible()
  const own = panel.getByRole('group', { name: 'This feedback, attempt 8' })
  const star = /^token \d+, \*, credit −8\.09/
  await expect(own.getByRole('button', { name: star })).toBeVisible()
  const said = panel.getByRole('status')
  const chosen = (name: string) => panel.getByRole('radio', { name, checked: true })

  await expect(chosen('Nothing')).toBeVisible()
  await expect(said).toHaveText(
    'What it read moves * most: −8.09. With nothing more to read: 0; it would write * there and not +. Then no token moves.',
  )
  const place = async () => {
    const box = (await own.boundingBox())!
    return [Math.round(box.x), Math.round(box.y), Math.round(box.width)]
  }
  const before = await place()
  const kinds = ['Only “wrong”', 'Another attempt’s', 'Another problem’s', 'A wrong hint', 'The solution']
  for (const kind of kinds) {
    await page.keyboard.press('i')
    await expect(chosen(kind)).toBeVisible()
    await expect(panel.getByRole('group', { name: `${kind}, attempt 8` })).toBeVisible()
    await expect(said).toContainText('What it read moves * most: −8.09.')
    expect(await place()).toEqual(before)
  }
  await expect(panel).toContainText('xs.filter((x,i)=>i%2===1).map(x=>x+3).sort((a,b)=>b-a)')
  await page.keyboard.press('i')
  await expect(panel).toHaveCount(0)

  // By the arrows of the group, and closed again.
  await page.keyboard.press('i')
  await chosen('Nothing').focus()
  await page.keyboard.press('ArrowLeft')
  await expect(chosen('The solution')).toBeFocused()
  await panel.getByRole('button', { name: 'Close the what-if' }).click()
  await expect(panel).toHaveCount(0)
  expect(lab.complaints).toEqual([])
})

test('an attempt whose what-ifs are not in the recording says so, and one that nobody re-read has none', async ({
  page,
}) => {
  const lab = new LabPage(page)
  await lab.open('./#r=first&u=3&b=score&a=17')
  await lab.strip.waitFor()
  await page.keyboard.press('i')
  const panel = page.getByRole('region', { name: title })
  await expect(panel).toContainText('Go live, and the self-teacher will read it.')
  await page.keyboard.press('Home')
  await expect(panel).toHaveCount(0)
})

for (const colorScheme of ['light', 'dark'] as const)
  for (const [width, height] of [
    [1280, 800],
    [390, 844],
  ] as const)
    test(`nothing is cut or unreadable, ${colorScheme}, ${width} wide`, async ({ browser }, info) => {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme,
        reducedMotion: 'reduce',
      })
      const page = await context.newPage()
      const lab = new LabPage(page)
      await lab.open()
      await lab.strip.waitFor()
      await page.keyboard.press('i')
      for (let i = 0; i < 4; i++) await page.keyboard.press('i')
      const panel = page.getByRole('region', { name: title })
      await panel.scrollIntoViewIfNeeded()
      await expect(panel.getByRole('radio', { name: 'A wrong hint', checked: true })).toBeVisible()
      expect(await layoutFaults(page)).toEqual([])
      expect(await barriers(page, '.what-if')).toEqual([])
      await page.screenshot({ path: info.outputPath('what-if.png') })
      await context.close()
    })

test('a lesson puts feedback without information beside feedback that carries it', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open('./#r=first&l=3')
  await lab.strip.waitFor()
  const lesson = page.getByRole('region', { name: 'Lesson' })
  await expect(lesson).toContainText(
    'Told only \u201cwrong\u201d, it moves that token by \u22120.08; told what went wrong, by \u22128.09.',
  )
  const phrase = lesson.getByRole('button', { name: 'Told only \u201cwrong\u201d' })
  await phrase.click()
  const panel = page.getByRole('region', { name: title })
  await expect(panel.getByRole('radio', { name: 'Only \u201cwrong\u201d', checked: true })).toBeVisible()
  await expect(
    panel
      .getByRole('group', { name: /^Only/ })
      .getByRole('button', { name: /^token \d+, \*, credit \u22120\.08/ }),
  ).toBeVisible()
  await expect(phrase).toHaveAttribute('aria-pressed', 'true')
  await phrase.click()
  await expect(panel).toHaveCount(0)
  // The next page has a picture of its own.
  await phrase.click()
  await page.keyboard.press('n')
  await expect(panel).toHaveCount(0)
  expect(lab.complaints).toEqual([])
})

for (const [width, height] of [
  [1440, 900],
  [1280, 720],
  [1024, 768],
  [390, 844],
] as const)
  test(`on a slide at ${width} x ${height}: two strips on one scale, gone through by one key, and the next slide has none`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const lab = new LabPage(page)
    await lab.open('./#r=first&present=1&l=3')
    await lab.strip.waitFor()
    const slide = page.getByRole('main', { name: 'Presentation' })
    const panel = slide.getByRole('region', { name: title })
    for (const name of ['Nothing', 'Only \u201cwrong\u201d', 'Another attempt\u2019s']) {
      await page.keyboard.press('i')
      await expect(panel.getByRole('radio', { name, checked: true })).toBeVisible()
      await expect(panel.getByRole('group', { name: `${name}, attempt 8` })).toBeVisible()
      await expect(panel.getByRole('status')).toContainText('What it read moves * most: \u22128.09.')
      // What is measured in one frame is set smaller in the next, which a busy machine takes its time for.
      const below = async () => {
        const [foot, last] = await slide.evaluate((main) => [
          main.querySelector('footer')!.getBoundingClientRect().top,
          main.querySelector('.slide-what-if')!.getBoundingClientRect().bottom,
        ])
        return last! - foot!
      }
      expect(await layoutFaults(page), name).toEqual([])
      await expect.poll(below, { message: name, timeout: 3_000 }).toBeLessThanOrEqual(1)
    }
    expect(await barriers(page, '.present')).toEqual([])
    await page.keyboard.press('ArrowRight')
    await expect(panel).toHaveCount(0)
    expect(lab.complaints).toEqual([])
  })
