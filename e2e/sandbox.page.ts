/** In the page: candidates that attack the judge, judged by the page's own workers. Called through scripts/in-browser.ts. */
import { alsoOnPages, hostile, limits } from '../src/verify/hostile.testing.ts'
import type { Judge } from '../src/verify/judge.ts'
import { honest, liarProblem, liars, liarTests } from '../src/verify/liars.testing.ts'
import { keepLarge } from '../src/verify/problem.testing.ts'
import {
  goodPython,
  hostilePython,
  keepLargePython,
  pythonLimits,
} from '../src/verify/python/hostile.testing.ts'
import {
  honestPython,
  pythonLiarProblem,
  pythonLiars,
  pythonLiarTests,
} from '../src/verify/python/liars.testing.ts'
import { createWorkerJudge } from '../src/verify/client.ts'

export interface Attack {
  name: string
  reward: number
  status: string
  allowed: readonly string[]
  /** Milliseconds from asking to the verdict. */
  ms: number
  /** Of the limit that it had. */
  limitMs: number
  /** The reward of a right answer, judged right after. */
  next: number
}

export interface Siege {
  attacks: Attack[]
  /** The longest that the page's own thread was kept from a timer of 10 ms. */
  longestPauseMs: number
  /** Milliseconds for 8 attempts of 10 tests each, after warm-up. */
  group: { javascript: number; python: number }
}

const good = 'xs.filter(x=>x>3)'

/** Those that attack the judge, and those that lie. @param every of the Python candidates, each so-manieth, beside all that try to get out */
export async function besiege(every: number): Promise<Siege> {
  const judge = createWorkerJudge()
  await judge.judge(keepLarge, good)
  await judge.judge(keepLargePython, goodPython, { limits: { timeMs: 20_000 } })
  let longestPauseMs = 0
  let last = performance.now()
  const watch = setInterval(() => {
    const now = performance.now()
    longestPauseMs = Math.max(longestPauseMs, now - last)
    last = now
  }, 10)
  const attacks: Attack[] = []
  for (const [name, code, ...allowed] of hostile) {
    const { attack, ms } = await timed(judge.judge(keepLarge, code, { limits }))
    attacks.push({
      name,
      ...attack,
      allowed: [...allowed, ...(alsoOnPages[name] ? [alsoOnPages[name]] : [])],
      ms,
      limitMs: limits.timeMs,
      next: (await judge.judge(keepLarge, good)).verdict.reward,
    })
  }
  const outward = hostilePython.findIndex(([name]) => name === 'sys.exit')
  for (const [name, code, ...allowed] of hostilePython.filter((_, i) => i % every === 0 || i >= outward)) {
    const { attack, ms } = await timed(judge.judge(keepLargePython, code, { limits: pythonLimits }))
    attacks.push({
      name: `Python: ${name}`,
      ...attack,
      allowed,
      ms,
      limitMs: pythonLimits.timeMs,
      next: (await judge.judge(keepLargePython, goodPython)).verdict.reward,
    })
  }
  for (const { name, problem, response, right, limitMs } of lies(every)) {
    const begun = performance.now()
    const { verdict, records } = await judge.judge(problem, response, { limits: { timeMs: limitMs } })
    attacks.push({
      name,
      // One test that it passes is too many.
      reward: records.some(({ passed }) => passed) ? 1 : 0,
      status: verdict.status,
      allowed: [verdict.status],
      ms: performance.now() - begun,
      limitMs,
      next: (await judge.judge(problem, right)).verdict.reward,
    })
  }
  clearInterval(watch)
  const group = { javascript: await groupMs(judge, 'javascript'), python: await groupMs(judge, 'python') }
  judge.dispose()
  return { attacks, longestPauseMs, group }
}

/** Programs that would pass by lying, against tests of every form; of Python's each so-manieth. */
function lies(every: number) {
  const js = (code: string) => `\`\`\`js\n${code}\n\`\`\``
  const python = (code: string) => `\`\`\`python\n${code}\n\`\`\``
  return [
    ...liars.map(([name, code]) => ({
      name,
      problem: liarProblem(liarTests),
      response: js(code),
      right: js(honest),
      limitMs: 1000,
    })),
    ...pythonLiars
      .filter((_, i) => i % every === 0)
      .map(([name, code]) => ({
        name: `Python: ${name}`,
        problem: pythonLiarProblem(pythonLiarTests),
        response: python(code),
        right: python(honestPython),
        limitMs: 4000,
      })),
  ]
}

async function timed(
  judged: ReturnType<Judge['judge']>,
): Promise<{ attack: { reward: number; status: string }; ms: number }> {
  const begun = performance.now()
  const { verdict } = await judged
  return { attack: { reward: verdict.reward, status: verdict.status }, ms: performance.now() - begun }
}

/** The best of five groups: what it takes where nothing else wants the machine. */
async function groupMs(judge: Judge, language: 'javascript' | 'python'): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 5; round++) {
    const begun = performance.now()
    const attempts = Array.from({ length: 8 }, (_, i) =>
      language === 'python'
        ? judge.judge(keepLargePython, `def solve(xs):\n    return [x for x in xs if x > ${i}]`)
        : judge.judge(keepLarge, `xs.filter(x=>x>${i})`),
    )
    await Promise.all(attempts)
    times.push(performance.now() - begun)
  }
  return Math.min(...times)
}
