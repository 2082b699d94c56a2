/** The built lab without a network, on hosts that set no headers, and beside what is not the lab: what the service worker promises. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { LabPage } from './lab-page.ts'
import { otherBuild, titled } from './other-build.ts'
import { plainHost } from './plain-host.ts'
import { expect, test } from './test.ts'

test.skip(({ backend }) => backend === 'webgpu', 'The service worker does not know what computes.')

const signIn = '<!doctype html><title>Sign in</title><h1>Sign in to the network</h1>'

/** A folder with one page, and with nothing else. */
function project(title: string, files: Record<string, string> = {}): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'sdpo-project-'))
  for (const [name, text] of Object.entries({
    'index.html': `<!doctype html><title>${title}</title>`,
    ...files,
  })) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), text)
  }
  return folder
}

/** Until the worker of this very folder is at work: `ready` would be content with one of a folder above. */
const installed = (page: Page) =>
  expect
    .poll(() =>
      page.evaluate(async () => {
        const scope = new URL('./', location.href).href
        const all = await navigator.serviceWorker.getRegistrations()
        return all.find((each) => each.scope === scope)?.active?.state
      }),
    )
    .toBe('activated')

/** Until the page has asked for its worker and the browser is done with that: a registration under way would bring back one that is given up. */
const registeredAgain = async (page: Page) => {
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => /\/register-[^/]*\.js$/.test(name)),
  )
  await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()))
}
const cacheNames = (page: Page) => page.evaluate(() => caches.keys())

/** Until the builds of a folder that are kept are this many and the newest is at work. */
const takenOver = (page: Page, builds: number) =>
  expect
    .poll(() =>
      page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready
        const busy = registration.installing ?? registration.waiting
        return busy ? 0 : (await caches.keys()).length
      }),
    )
    .toBe(builds)

test('on a plain host, under a folder: opened once, then isolated, live, and the same with the host gone', async ({
  page,
  backend,
}) => {
  const host = await plainHost({ '/lab/': 'dist' })
  const address = `${host.origin}/lab/`
  const lab = new LabPage(page)
  await lab.open(address)
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false)
  await installed(page)
  await lab.open(address)
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
  const policy = await page.evaluate(async () => (await fetch('./')).headers.get('content-security-policy'))
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("frame-ancestors 'self'")
  await lab.goLive(backend)

  await host.end()
  await lab.open(address)
  await expect(lab.tokens.first()).toBeVisible()
  await lab.goLive(backend)
  await lab.act(/^Make 8 attempts$/, /^Judge/)
  expect(lab.complaints).toEqual([])
})

test('the address without its slash opens the lab, with what its link says', async ({ page }) => {
  const host = await plainHost({ '/lab/': 'dist', '/': project('Elsewhere') })
  for (let visit = 1; visit <= 2; visit++) {
    await page.goto(`${host.origin}/lab#p=tools-books`)
    await expect(page.getByRole('region', { name: 'Problem' })).toBeVisible()
    expect(new URL(page.url()).pathname).toBe('/lab/')
    await expect(page.getByRole('region', { name: 'Problem' })).toContainText('books')
    await installed(page)
    await page.goto('about:blank')
  }
})

test('a reload gets the newest build, and without the host it is the newest that opens', async ({ page }) => {
  const host = await plainHost({ '/lab/': 'dist' })
  const lab = new LabPage(page)
  await lab.open(`${host.origin}/lab/`)
  await installed(page)
  const older = await page.context().newPage()
  await older.goto(`${host.origin}/lab/`)

  host.mounts['/lab/'] = titled('The second build')
  await page.reload()
  await expect(page).toHaveTitle('The second build')
  await takenOver(page, 2)
  await page.reload()
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)

  // A tab of the first build goes on, also with code that the host no longer has.
  const gone = otherBuild(host.mounts['/lab/'], (folder) => {
    const lazy = readdirSync(path.join(folder, 'assets')).filter((name) => /^Results-.*\.js$/.test(name))
    for (const name of lazy) rmSync(path.join(folder, 'assets', name))
    return []
  })
  host.mounts['/lab/'] = gone
  await older.keyboard.press('Control+k')
  await older.getByRole('combobox', { name: 'Find an act' }).fill('results')
  await older.keyboard.press('Enter')
  await expect(older.getByRole('dialog', { name: 'Results' })).toBeVisible()
  await older.close()

  await host.end()
  await page.reload()
  await expect(page).toHaveTitle('The second build')
  await expect(page.getByRole('main')).toBeVisible()
})

