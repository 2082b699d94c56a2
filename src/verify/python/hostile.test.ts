/**
 * Python candidates that attack the judge. None may pass, none may outlive its limits by more than half
 * a second, none may break the judging of the next attempt.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Judge } from '../judge.ts'
import { createThreadJudge } from '../node.ts'
import { goodPython, hostilePython, keepLargePython, pythonLimits } from './hostile.testing.ts'

describe('hostile candidates in Python', () => {
  let judge: Judge
  beforeAll(async () => {
    judge = createThreadJudge()
    await judge.judge(keepLargePython, goodPython)
    // The spare, too, is there before anything is timed.
    await new Promise((resolve) => setTimeout(resolve, 100))
  }, 120_000)
  afterAll(() => judge.dispose())

  // Twice more where the machine was busy with something else.
  it.each(hostilePython)('%s', { timeout: 60_000, retry: 2 }, async (_, code, ...statuses) => {
    const begun = performance.now()
    const { verdict, records } = await judge.judge(keepLargePython, `\`\`\`python\n${code}\n\`\`\``, {
      limits: pythonLimits,
    })
    expect(performance.now() - begun).toBeLessThan(pythonLimits.timeMs + 500)
    // Where the machine is busy, any of them can run out of time.
    expect([verdict.reward, verdict.status]).toEqual([
      0,
      [...statuses, 'time-out'].includes(verdict.status) ? verdict.status : statuses,
    ])
    expect(records).toHaveLength(keepLargePython.tests.length)
    expect(verdict.feedback.length).toBeLessThan(2500)
    const next = await judge.judge(keepLargePython, goodPython)
    expect(next.verdict).toMatchObject({ reward: 1, status: 'passed', passedTests: 10, feedback: '' })
  })

  it('cost the next group of attempts nothing: 8 of 10 tests within a second', async () => {
    const times: number[] = []
    for (let round = 0; round < 4; round++) {
      const begun = performance.now()
      await Promise.all(
        Array.from({ length: 8 }, (_, i) =>
          judge.judge(keepLargePython, `def solve(xs):\n    return [x for x in xs if x > ${i}]`),
        ),
      )
      times.push(performance.now() - begun)
    }
    expect(Math.min(...times)).toBeLessThan(1000)
  }, 60_000)

  it('leave nothing behind: the same attempt gives the same records before and after', async () => {
    const probe = [
      'import sys, os, random, time, uuid, builtins, gc, json',
      'def solve(xs):',
      '    return [random.random(), random.Random().random(), os.urandom(4).hex(), str(uuid.uuid4()), hash("a"), time.time(), time.perf_counter(), len(sys.modules), len(dir(builtins)), os.getcwd(), sys.getrecursionlimit(), id(xs), len(gc.get_objects()), json.dumps([1])]',
    ].join('\n')
    const before = await judge.judge(keepLargePython, probe)
    for (const [, code] of hostilePython.slice(42, 50))
      await judge.judge(keepLargePython, code, { limits: pythonLimits })
    const after = await judge.judge(keepLargePython, probe)
    expect(after.records).toEqual(before.records)
    expect(before.records[0]!.actual).toContain(',1577836800,')
  }, 60_000)
})
