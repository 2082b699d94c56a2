/** The built lab on a host that sets no headers: without the service worker too, and as an app of its own. */
import { LabPage } from './lab-page.ts'
import { plainHost } from './plain-host.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'A host does not know what computes.')

test.describe('without a service worker', () => {
  test.use({ serviceWorkers: 'block' })

  test('nothing isolates the page: it is loaded once, says that it has one thread, and plays', async ({
    page,
    backend,
  }) => {
    const host = await plainHost({ '/some/where/lab/': 'dist' })
    let loads = 0
    page.on('domcontentloaded', () => loads++)
    const lab = new LabPage(page)
    await lab.open(`${host.origin}/some/where/lab/`)
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false)
    await lab.goLive(backend)
    await lab.update()
    await page.getByRole('button', { name: /^Model/ }).click()
    await expect(page.getByText('One thread, because this page is not cross-origin isolated.')).toBeVisible()
    expect(loads).toBe(1)
    expect(lab.complaints).toEqual(['warning: Service Worker registration blocked by Playwright'])
    await host.end()
  })
})

test('with its service worker it is loaded once a visit, and can be installed', async ({ page }) => {
  const host = await plainHost({ '/lab/': 'dist' })
  let loads = 0
  page.on('domcontentloaded', () => loads++)
  const lab = new LabPage(page)
  for (let visit = 1; visit <= 3; visit++) {
    await lab.open(`${host.origin}/lab/`)
    await expect(lab.tokens.first()).toBeVisible()
    await page.evaluate(() => navigator.serviceWorker.ready)
    // A page that would load itself again has by then.
    await page.waitForTimeout(1500)
    expect(loads).toBe(visit)
  }
  const session = await page.context().newCDPSession(page)
  const { data, errors } = await session.send('Page.getAppManifest')
  expect(errors).toEqual([])
  const { name, icons, start_url: start, display } = JSON.parse(data!) as Record<string, unknown>
  expect({ name, start, display }).toEqual({ name: 'SDPO Lab', start: './', display: 'standalone' })
  expect(icons).not.toHaveLength(0)
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
  // A test's window is always a private one.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([])
  await host.end()
})
