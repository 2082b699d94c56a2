/** `npm start` as a newcomer meets it: an address that is said, and a lab there that goes live. */
import { spawn, type ChildProcess } from 'node:child_process'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

const root = new URL('..', import.meta.url)

test('npm start says where the lab is, and it goes live there', async ({ page, backend }) => {
  test.skip(backend === 'webgpu', 'The server is the same.')
  const { address, server } = await start()
  try {
    const lab = new LabPage(page)
    // This server compiles the page as it is first asked for.
    await lab.open(address, 60_000)
    await expect(lab.tokens.first()).toBeVisible({ timeout: 60_000 })
    await lab.goLive('wasm')
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    await lab.act(/^Make \d+ attempts?$/, /^Judge/)
    expect(lab.complaints).toEqual([])
  } finally {
    server.kill()
  }
})

function start(): Promise<{ address: string; server: ChildProcess }> {
  const server = spawn(process.execPath, ['scripts/start.mjs', '--port', '0'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return new Promise((resolve, reject) => {
    let said = ''
    const hear = (chunk: Buffer) => {
      said += chunk.toString()
      const address = /SDPO Lab is open at (\S+)/.exec(said)?.[1]
      if (address) resolve({ address, server })
    }
    server.stdout.on('data', hear)
    server.stderr.on('data', hear)
    server.on('exit', (code) => reject(new Error(`The server ended with ${code}: ${said}`)))
  })
}
