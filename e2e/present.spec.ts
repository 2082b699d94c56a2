/** A presentation in any window: every slide whole, its bars too, and the acts of the run go on where it stands. */
import { layoutFaults } from './geometry.ts'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'The same page.')

const sizes = [
  { width: 1280, height: 720 },
  { width: 1024, height: 768 },
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]

for (const size of sizes)
  test(`every slide is whole at ${size.width} x ${size.height}`, async ({ page }) => {
    await page.setViewportSize(size)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const lab = new LabPage(page)
    const slide = page.getByRole('main', { name: 'Presentation' })
    const beyond = async () => {
      const below = await slide.evaluate((main) => {
        const foot = main.querySelector('footer')!.getBoundingClientRect().top
        return [...main.querySelectorAll('.bars, .strip, h2')]
          .map((part) => [part.className || 'title', Math.round(part.getBoundingClientRect().bottom - foot)])
          .filter(([, by]) => Number(by) > 1)
          .map(([name, by]) => `${name} is ${by} px too low`)
      })
      const wide = await slide.evaluate((main) => main.scrollWidth - main.clientWidth)
      return [...below, ...(wide > 0 ? [`${wide} px too wide`] : [])]
    }
    // What is measured in one frame is set smaller in the next, which a busy machine takes its time for.
    const look = async () => {
      const title = await slide.getByRole('heading').first().innerText()
      // What was measured is fetched when its slide is first shown.
      if (/^Measured/.test(title)) await slide.getByRole('region', { name: /^Discovery/ }).waitFor()
      expect(await layoutFaults(page), title).toEqual([])
      await expect.poll(beyond, { message: title, timeout: 3_000 }).toEqual([])
    }
    await lab.open('./#r=first&present=1&l=1')
    await lab.strip.waitFor()
    for (const key of ['ArrowLeft', 'ArrowLeft', ...Array.from({ length: 9 }, () => 'ArrowRight')]) {
      await page.keyboard.press(key)
      await look()
    }
    // The same question to the room, asked and answered.
    await page.goto('about:blank')
    await lab.open('./#r=first&present=1&l=2')
    await lab.strip.waitFor()
    await page.keyboard.press('q')
    await look()
    await lab.tokens.nth(3).click()
    await page.keyboard.press('q')
    await look()
    // Twenty tokens in three lines.
    await page.goto('about:blank')
    await lab.open('./#r=smollm2&present=1&l=2')
    await lab.strip.waitFor()
    await look()
  })

test('a talk offline: title, question, an act, other words, and nothing at all for a while', async ({
  page,
  context,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 })
  const lab = new LabPage(page)
  await lab.open()
  await lab.strip.waitFor()
  await page.keyboard.press('p')
  const slide = page.getByRole('main', { name: 'Presentation' })
  await expect(slide.getByRole('heading')).toContainText('by teaching itself')
  await context.setOffline(true)
  await page.keyboard.press('ArrowRight')
  await expect(slide.getByRole('list', { name: 'Tests' })).toBeVisible()
  for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowRight')
  await expect(slide).toContainText('the feedback, read in hindsight')
  await page.keyboard.press('ArrowDown')
  await expect(slide).toContainText('after the update')
  await page.keyboard.press('.')
  await expect(page.getByRole('button', { name: 'Show the slide again' })).toBeVisible()
  await page.keyboard.press('.')
  await page.keyboard.press('f')
  await expect(slide).toContainText('feedback hidden')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('main', { name: /^Attempt/ })).toBeVisible()
})
