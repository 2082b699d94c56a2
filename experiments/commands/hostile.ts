/**
 * Candidates that attack the judge, many more than the tests run: `npm run hostile -- --seed S --variants N --chromium`.
 * Every candidate of both corpora, every liar against every form of test, N variants of each liar, in Node's
 * threads; with `--chromium`, the corpora in the page's workers too. None may pass, none may outlive its limit
 * by more than half a second, and the attempt after each is judged as if nothing had happened. Prints what went
 * wrong, a line each, and a summary; exits with 1 where anything did.
 */
import { optionsOf } from '../../scripts/command-options.ts'
import { Rng } from '../../src/rng.ts'
import type { Problem, TestCase } from '../../src/problems/problem.ts'
import { hostile, limits } from '../../src/verify/hostile.testing.ts'
import { honest, liarProblem, liars, liarTests, liarVariant } from '../../src/verify/liars.testing.ts'
import { createThreadJudge } from '../../src/verify/node.ts'
import { keepLarge } from '../../src/verify/problem.testing.ts'
import {
  goodPython,
  hostilePython,
  keepLargePython,
  pythonLimits,
} from '../../src/verify/python/hostile.testing.ts'
import {
  honestPython,
  pythonLiarProblem,
  pythonLiars,
  pythonLiarTests,
  pythonLiarVariant,
} from '../../src/verify/python/liars.testing.ts'
import { BrowserHost } from '../../scripts/in-browser.ts'
import { contention } from '../../scripts/contention.ts'

/** What `besiege` of e2e/sandbox.page.ts tells. */
interface Siege {
  attacks: { name: string; reward: number; ms: number; limitMs: number; next: number }[]
}

/** Milliseconds past its limit that a candidate may take on two quiet cores; where others are at work, as many times that as they slow it. */
const grace = 500

/** An attempt that passes. */
interface Right {
  problem: Problem
  response: string
  /** Its limit where nothing else is said (src/verify/limits.ts). */
  timeMs: number
}

const { values } = optionsOf(import.meta.url, {
  options: {
    seed: { type: 'string', default: '1' },
    variants: { type: 'string', default: '20' },
    chromium: { type: 'boolean', default: false },
  },
})
const rng = Rng.of(Number(values.seed))
const variants = Number(values.variants)
const faults: string[] = []
let candidates = 0
let verdicts = 0

const judge = createThreadJudge()

async function besiege(
  name: string,
  problem: Problem,
  response: string,
  limit: { timeMs: number; memoryBytes?: number },
  right: Right,
): Promise<void> {
  candidates++
  const begun = performance.now()
  const { records } = await judge.judge(problem, response, { limits: limit })
  const ms = performance.now() - begun
  verdicts += records.length
  const passed = records.filter((record) => record.passed)
  const isLiar = problem.id === 'liars'
  if (isLiar ? passed.length > 0 : passed.length === records.length)
    faults.push(`${name}: passes ${passed[0]!.input}\n${response}`)
  if (ms > limit.timeMs + grace) {
    const allowed = Math.round((limit.timeMs + grace) * contention())
    const told = `${name}: ${Math.round(ms)} ms of ${limit.timeMs} (allowed now: ${allowed})`
    if (ms > allowed) faults.push(told)
    else console.log(`late, on a busy machine: ${told}`)
  }
  await nextIsJudged(name, right)
}

/** An honest attempt, right after. One that runs out of time on a busy machine is judged again with what the machine allows. */
async function nextIsJudged(name: string, { problem, response, timeMs }: Right): Promise<void> {
  let { verdict } = await judge.judge(problem, response)
  if (verdict.status === 'time-out') {
    const allowed = Math.round(timeMs * contention())
    if (allowed > 2 * timeMs) {
      console.log(`late, on a busy machine: the attempt after ${name} (allowed now: ${allowed})`)
      ;({ verdict } = await judge.judge(problem, response, { limits: { timeMs: allowed } }))
    }
  }
  if (verdict.reward !== 1)
    faults.push(`${name}: the next attempt is judged ${verdict.status}: ${verdict.feedback}`)
}

const sides = [
  {
    language: 'JavaScript',
    fence: 'js',
    corpus: hostile,
    problem: keepLarge,
    good: 'xs.filter(x=>x>3)',
    limits,
    liars,
    variant: liarVariant,
    liarProblem,
    liarTests,
    honest,
    liarMs: 1000,
  },
  {
    language: 'Python',
    fence: 'python',
    corpus: hostilePython,
    problem: keepLargePython,
    good: goodPython,
    limits: pythonLimits,
    liars: pythonLiars,
    variant: pythonLiarVariant,
    liarProblem: pythonLiarProblem,
    liarTests: pythonLiarTests,
    honest: honestPython,
    liarMs: 4000,
  },
] as const

for (const side of sides) {
  const fenced = (code: string): string => `\`\`\`${side.fence}\n${code}\n\`\`\``
  const tests: TestCase[] = side.liarTests
  const lied = side.liarProblem(tests)
  const timeMs = side.liarMs
  const honestly = { problem: lied, response: fenced(side.honest), timeMs }
  await judge.judge(side.problem, side.good, { limits: { timeMs: 20_000 } })
  for (const [name, code] of side.corpus)
    await besiege(
      `${side.language}, ${name}`,
      side.problem,
      side.language === 'Python' ? fenced(code) : code,
      side.limits,
      { problem: side.problem, response: side.good, timeMs },
    )
  for (const [name, code] of side.liars)
    await besiege(`${side.language}, ${name}`, lied, fenced(code), { timeMs: side.liarMs }, honestly)
  for (let i = 0; i < variants * side.liars.length; i++) {
    const [name, code] = side.variant(rng)
    await besiege(
      `${side.language}, variant of ${name}`,
      lied,
      fenced(code),
      { timeMs: side.liarMs },
      honestly,
    )
  }
  console.log(
    `${side.language}: ${candidates} candidates, ${verdicts} verdicts, ${faults.length} faults so far.`,
  )
}
judge.dispose()

if (values.chromium) {
  const host = await BrowserHost.open('wasm', {})
  try {
    const { attacks } = await host.call<Siege>('e2e/sandbox.page.ts', 'besiege', 1)
    for (const { name, reward, ms, limitMs, next } of attacks)
      if (reward !== 0 || next !== 1 || ms > limitMs + grace)
        faults.push(`Chromium, ${name}: reward ${reward}, ${Math.round(ms)} ms of ${limitMs}, next ${next}`)
    console.log(`Chromium: ${attacks.length} candidates.`)
  } finally {
    await host.close()
  }
}

for (const fault of faults) console.log(fault)
console.log(
  faults.length === 0 ? 'None passed, none ran on, none left anything behind.' : `${faults.length} faults.`,
)
process.exitCode = faults.length === 0 ? 0 : 1
