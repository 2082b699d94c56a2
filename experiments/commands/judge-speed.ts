/** What judging a group costs: `npx tsx experiments/commands/judge-speed.ts` prints the milliseconds for 8 attempts of 10 tests each, in both languages, round by round after the first. */
import { createThreadJudge } from '../../src/verify/node.ts'
import { keepLarge } from '../../src/verify/problem.testing.ts'
import { keepLargePython } from '../../src/verify/python/hostile.testing.ts'

const rounds = 10
const candidates = {
  javascript: { problem: keepLarge, code: (i: number) => `xs.filter(x=>x>${i})` },
  python: {
    problem: keepLargePython,
    code: (i: number) => `def solve(xs):\n    return [x for x in xs if x > ${i}]`,
  },
} as const

const judge = createThreadJudge(2)
for (const [language, { problem, code }] of Object.entries(candidates)) {
  const times: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const begun = performance.now()
    await Promise.all(Array.from({ length: 8 }, (_, i) => judge.judge(problem, code(i))))
    times.push(Math.round(performance.now() - begun))
  }
  const [first, ...warm] = times
  console.log(
    `${language}: ${Math.min(...warm)} ms at best, ${warm.sort((a, b) => a - b)[rounds >> 1]} ms in the middle, ${first} ms with the start of the sandboxes`,
  )
}
judge.dispose()
