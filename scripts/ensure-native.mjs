/**
 * The native runtime (onnxruntime-node, 290 MB installed) serves the headless commands and the tests
 * alone, so it has its own package in experiments/ and is installed by the first command that needs
 * it; opening the lab never pays for it.
 */
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../experiments', import.meta.url))

export function ensureNative() {
  if (loads()) return
  console.error('native runtime: installing onnxruntime-node into experiments/ (290 MB, once)…')
  // Install scripts stay off (experiments/.npmrc): the CPU binaries are in the package, and its script would download GPU ones.
  const npm = spawnSync('npm', ['ci', '--prefix', folder, '--ignore-scripts', '--no-fund', '--no-audit'], {
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (npm.status !== 0 || !loads()) {
    throw new Error(
      'onnxruntime-node could not be installed. Run `npm ci --prefix experiments` to see why; the lab itself does not need it.',
    )
  }
}

/** Asked of a fresh process: an addon that failed to load once stays failed in this one. */
function loads() {
  try {
    createRequire(`${folder}/package.json`).resolve('onnxruntime-node')
  } catch {
    return false
  }
  return (
    spawnSync(process.execPath, ['-e', "require('onnxruntime-node')"], { cwd: folder, stdio: 'ignore' })
      .status === 0
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    ensureNative()
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
