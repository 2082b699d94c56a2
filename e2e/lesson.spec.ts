/** Lessons by their address and their words: Back goes to the page before, and a term says what it means. */
import { layoutFaults } from './geometry.ts'
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

for (const [width, height, rows] of [
  [1280, 720, 3],
  [1024, 768, 3],
  [1440, 900, 3],
  // A phone shows two of the three as it opens, and the rest when it is scrolled.
  [390, 844, 2],
] as const)
  test(`every lesson is whole at ${width} x ${height}, and the bars of its token are in sight`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const lab = new LabPage(page)
    await lab.open()
    await lab.strip.waitFor()
    const found: string[] = []
    for (let lesson = 1; lesson <= 7; lesson++) {
      if (lesson > 1) await page.keyboard.press('n')
      await expect(page.getByRole('region', { name: 'Lesson' })).toContainText(
        width === 1024 ? /./ : `Lesson ${lesson} of 7`,
      )
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      )
      found.push(...(await layoutFaults(page)).map((fault) => `lesson ${lesson}: ${fault}`))
      const hidden = await page.evaluate(
        (wanted) => {
          const docked = innerWidth <= 1180
          const dock = document.querySelector('.lesson')!.getBoundingClientRect()
          const end = docked ? dock.top : innerHeight
          const parts = [...document.querySelectorAll('.pinned .bar-row')].slice(0, wanted)
          const low = parts
            .map((row) => Math.round(row.getBoundingClientRect().bottom - end))
            .filter((by) => by > 0)
          // The dock itself is in the window whole.
          return [
            ...low.map((by) => `a row of bars is ${by} px too low`),
            ...(docked && dock.bottom > innerHeight ? ['the lesson is cut'] : []),
          ]
        },
        width === 390 && lesson > 1 ? 0 : rows,
      )
      found.push(...hidden.map((fault) => `lesson ${lesson}: ${fault}`))
    }
    expect(found).toEqual([])
  })
