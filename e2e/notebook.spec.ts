/** The notebook's widget by anywidget's contract: a run of the lab, then another program's, each in its frame. */
import { widgetModule } from '../scripts/notebook-widget.ts'
import { recordingPlace } from '../src/interchange/player-file.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'The same page.')

interface Model {
  values: Record<string, unknown>
  set(name: string, value: unknown): void
}
declare const model: Model

test('a notebook cell shows a run, then another program\u2019s, and neither reaches the notebook', async ({
  page,
}) => {
  const player = await (await page.request.get('player.html')).text()
  const first = await (await page.request.get('recordings/first.json')).text()
  const asked: string[] = []
  page.on('request', (request) => {
    if (!/^(blob|data|about):/.test(request.url())) asked.push(request.url())
  })
  await page.setContent('<!doctype html><div id="cell"></div>')
  await page.evaluate(
    async ([module, text]) => {
      const address = URL.createObjectURL(new Blob([module!], { type: 'text/javascript' }))
      const widget = (await import(address)) as {
        default: { render(given: { model: unknown; el: Element }): () => void }
      }
      const listeners: Record<string, () => void> = {}
      const made = {
        values: { text, height: 700 } as Record<string, unknown>,
        get: (name: string) => made.values[name],
        on: (name: string, listener: () => void) => void (listeners[name] = listener),
        off: (name: string) => void delete listeners[name],
        set(name: string, value: unknown) {
          made.values[name] = value
          listeners[`change:${name}`]?.()
        },
      }
      Object.assign(window, { model: made })
      widget.default.render({ model: made, el: document.getElementById('cell')! })
    },
    [widgetModule(player, recordingPlace), first],
  )
  const cell = page.frameLocator('iframe[title="A run of SDPO Lab"]')
  await expect(cell.getByRole('heading', { name: 'Gaps, then growth' })).toBeVisible()
  await expect(cell.getByRole('region', { name: 'Run' })).toBeVisible()

  const markup =
    '</script><script>parent.taken = 1; window.taken = 1</script><img src=x onerror="window.taken = 1">'
  const line = JSON.stringify({
    format: 'sdpo-lab-trace',
    version: 1,
    feedback: markup,
    tokens: [
      {
        text: 'Syd',
        student: -0.510826,
        teacher: -2.302585,
        top: [{ text: markup, student: -1.203973, teacher: -0.223144 }],
      },
    ],
  })
  await page.evaluate((text) => model.set('text', text), `${line}\n${line}\n`)
  await expect(cell.getByRole('heading', { name: 'A run made elsewhere' })).toBeVisible()
  await expect(cell.getByText('Attempt 1 of 2')).toBeVisible()
  await cell.getByRole('button', { name: /^token 1, Syd/ }).click()
  const numbers = cell.getByRole('group', { name: 'Numbers of the token' })
  await expect(numbers.getByRole('row').nth(1)).toContainText(/\u22120\.510826.*\u22122\.302585/)
  await expect(numbers.getByRole('row').nth(2)).toContainText('</script>')
  const frame = page.frames().at(-1)!
  expect(await frame.evaluate(() => [self.origin, 'taken' in window])).toEqual(['null', false])
  expect(await page.evaluate(() => 'taken' in window)).toBe(false)
  await page.evaluate(() => model.set('height', 300))
  expect(await page.locator('iframe').evaluate((each) => each.clientHeight)).toBe(300)
  expect(asked).toEqual([])
})
