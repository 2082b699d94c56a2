/**
 * Faults at random points of live runs in Chromium: `npm run chaos -- --faults 200 --seed 1`. Each run must end with the
 * events of the run without a fault, on the screen, in its file and in the storage, or say what it cannot do and keep all
 * up to it; nothing may be lost and nothing be there twice.
 *
 *   npm run chaos -- --faults 40 --seed 7 --backend wasm --attempts 24 --only reload --from 0 --dist dist
 *
 * A line a fault; exits with 1 where any is wrong.
 */
import { chromium } from 'playwright'
import { preview } from 'vite'
import { optionsOf } from '../scripts/command-options.ts'
import { findBrowser, launchArgs } from '../scripts/browser.mjs'
import { planned, takesBrowser } from './chaos/plan.ts'
import { trial, undisturbed, type Setup } from './chaos/trial.ts'

const { values } = optionsOf(import.meta.url, {
  options: {
    faults: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    backend: { type: 'string', default: 'wasm' },
    attempts: { type: 'string', default: '24' },
    only: { type: 'string', default: '' },
    from: { type: 'string', default: '0' },
    dist: { type: 'string', default: 'dist' },
    patience: { type: 'string', default: '180' },
  },
})
const backend = values.backend === 'webgpu' ? 'webgpu' : 'wasm'
const found = findBrowser()
if (!found) throw new Error('No Chromium starts here: run `node scripts/ensure-browser.mjs` first.')
const server = await preview({ build: { outDir: values.dist }, preview: { port: 0 }, logLevel: 'error' })
const launch = () => chromium.launch({ executablePath: found.path, args: launchArgs(backend) })
const setup: Setup = {
  browser: await launch(),
  backend,
  baseURL: server.resolvedUrls!.local[0]!,
  attempts: Number(values.attempts),
  patience: 1000 * Number(values.patience),
}
const ends = { same: 0, refused: 0, wrong: 0 }
let [struck, slowest] = [0, 0]
try {
  const run = await undisturbed(setup)
  console.log(`The run without a fault has ${run.file.length} events.`)
  const faults = planned(Number(values.seed), Number(values.faults), run.file.length, backend)
  for (const fault of faults.slice(Number(values.from)).filter(({ kind }) => kind.includes(values.only))) {
    const outcome = await trial(setup, fault, run)
    if (takesBrowser(fault.kind)) {
      await setup.browser.close()
      setup.browser = await launch()
    }
    ends[outcome.end]++
    if (outcome.struck) struck++
    slowest = Math.max(slowest, outcome.noticedMs ?? 0)
    const where = `${fault.kind}, at event ${fault.at}${outcome.struck ? '' : ' (not struck)'}`
    const told = outcome.told.length > 0 ? ` Told: ${outcome.told.join(' ')}` : ''
    console.log(`${outcome.end}: ${where}.${told}${outcome.wrong.map((wrong) => `\n  ${wrong}`).join('')}`)
  }
} finally {
  await setup.browser.close()
  await server.close()
}
console.log(
  `${struck} faults struck: ${ends.same} runs ended as without, ${ends.refused} were refused with what there was of them kept, ${ends.wrong} were wrong. The end of a worker was noticed within ${slowest} ms.`,
)
process.exit(ends.wrong > 0 ? 1 : 0)
