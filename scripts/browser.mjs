/**
 * Which Chromium the tests, the pictures and the browser side of the headless commands use, and how
 * it is started. Finding is separate from installing (ensure-browser.mjs), so that a config file can
 * look without side effects.
 */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from 'playwright'

/** Always: a container has no user namespaces for the sandbox, and /dev/shm is often small. */
const commonArgs = ['--no-sandbox', '--disable-dev-shm-usage']

/** WebGPU on a software adapter, so that every machine can run the WebGPU tests; needs full Chromium in new headless mode. */
const webgpuArgs = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--ignore-gpu-blocklist',
]

/**
 * @param {'wasm' | 'webgpu'} backend
 * @returns {string[]} command-line flags; on 'wasm' the page has no WebGPU at all, as on a machine without it
 */
export function launchArgs(backend) {
  return backend === 'webgpu' ? [...commonArgs, ...webgpuArgs] : [...commonArgs, '--disable-features=WebGPU']
}

/** @returns {{ path: string, version: string, source: string } | undefined} the first Chromium that starts */
export function findBrowser() {
  for (const { path, source } of candidates()) {
    const version = path && versionOf(path)
    if (version) return { path, version, source }
  }
  return undefined
}

function* candidates() {
  if (process.env.SDPO_CHROMIUM) yield { path: process.env.SDPO_CHROMIUM, source: 'SDPO_CHROMIUM' }
  for (const name of ['chromium', 'google-chrome-stable', 'google-chrome', 'chromium-browser']) {
    yield { path: onPath(name), source: 'system' }
  }
  for (const app of ['Google Chrome', 'Chromium']) {
    yield { path: `/Applications/${app}.app/Contents/MacOS/${app}`, source: 'system' }
  }
  yield { path: chromium.executablePath(), source: 'Playwright' }
}

function onPath(name) {
  try {
    return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return undefined
  }
}

/** A file that exists but cannot start (a package manager's stub, missing libraries) is no browser. */
function versionOf(path) {
  if (!existsSync(path)) return undefined
  try {
    return execFileSync(path, ['--version', '--no-sandbox'], {
      encoding: 'utf8',
      timeout: 30_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return undefined
  }
}
