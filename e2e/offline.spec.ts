/** The built lab without a network, and on a host that sets no headers: what the service worker promises. */
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** The plainest of hosts: files under a folder, no headers but their type. */
function plainHost(root: string): Promise<Server> {
  const server = createServer((request, response) => {
    const wanted = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname)
    const file = path.join(
      root,
      path.normalize(wanted.replace(/^\/lab\//, '/')),
      wanted.endsWith('/') ? 'index.html' : '',
    )
    if (!wanted.startsWith('/lab/') || !existsSync(file)) return void response.writeHead(404).end()
    response.writeHead(200, {
      'Content-Type': types[path.extname(file)] ?? 'application/octet-stream',
      'Content-Length': statSync(file).size,
    })
    createReadStream(file).pipe(response)
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

test('on a plain host, under a folder: opened once, then isolated, live, and the same with the host gone', async ({
  page,
  backend,
}) => {
  test.skip(backend === 'webgpu', 'The service worker does not know what computes.')
  const server = await plainHost('dist')
  const address = `http://localhost:${(server.address() as AddressInfo).port}/lab/`
  const lab = new LabPage(page)
  await lab.open(address)
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false)
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await lab.open(address)
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
  expect(
    await page.evaluate(async () => (await fetch('./')).headers.get('content-security-policy')),
  ).toContain("script-src 'self'")
  await lab.goLive(backend)

  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await lab.open(address)
  await expect(lab.tokens.first()).toBeVisible()
  await lab.goLive(backend)
  await lab.act(/^Make 8 attempts$/, /^Judge/)
  expect(lab.complaints).toEqual([])
})
