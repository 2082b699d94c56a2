/**
 * Candidates that attack the judge. None may pass, none may outlive its limits by more than half a
 * second, none may break the judging of the next attempt.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hostile, limits } from './hostile.testing.ts'
import type { Judge } from './judge.ts'
import { createThreadJudge } from './node.ts'
import { keepLarge, keepLargeFunction } from './problem.testing.ts'
import type { VerdictStatus } from './verdict.ts'

describe('hostile candidates', () => {
  let judge: Judge
  beforeAll(() => {
    judge = createThreadJudge()
  })
  afterAll(() => judge.dispose())

  const good = 'xs.filter(x=>x>3)'

  // Twice more where the machine was busy with something else.
  it.each(hostile)('%s', { retry: 2 }, async (_, code, ...statuses) => {
    await judge.judge(keepLarge, good)
    const begun = performance.now()
    const attack = judge.judge(keepLarge, code, { limits })
    const next = judge.judge(keepLarge, good)
    const { verdict, records } = await attack
    expect(performance.now() - begun).toBeLessThan(limits.timeMs + 500)
    expect(verdict.reward).toBe(0)
    expect(statuses).toContain(verdict.status)
    expect(records).toHaveLength(keepLarge.tests.length)
    expect(verdict.feedback.length).toBeLessThan(2500)
    expect((await next).verdict).toMatchObject({ reward: 1, status: 'passed', passedTests: 10, feedback: '' })
  })

  it('as functions, at the top level of the code', async () => {
    const codes: [string, VerdictStatus][] = [
      ['for (;;);\nfunction solve() {}', 'time-out'],
      ['throw 1\nfunction solve() {}', 'runtime-error'],
      ['function solve() {}\nsolve = 1', 'format-error'],
      ['Object.defineProperty(globalThis, "solve", { get() { for (;;); } })', 'time-out'],
      ['const solve = new Proxy(() => 1, { apply() { for (;;); } })', 'time-out'],
      ['class solve { constructor() { return [5, 9] } }\nvar a = () => {}, solve_ = 1', 'runtime-error'],
    ]
    for (const [code, status] of codes) {
      const { verdict } = await judge.judge(keepLargeFunction, `\`\`\`js\n${code}\n\`\`\``, { limits })
      expect([code, verdict.reward, verdict.status]).toEqual([code, 0, status])
    }
    expect(
      (
        await judge.judge(
          keepLargeFunction,
          '```js\nfunction solve(xs) { return xs.filter(x => x > 3) }\n```',
        )
      ).verdict.reward,
    ).toBe(1)
  })

  it('leave nothing behind: the same attempt gives the same records before and after', async () => {
    const probe =
      '[typeof won, Object.keys(Object.prototype).length, Math.random(), new Date().getTime(), JSON.stringify([1]), typeof process, typeof performance]'
    const before = await judge.judge(keepLarge, probe)
    for (const [, code] of hostile.slice(40, 50)) await judge.judge(keepLarge, code, { limits })
    const after = await judge.judge(keepLarge, probe)
    expect(after.records).toEqual(before.records)
    expect(after.records[0]!.actual).toBe(
      '["undefined",0,0.6270739405881613,1577836800000,"[1]","undefined","undefined"]',
    )
  })
})
