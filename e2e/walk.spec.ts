/**
 * A newcomer's walk: from the opened page, by what is written on its buttons alone, to why one token got
 * its credit. Every sentence that this takes must be on the screen when its turn comes, and say what the
 * run itself says: what was tried, what the verdict was, what the teacher read, which token, and how likely
 * each reader finds it.
 */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import type { RunEvent } from '../src/engine/protocol.ts'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'A recording runs nothing.')

/** The file that the page opens on: what is true of the run, by no word of the screen. */
const { events } = JSON.parse(
  readFileSync(new URL('../public/recordings/first.json', import.meta.url), 'utf8'),
) as { events: RunEvent[] }
const told = <T extends RunEvent['type']>(type: T, attempt: number) =>
  events.find((event) => event.type === type && 'attempt' in event && event.attempt === attempt) as Extract<
    RunEvent,
    { type: T }
  >

const percents = (text: string) =>
  [...text.matchAll(/[<>]?\s?\d+(?:\.\d+)?\s?%/g)].map(([found]) => found.replace(/\s/g, ''))
const headline = (page: Page) => page.getByRole('main').locator('.headline')

/** The sentence that names a token and how likely it was before and with hindsight; null where the screen has none. */
async function explanation(page: Page): Promise<{ token: string; before: string; after: string } | null> {
  const tokens = await headline(page).locator('code').allInnerTexts()
  const [before, after] = percents(await headline(page).innerText())
  const taken = (await headline(page).innerText()).match(/(?:takes back|doubts) its\s+(\S+)/)?.[1]
  return taken !== undefined && tokens.includes(taken) && before !== undefined && after !== undefined
    ? { token: taken, before, after }
    : null
}

for (const { width, height } of [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]) {
  test(`a newcomer reads, at ${width}, why one token got its credit`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const lab = new LabPage(page)
    await lab.open()

    // Ten seconds: a sentence that names a token, and the number that is its credit.
    await expect(headline(page)).toBeInViewport()
    const first = (await explanation(page))!
    expect(first, 'the opened page explains one token').not.toBeNull()
    const attempt = Number(
      /\d+/.exec(
        await page
          .getByRole('main')
          .getByRole('heading', { name: /^Attempt \d+$/ })
          .innerText(),
      )![0],
    )

    // How did it come to that? The button beside the next act goes back: to before anything was written.
    const back = page.getByRole('button', { name: 'Previous act' })
    while (await back.isEnabled()) await back.click()
    await expect(page.getByRole('main').getByRole('heading', { name: 'No attempts yet' })).toBeVisible()
    for (const words of [
      /The student writes 8 answers/,
      /run against the tests/,
      /The same model, told what went wrong, reads the answers again/,
      /gets credit or blame/,
      /would have said in hindsight/,
    ])
      await expect(page.getByRole('main').getByText(words)).toBeVisible()
    const question = events.find((event) => event.type === 'run-started')!.problem.statement
    const problem = page.getByRole('region', { name: 'Problem' })
    // On a phone the question is under the problem's name.
    if (width <= 720)
      await problem.getByText(events.find((event) => event.type === 'run-started')!.problem.title).click()
    await expect(problem.getByText(question)).toBeVisible()

    // From there the first button says what comes next, every time.
    const press = async (name: string, says: string | RegExp) => {
      await expect(lab.primary).toHaveText(name)
      await lab.primary.click()
      await expect(headline(page)).toContainText(says)
      await expect(headline(page)).toBeVisible()
    }
    await press('Make 8 attempts', 'Eight attempts are written. Nobody has said yet whether any is right.')
    // What was tried: the same attempt that the page opened on, word for word.
    await expect(page.getByRole('main', { name: `Attempt ${attempt}` })).toBeVisible()
    const { text } = told('attempt-sampled', attempt)
    expect((await lab.tokens.allInnerTexts()).join('').replace(/end$/, '')).toBe(text)

    // What the verdict was: failed, by which test, and what came out in place of what.
    await press('Judge them', /All eight failed\. A reward says no more than that; the judge also says how\./)
    await expect(page.getByRole('main').getByText('failed', { exact: true }).first()).toBeVisible()
    const { records, verdict } = told('attempt-judged', attempt)
    const record = records.find(
      (each) => verdict.feedback.includes(each.actual) && verdict.feedback.includes(each.expected),
    )!
    await expect(
      page.getByRole('region', { name: 'Verdict' }).getByRole('row').filter({ hasText: record.input }),
    ).toContainText(`${record.actual}${record.expected}`)

    // What the teacher read: the question again, and the judge's words, marked.
    await press(
      'Re-read with feedback',
      'The same model gets the question again, now with what the judge said after it.',
    )
    const teacher = page.getByRole('region', { name: 'What the self-teacher read' })
    await expect(teacher).toContainText(question)
    const said = (await teacher.locator('mark').allInnerTexts()).join(' ').replace(/\s+/g, ' ')
    expect(said).toContain(record.actual)
    expect(said).toContain(record.expected)
    await expect(page.getByRole('region', { name: 'What the student read' })).not.toContainText(
      record.expected,
    )

    // Which token lost credit, and why: told what came out, the same model finds it less likely.
    await press(
      'Show the credit',
      `Told that it gave ${record.actual} and not ${record.expected}, the same model`,
    )
    const found = (await explanation(page))!
    expect(found).toEqual(first)
    const { positions } = told('attempt-scored', attempt)
    const credits = positions.map(({ student, teacher }) => teacher[0]! - student[0]!)
    const worst = credits.indexOf(Math.min(...credits))
    const [student, hindsight] = [
      Math.exp(positions[worst]!.student[0]!),
      Math.exp(positions[worst]!.teacher[0]!),
    ]
    const whole = (p: number) => (p < 0.001 ? '<0.1%' : `${Math.round(100 * p)}%`)
    expect(found).toMatchObject({ before: whole(student), after: whole(hindsight) })
    await expect(lab.strip.getByRole('button', { pressed: true })).toHaveAccessibleName(
      new RegExp(
        `^token ${worst + 1}, .*credit \u2212${(-credits[worst]!).toFixed(2)}, hindsight likes it less$`,
      ),
    )
    // The same in the picture below, and in words beside it.
    await expect(lab.pinned.getByRole('heading')).toHaveText(`Credit of ${found.token}`)
    const [, sampled] = await lab.bars()
    expect(sampled!.slice(1, 3).map((cell) => cell.replace(/\s/g, ''))).toEqual([found.before, found.after])
    await expect(
      lab.pinned.getByText(`\u2212${(-credits[worst]!).toFixed(2)}`, { exact: true }).first(),
    ).toBeVisible()
    await expect(
      lab.pinned.getByText(
        /^With hindsight this token is (more than )?\d+(\.\d+)? times less likely; . takes its place\.$/,
      ),
    ).toBeVisible()

    // What comes of it: the student is moved, and says this token less.
    await press(
      'Update the student',
      `One update later the student has moved: ${found.token} falls ${percents(await headline(page).innerText())[0]!.replace('%', '')}`,
    )

    // Without the judge's words there is nothing to explain, and the screen explains nothing.
    await page.getByRole('button', { name: 'Credit', exact: true }).click()
    await teacher.getByRole('switch', { name: 'Show feedback to the teacher' }).click()
    await expect(headline(page)).toContainText(
      'Without feedback both readers see the same words: no gap, no credit.',
    )
    expect(await explanation(page)).toBeNull()
    expect(lab.complaints).toEqual([])
  })
}
