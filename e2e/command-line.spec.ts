/** What `sdpo-lab view` serves, in a browser: a run of the lab plays, one of another program is shown. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { LabPage } from './lab-page.ts'
import { expect, test } from './test.ts'

const file = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url))

test.skip(({ backend }) => backend === 'webgpu', 'Nothing runs.')
test.skip(() => !existsSync(file('dist/index.html')), 'The page was not built here.')

let viewing: ChildProcess | null = null
test.afterEach(() => void viewing?.kill('SIGTERM'))

/** The addresses that the command prints, one a run. */
async function view(...runs: string[]): Promise<string[]> {
  const command = [file('bin/sdpo-lab.mjs'), 'view', ...runs.map(file), '--port', '0']
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] })
  viewing = child
  let said = ''
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString()
      const links = said.trim().split('\n')
      if (said.endsWith('\n') && links.length === runs.length) resolve(links)
    })
    child.on('exit', (code) => reject(new Error(`sdpo-lab view ended with ${code}: ${said}`)))
  })
}

test('sdpo-lab view: a run plays, and a run made elsewhere is shown', async ({ page }) => {
  const [own, foreign] = await view('public/recordings/first.json', 'reference/interchange/traces.jsonl')
  const lab = new LabPage(page)
  await lab.open(own)
  await expect(lab.tokens.first()).toBeVisible()
  await page.goto('about:blank')
  await lab.open(foreign)
  const panel = page.getByRole('dialog', { name: 'A run made elsewhere' })
  await expect(panel).toContainText('2 attempts')
  await expect(panel.getByRole('group', { name: /^Attempt 1, tokens: gap/ })).toBeVisible()
  expect(lab.complaints).toEqual([])
})
