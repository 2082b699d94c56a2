/** The arms race in the real page, on the real model: measured before, curves as they grow, an end, files; and how long a whole one takes. */
import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { expectWhole } from './barriers.ts'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

class RacePage {
  readonly dialog: Locator
  readonly curves: Locator

  constructor(private readonly page: Page) {
    this.dialog = page.getByRole('dialog', { name: 'Race the arms' })
    this.curves = this.dialog.locator('.curve .curve-arm > path')
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Race the arms' }).click()
    await expect(this.dialog).toBeVisible()
  }

  button(name: string | RegExp): Locator {
    return this.dialog.getByRole('button', { name, exact: typeof name === 'string' })
  }

  choose(group: string, name: string): Promise<void> {
    return this.dialog
      .getByRole('radiogroup', { name: group })
      .getByRole('radio', { name, exact: true })
      .click()
  }

  /** The table's rows, cell by cell. */
  async rows(): Promise<string[][]> {
    const rows = this.dialog.getByRole('row')
    const all: string[][] = []
    for (const row of (await rows.all()).slice(1)) all.push(await row.locator('th, td').allInnerTexts())
    return all
  }
}

test.skip(
  ({ backend }) => backend === 'webgpu',
  'The software adapter takes minutes for what wasm does in seconds.',
)

test('a small race: its cost before, its curves, its end, its files; the run beside it stays as it is', async ({
  page,
}) => {
  const lab = new LabPage(page)
  await lab.open()
  const race = new RacePage(page)
  await race.open()
  await race.choose('Seeds', '1')
  await race.button('multi-turn').click()
  await expect(race.button('multi-turn')).toHaveAttribute('aria-pressed', 'false')
  await race.button(/^Load model, \d+ MB$/).click()
  await expect(race.dialog).toContainText(/2 runs of 64 attempts: at most .+ and .+ tokens on this device/, {
    timeout: 90_000,
  })

  await race.button('Start the race').click()
  await expect(race.curves).toHaveCount(2, { timeout: 60_000 })
  await race.button('Pause the race').click()
  await race.button('GRPO').click()
  await race.button('Go on').click()
  await expect(race.button('Race with new seeds')).toBeVisible({ timeout: 120_000 })
  await expect(race.curves).toHaveCount(3)
  const rows = await race.rows()
  expect(rows.map(([arm]) => arm?.trim())).toEqual(['SDPO', 'best-of-k', 'GRPO'])
  for (const [, solved, median] of rows) expect(`${solved} ${median}`).toMatch(/^1 of 1 \d+$|^0 of 1 > 64$/)
  await expect(race.dialog.locator('.race-said')).toContainText(
    /(ahead|slower|level|cannot be told apart|No arm solved)/,
  )

  const [download] = await Promise.all([page.waitForEvent('download'), race.button('Export as JSON').click()])
  const file = JSON.parse(await readFile(await download.path(), 'utf8'))
  expect(file).toMatchObject({ format: 'sdpo-lab-race', complete: true, config: { seeds: 1, budget: 64 } })
  expect(file.runs).toHaveLength(3)

  await expectWhole(page, race.dialog, [1440, 390])

  await page.keyboard.press('Escape')
  await expect(race.dialog).toBeHidden()
  await expect(page.getByRole('button', { name: 'The race is over: see it' })).toBeFocused()
  await expect(lab.source.getByRole('radio', { name: 'Recorded' })).toBeChecked()
  expect(lab.complaints).toEqual([])
})

test('three arms, three seeds, 64 attempts each: a curve within 10 s, an end within 2 minutes', async ({
  page,
}) => {
  const lab = new LabPage(page)
  await lab.open()
  const race = new RacePage(page)
  await race.open()
  await race.button(/^Load model/).click()
  await race.button('Start the race').click({ timeout: 60_000 })
  const begun = Date.now()
  const since = () => (Date.now() - begun) / 1000
  await expect(race.curves.first()).toBeAttached({ timeout: 60_000 })
  const first = since()
  await expect(race.button('Race with new seeds')).toBeVisible({ timeout: 180_000 })
  const whole = since()
  test.info().annotations.push({
    type: 'measured',
    description: `first curve ${first.toFixed(1)} s, end ${whole.toFixed(1)} s`,
  })
  console.log(
    `race: first curve ${first.toFixed(1)} s, end ${whole.toFixed(1)} s\n${(await race.rows()).map((row) => row.join(' | ')).join('\n')}\n${await race.dialog.locator('.race-said').innerText()}`,
  )
  expect(await race.rows()).toHaveLength(3)
  expect(first).toBeLessThan(10)
  expect(whole).toBeLessThan(120)
  expect(lab.complaints).toEqual([])
})
