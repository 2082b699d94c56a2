/**
 * A Chromium for the tests, whatever the machine has: one that is there, else Playwright's own
 * download, else the distribution's package. Prints what it found; exits 1 with the way out when there is none.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { findBrowser } from './browser.mjs'

/** @returns {{ path: string, version: string, source: string }} */
export function ensureBrowser() {
  const browser = findBrowser() ?? installFromPlaywright() ?? installFromDistribution()
  if (!browser) {
    throw new Error(
      'No Chromium starts on this machine and none could be installed. Install Chromium or Google Chrome, or set SDPO_CHROMIUM to one.',
    )
  }
  console.error(`browser: ${browser.version} (${browser.source}, ${browser.path})`)
  return browser
}

function installFromPlaywright() {
  console.error('browser: none here, downloading the one of Playwright…')
  // Full Chromium: the headless shell has no WebGPU. The libraries need root, so they are asked for only as root.
  const libraries = process.getuid?.() === 0 ? ['--with-deps'] : []
  const install = (/** @type {string[]} */ flags) =>
    run('npx', ['--no-install', 'playwright', 'install', ...flags, '--no-shell', 'chromium'])
  if (!install(libraries) && libraries.length > 0) install([])
  return findBrowser()
}

function installFromDistribution() {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  if (!run('apt-get', ['--version'], 'ignore')) return undefined
  console.error('browser: asking the distribution for its package…')
  const [command, ...rest] = [...sudo, 'apt-get']
  run(command, [...rest, 'update', '-q'])
  run(command, [...rest, 'install', '-y', '-q', '--no-install-recommends', 'chromium'])
  return findBrowser()
}

function run(command, args, stdio = ['ignore', 2, 2]) {
  return spawnSync(command, args, { stdio, timeout: 600_000 }).status === 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(ensureBrowser().path)
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
