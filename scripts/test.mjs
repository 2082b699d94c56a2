/**
 * `npm test`: the checks of `npm run lint`, types, unit tests and the browser tests, with what they need
 * installed on the way. Ends with the names of what failed and one line alone, `N passed, N failed`, over all of
 * them (each check counts as one, and so do types), and exits non-zero when anything failed or a part could not run.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { checks } from './checks.mjs'
import { ensureBrowser } from './ensure-browser.mjs'
import { ensureNative } from './ensure-native.mjs'

const reports = 'test-results/reports'
const minutes = 60_000

/** @typedef {{ passed: number, failed: number, names?: string[] }} Count */

/** @type {Required<Count>} */
const total = { passed: 0, failed: 0, names: [] }

rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

for (const { name, command } of checks)
  await part(name, async () => asOneTest(await run(command[0], command.slice(1), 10 * minutes)))
await part('types', async () => asOneTest(await run('npx', ['--no-install', 'tsc', '-p', '.'], 10 * minutes)))
// Where it cannot be fetched (no Python, no connection), the tests that need it say in their titles that they are skipped.
await run(process.execPath, ['scripts/fetch-smollm2.mjs'], 5 * minutes)
await part('unit tests', async () => {
  ensureNative()
  const file = `${reports}/vitest.json`
  const ok = await run(
    'npx',
    ['--no-install', 'vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    30 * minutes,
  )
  return atLeastOneFailure(ok, countVitest(read(file)))
})
await part('browser tests', async () => {
  const { path } = ensureBrowser()
  const file = `${reports}/playwright.json`
  const ok = await run('npx', ['--no-install', 'playwright', 'test', '--reporter=list,json'], 55 * minutes, {
    SDPO_CHROMIUM: path,
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  })
  return atLeastOneFailure(ok, countPlaywright(read(file)))
})

for (const name of total.names) console.log(`failed: ${name}`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1

/**
 * @param {string} name
 * @param {() => Promise<Count>} body
 */
async function part(name, body) {
  console.log(`\n── ${name}`)
  const start = Date.now()
  let count
  try {
    count = await body()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    count = { passed: 0, failed: 1 }
  }
  total.passed += count.passed
  total.failed += count.failed
  if (count.failed > 0)
    total.names.push(...(count.names?.length ? count.names : ['']).map((of) => `${name}: ${of}`))
  console.log(
    `── ${name}: ${count.passed} passed, ${count.failed} failed, ${Math.round((Date.now() - start) / 1000)} s`,
  )
}

/**
 * Its own process group, so that a part that outstays its time goes with all that it started.
 * @returns {Promise<boolean>} whether it ended well
 */
function run(command, args, timeoutMs, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
      detached: true,
    })
    const timer = setTimeout(() => {
      console.error(`${args[1]} was stopped after ${timeoutMs / minutes} minutes.`)
      process.kill(-child.pid, 'SIGKILL')
    }, timeoutMs)
    child.on('error', (error) => {
      clearTimeout(timer)
      console.error(error.message)
      resolve(false)
    })
    child.on('exit', (code) => {
      clearTimeout(timer)
      resolve(code === 0)
    })
  })
}

function asOneTest(ok) {
  return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/** A failed command whose report names no failure (a crash, a server that did not start) still counts. */
function atLeastOneFailure(ok, count) {
  return ok || count.failed > 0 ? count : { ...count, failed: 1 }
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** @returns {Count} a file that failed before its first test counts as one failed test */
function countVitest(report) {
  const failed = (report?.testResults ?? []).filter((file) => file.status === 'failed')
  const tests = failed.map((file) => file.assertionResults.filter((test) => test.status === 'failed'))
  return {
    passed: report?.numPassedTests ?? 0,
    failed: (report?.numFailedTests ?? 0) + tests.filter((inFile) => inFile.length === 0).length,
    names: failed.flatMap((file, i) =>
      tests[i].length === 0
        ? [`${file.name}: ${firstLine(file.message)}`]
        : tests[i].map((test) => `${file.name}: ${test.fullName}: ${firstLine(test.failureMessages?.[0])}`),
    ),
  }
}

/** @returns {Count} */
function countPlaywright(report) {
  const stats = report?.stats ?? { expected: 0, unexpected: 0, flaky: 0 }
  const errors = report?.errors ?? []
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    names: [
      ...(report?.suites ?? []).flatMap(failedSpecs),
      ...errors.map((error) => firstLine(error.message)),
    ],
  }
}

/** @returns {string[]} */
function failedSpecs(suite) {
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests
      .filter((test) => test.status === 'unexpected' || test.status === 'flaky')
      .map((test) => `[${test.projectName}] ${spec.file}:${spec.line}: ${spec.title}`),
  )
  return [...own, ...(suite.suites ?? []).flatMap(failedSpecs)]
}

/** @param {string | undefined} text */
function firstLine(text) {
  return (text ?? '').trim().split('\n', 1)[0].slice(0, 200)
}
