import { defineConfig, devices } from '@playwright/test'
import { findBrowser, launchArgs } from './scripts/browser.mjs'

/** What a test asks the page to run on; each project gives the browser what that backend needs, and no more. */
export interface LabOptions {
  backend: 'wasm' | 'webgpu'
}

const browser = findBrowser()
if (!browser) throw new Error('No Chromium starts here: run `node scripts/ensure-browser.mjs` first.')

const port = Number(process.env.SDPO_PORT ?? 4173)
/** A lab that is served already is tested as it stands; else one is built and served for the tests. */
const served = process.env.SDPO_URL

function project(backend: LabOptions['backend']) {
  return {
    name: backend,
    use: {
      ...devices['Desktop Chrome'],
      viewport: { width: 1440, height: 900 },
      backend,
      launchOptions: { executablePath: browser!.path, args: launchArgs(backend) },
    },
  }
}

export default defineConfig<LabOptions>({
  testDir: 'e2e',
  // The engine is a whole runtime in each page: one page at a time, so that its timings mean something.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 240_000,
  expect: { timeout: 15_000 },
  outputDir: 'test-results/e2e',
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    baseURL: served ?? `http://localhost:${port}`,
    // To record one takes a quarter of a test's time: `--trace on` where a failure is to be looked into.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [project('wasm'), project('webgpu')],
  webServer: served
    ? undefined
    : {
        command: `npm run -s build && npm run -s preview -- --port ${port} --strictPort`,
        url: `http://localhost:${port}`,
        timeout: 180_000,
        reuseExistingServer: false,
      },
})
