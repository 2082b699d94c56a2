/** What a person takes away of an attempt: its values, and pictures. */
import { readFile } from 'node:fs/promises'
import { strFromU8, unzipSync } from 'fflate'
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

test('take away: the values, and pictures that are pictures', async ({ page }) => {
  const take = async (name: string) => {
    await page.getByRole('button', { name: 'Take away' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name, exact: true }).click(),
    ])
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
  }
  const credits = await lab.credits()
  const table = await take('Values of this attempt, CSV')
  expect(table.name).toMatch(/^sdpo-lab-attempt-\d+\.csv$/)
  const lines = table.bytes.toString().trimEnd().split('\n')
  expect(lines).toHaveLength(credits.length + 1)
  const at = lines[0]!.split(',').indexOf('credit_sdpo_token') - lines[0]!.split(',').length
  lines.slice(1).forEach((line, i) => expect(Number(line.split(',').at(at))).toBeCloseTo(credits[i]!, 1))

  for (const what of ['strip', 'bars', 'curves']) {
    const svg = (await take(`The ${what}, SVG`)).bytes.toString()
    expect(svg).toMatch(/^<svg xmlns=/)
    expect(svg).toContain('src:url(data:font/woff2;base64,')
    expect(
      await page.evaluate(
        (text) =>
          new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror')?.textContent ??
          null,
        svg,
      ),
    ).toBeNull()
    const png = await take(`The ${what}, PNG`)
    expect(png.bytes.subarray(1, 4).toString()).toBe('PNG')
    expect(png.bytes.readUInt32BE(16)).toBe(1920)
    // More than an empty page of that size.
    expect(png.bytes.length).toBeGreaterThan(10_000)
  }
})

test('take away: a zip that TRL trains from, with this run\u2019s problem and settings', async ({ page }) => {
  await page.getByRole('button', { name: 'Take away' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export the run for TRL, to train on a machine of your own' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/-trl\.zip$/)
  const files = unzipSync(await readFile(await download.path()))
  for (const script of ['train.py', 'trainer.py', 'judge.py', 'requirements.txt', 'accelerate.yaml'])
    expect(strFromU8(files[script]!)).toBe(
      await readFile(new URL(`../python/trl/${script}`, import.meta.url), 'utf8'),
    )
  expect(JSON.parse(strFromU8(files['run.json']!))).toMatchObject({
    settings: { num_generations: 8, distillation_mode: 'full_logits' },
  })
  expect(JSON.parse(strFromU8(files['problem.json']!))).toHaveProperty('tests')
})

test('take away: a zip that verl trains from', async ({ page }) => {
  await page.getByRole('button', { name: 'Take away' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: 'Export the run for verl (lasgroup/SDPO), to train on a cluster' })
      .click(),
  ])
  expect(download.suggestedFilename()).toMatch(/-verl\.zip$/)
  const files = unzipSync(await readFile(await download.path()))
  expect(strFromU8(files['lab.yaml']!)).toContain('loss_mode: "sdpo"')
  for (const [script, folder] of [
    ['reward.py', 'verl'],
    ['run.sh', 'verl'],
    ['judge.py', 'trl'],
  ])
    expect(strFromU8(files[script!]!)).toBe(
      await readFile(new URL(`../python/${folder}/${script}`, import.meta.url), 'utf8'),
    )
})
