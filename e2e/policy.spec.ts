/** The built lab under its content security policy: what it does of its own needs nothing more, and code of no file of its own does not run. */
import { LabPage, paste } from './lab-page.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'The policy is the same whatever computes.')

const doctests = `Write a Python function \`twice\`.

def twice(x):
    """Twice a number.

    >>> twice(2)
    4
    >>> twice(5)
    10
    """
`

test('a live update and a Python answer run without a violation', async ({ page, backend }) => {
  const lab = new LabPage(page)
  await lab.open()
  await lab.goLive(backend)
  await lab.update()
  await page.getByRole('button', { name: 'Paste a problem' }).click()
  const dialog = page.getByRole('dialog', { name: 'Problem', exact: true })
  await paste(page, dialog.getByRole('textbox', { name: 'Statement' }), doctests)
  await dialog.getByRole('tab', { name: 'Try' }).click()
  await expect(dialog.locator('.monaco-editor').first()).toBeVisible()
  await paste(page, dialog.getByRole('textbox', { name: 'Your answer' }), 'def twice(x):\n    return 2 * x')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(dialog.getByRole('status', { name: 'Verdict on your answer' })).toContainText(
    'Passed, 2 of 2 tests',
    { timeout: 120_000 },
  )
  expect(lab.complaints).toEqual([])
})

test('no script runs that was put into the page, none of text, none of another origin', async ({ page }) => {
  const lab = new LabPage(page)
  await lab.open()
  const ran = await page.evaluate(async () => {
    const violated = new Set<string>()
    document.addEventListener('securitypolicyviolation', ({ blockedURI, effectiveDirective }) =>
      violated.add(`${effectiveDirective} ${blockedURI}`),
    )
    const inline = document.createElement('script')
    inline.textContent = 'document.title = "taken"'
    const foreign = document.createElement('script')
    foreign.src = 'https://example.com/taken.js'
    document.head.append(inline, foreign)
    const soon = () => new Promise((resolve) => setTimeout(resolve, 200))
    // What the browser's own tools evaluate is free of the policy until it first waits.
    await soon()
    const evaluated = (() => {
      try {
        return Boolean(new Function('return true')())
      } catch {
        return false
      }
    })()
    await soon()
    return { title: document.title, evaluated, violated: [...violated].sort() }
  })
  expect(ran).toEqual({
    title: 'SDPO Lab',
    evaluated: false,
    violated: ['script-src eval', 'script-src-elem https://example.com/taken.js', 'script-src-elem inline'],
  })
})