test('two builds in two folders of one origin both stay', async ({ page }) => {
  const host = await plainHost({ '/lab/': 'dist', '/lab/next/': titled('Next'), '/other/': titled('Other') })
  for (const folder of ['/lab/', '/lab/next/', '/other/']) {
    await page.goto(host.origin + folder)
    await installed(page)
  }
  expect((await cacheNames(page)).length).toBe(3)
  await host.end()
  for (const [folder, title] of Object.entries({
    '/lab/': 'SDPO Lab',
    '/lab/next/': 'Next',
    '/other/': 'Other',
  })) {
    await page.goto(host.origin + folder)
    await expect(page.getByRole('main')).toBeVisible()
    await expect(page).toHaveTitle(title)
  }
})

test('other pages of the site are their own, also below the lab and with names of its files', async ({
  page,
}) => {
  const neighbour = project('Neighbour', { 'icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>' })
  const docs = project('Docs', { 'docs.html': '<!doctype html><title>Docs</title>' })
  const host = await plainHost({ '/': 'dist', '/neighbour/': neighbour, '/docs/': docs })
  const lab = new LabPage(page)
  await lab.open(`${host.origin}/`)
  await installed(page)
  await lab.open(`${host.origin}/`)
  for (const [address, title] of Object.entries({ '/docs/docs.html': 'Docs', '/neighbour/': 'Neighbour' })) {
    await page.goto(host.origin + address)
    await expect(page).toHaveTitle(title)
  }
  expect((await page.goto(`${host.origin}/docs.html`))?.status()).toBe(404)
})

test('another project at the same address is never answered with the lab, and what was kept goes', async ({
  page,
}) => {
  const host = await plainHost({ '/': 'dist' })
  const lab = new LabPage(page)
  await lab.open(`${host.origin}/`)
  await installed(page)
  await lab.open(`${host.origin}/`)
  await registeredAgain(page)
  host.mounts['/'] = project('Another project', { 'icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>' })
  await page.goto(`${host.origin}/`)
  await expect(page).toHaveTitle('Another project')
  expect(await page.evaluate(async () => (await fetch('icon.svg')).text())).toBe(
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
  )
  await expect.poll(() => cacheNames(page)).toEqual([])
  await expect
    .poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length))
    .toBe(0)
  await page.reload()
  expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBe(null)
})

test('a sign-in page in place of a file or of the page is given once and never kept', async ({
  page,
  backend,
}) => {
  const host = await plainHost({ '/lab/': 'dist' })
  const address = `${host.origin}/lab/`
  const lab = new LabPage(page)
  await lab.open(address)
  await installed(page)
  await lab.open(address)

  host.instead.set('/lab/models/tiny/model.safetensors', signIn)
  host.instead.set('/lab/recordings/first.json', signIn)
  await lab.choose(backend)
  await lab.source.getByRole('radio', { name: /^Live/ }).click()
  await lab.primary.click()
  await expect(page.getByRole('button', { name: /^Retry/ })).toBeVisible()
  host.instead.set('/lab/', signIn)
  await page.goto(address)
  await expect(page).toHaveTitle('Sign in')

  host.instead.clear()
  await lab.open(address)
  await expect(lab.tokens.first()).toBeVisible()
  await lab.goLive(backend)
})

test('the page holds its policy on a host without headers, and its own headers refuse a foreign frame', async ({
  page,
  baseURL,
}) => {
  const host = await plainHost({
    '/lab/': 'dist',
    '/': project('Frames', { 'frame.html': `<iframe src="${baseURL}/"></iframe>` }),
  })
  const lab = new LabPage(page)
  await lab.open(`${host.origin}/lab/`)
  const violated = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
          resolve(effectiveDirective),
        )
        const inline = document.createElement('script')
        inline.textContent = 'document.title = "taken"'
        document.head.append(inline)
      }),
  )
  expect(violated).toBe('script-src-elem')

  const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'))
  await page.goto(`${host.origin}/frame.html`)
  await refused
})
