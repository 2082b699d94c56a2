/** The problem editor where its code editor cannot load, and as axe sees it. */
import AxeBuilder from '@axe-core/playwright'
import { arrows, leetcode } from '../src/authoring/paste/samples.testing.ts'
import { LabPage, paste } from './lab-page.ts'
import { openEditor, statementOf, tab } from './problem-editor.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'Nothing here depends on what the model runs on.')

test.describe('where the code editor cannot load', () => {
  // What a service worker fetches cannot be kept from it.
  test.use({ serviceWorkers: 'block' })

  test('a plain field does the same', async ({ page }) => {
    await page.route('**/assets/monaco-*', (route) => route.abort())
    const lab = new LabPage(page)
    await lab.open()
    const dialog = await openEditor(page)
    await paste(page, statementOf(dialog), leetcode)
    await tab(dialog, 'Try').click()
    await expect(dialog.getByText('The code editor could not be loaded.')).toBeVisible()
    await dialog
      .getByRole('textbox', { name: 'Your answer' })
      .fill('function longestQuiet(noise) {\n  return noise.loudest()\n}')
    await page.keyboard.press('ControlOrMeta+Enter')
    await expect(dialog.getByRole('status', { name: 'Verdict on your answer' })).toContainText(
      'Runtime error',
    )
    await expect(dialog.getByText(/^Line 2: TypeError/)).toBeVisible()
  })
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no barrier that axe can see in the editor and the chooser, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const lab = new LabPage(page)
    await lab.open()
    await expect(lab.tokens.first()).toBeVisible()
    const look = async () => {
      const { violations } = await new AxeBuilder({ page }).include('dialog[open]').analyze()
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
      )
    }
    const dialog = await openEditor(page)
    await paste(page, statementOf(dialog), arrows)
    await expect(dialog.getByText('To look at:')).toBeVisible()
    expect(await look()).toEqual([])
    await tab(dialog, 'Try').click()
    const editor = dialog.locator('.monaco-editor').first()
    await expect(editor).toBeVisible()
    await paste(
      page,
      dialog.getByRole('textbox', { name: 'Your answer' }),
      '// twice\nfunction double_even(xs) { return "no" + 1 }',
    )
    await dialog.getByRole('button', { name: 'Judge it' }).click()
    await expect(dialog.getByText('Feedback for the self-teacher')).toBeVisible()
    expect(await look()).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /Choose a problem$/ }).click()
    await expect(page.getByText('Two calls in order')).toBeVisible()
    expect(await look()).toEqual([])
  })
}
