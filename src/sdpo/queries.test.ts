import { describe, expect, it } from 'vitest'
import type { RunEvent, RunEventOf } from './events.ts'
import { letterRun } from './fake-model.testing.ts'

const valuedIn = (events: readonly RunEvent[]) =>
  events.filter((e): e is RunEventOf<'attempt-valued'> => e.type === 'attempt-valued')
const timeless = (events: readonly RunEvent[]) =>
  events.map((e) => (e.type === 'step-updated' ? { ...e, timings: null } : e))
const branchesIn = (events: readonly RunEvent[]) =>
  events.filter((e): e is RunEventOf<'attempt-branched'> => e.type === 'attempt-branched')
const probesIn = (events: readonly RunEvent[]) =>
  events.filter((e): e is RunEventOf<'probe-read'> => e.type === 'probe-read')
const courseOf = (events: readonly RunEvent[]) =>
  timeless(
    events.filter(
      (e) => !['attempt-branched', 'attempt-valued', 'probe-read', 'vocabulary'].includes(e.type),
    ),
  )
/** 'a' .. 'd' are 1 .. 4, the end is 0; only 'd' first passes. */
const [end, d] = [0, 4]

async function stepped(steps: number, change: Parameters<typeof letterRun>[0] = {}) {
  const made = letterRun({ stop: 'budget', ...change })
  for (let i = 0; i < steps * 5; i++) await made.run.advance()
  return made
}

describe('a branch', () => {
  it('leaves a branch as it leaves an attempt: the same tokens up to there, another one, and a continuation of its own', async () => {
    const { run, events } = await stepped(1, { maxNewTokens: 12 })
    for (let take = 0; take < 6; take++) await run.branch({ attempt: 1, at: 0, id: 1, take })
    const first = branchesIn(events).find(({ tokens }) => tokens.length > 3)!
    await run.branch({ attempt: 1, at: 2, id: 3, take: 0, from: first.tokens })
    const second = branchesIn(events).at(-1)!
    expect(second.tokens.slice(0, 3)).toEqual([...first.tokens.slice(0, 2), 3])
    expect(second.from).toEqual(first.tokens)
    expect(first.from).toBeUndefined()
    await expect(run.branch({ attempt: 1, at: 99, id: 3, take: 0, from: first.tokens })).rejects.toThrow(
      'The branch has',
    )
  })

  it('keeps the tokens before, takes the chosen one, and is judged and re-read by its own feedback', async () => {
    const { run, events } = await stepped(1)
    const attempt = events.find(
      (e): e is RunEventOf<'attempt-sampled'> => e.type === 'attempt-sampled' && e.tokens.length > 1,
    )!
    await run.branch({ attempt: attempt.attempt, at: 1, id: 2, take: 0 })
    const [branch] = branchesIn(events)
    expect(branch!.tokens.slice(0, 2)).toEqual([attempt.tokens[0], 2])
    expect(branch!.verdict.feedback).toBe(`Wrong: ${branch!.text.slice(0, 1)}. try d`)
    expect(branch!.mask).toBe(1)
    expect(branch!.pieces.map((p) => p.text).join('')).toContain('try d')
    branch!.positions!.forEach((position, i) => expect(position.ids[0]).toBe(branch!.tokens[i]))
  })

  it('with the token that solves passes, and has nothing to distil', async () => {
    const { run, events } = await stepped(1)
    await run.branch({ attempt: 1, at: 0, id: d, take: 0 })
    expect(branchesIn(events)[0]).toMatchObject({ verdict: { reward: 1 }, mask: 0, positions: null })
  })

  it('is the same again from the same seed, and another with another take', async () => {
    const { run, events } = await stepped(1, { maxNewTokens: 12 })
    await run.branch({ attempt: 1, at: 0, id: 1, take: 0 })
    await run.branch({ attempt: 1, at: 0, id: 1, take: 0 })
    for (let take = 1; take < 6; take++) await run.branch({ attempt: 1, at: 0, id: 1, take })
    const [first, second, ...others] = branchesIn(events)
    expect(second).toEqual(first)
    expect(others.some((other) => other.text !== first!.text)).toBe(true)
  })

  it('ends at once with the end token, and at the length limit', async () => {
    const { run, events } = await stepped(1)
    const long = events.find(
      (e): e is RunEventOf<'attempt-sampled'> => e.type === 'attempt-sampled' && e.tokens.length === 3,
    )!
    await run.branch({ attempt: long.attempt, at: 1, id: end, take: 0 })
    await run.branch({ attempt: long.attempt, at: 2, id: 1, take: 0 })
    expect(branchesIn(events).map(({ tokens, finish }) => [tokens.length, finish])).toEqual([
      [2, 'end'],
      [3, 'length'],
    ])
  })

  it('leaves the run as it would have been', async () => {
    const plain = letterRun({ stop: 'budget' })
    await plain.run.finish()
    const asked = letterRun({ stop: 'budget' })
    for (let stage = 0; await asked.run.advance(); stage++) {
      const { attemptCount } = asked.run
      await asked.run.branch({ attempt: 1 + (stage % attemptCount), at: 0, id: 1 + (stage % 4), take: stage })
      await asked.run.probe(
        { id: 'p', name: 'p', prompt: 'Which letter?', watch: 'd' },
        asked.run.keptSteps().at(-1)!,
      )
    }
    expect(branchesIn(asked.events).length).toBeGreaterThan(30)
    expect(courseOf(asked.events)).toEqual(courseOf(plain.events))
  })

  it('uses the student of the attempt\u2019s own step, not today\u2019s', async () => {
    const { run, events } = await stepped(1)
    await run.branch({ attempt: 1, at: 0, id: 1, take: 0 })
    for (let i = 0; i < 20; i++) await run.advance()
    await run.branch({ attempt: 1, at: 0, id: 1, take: 0 })
    const [then, now] = branchesIn(events)
    expect(now!.logProbs).toEqual(then!.logProbs)
  })

  it('refuses a token or an attempt that is not there', async () => {
    const { run } = await stepped(1)
    await expect(run.branch({ attempt: 99, at: 0, id: 1, take: 0 })).rejects.toThrow(
      'Attempt 99 is not part of this run.',
    )
    await expect(run.branch({ attempt: 1, at: 50, id: 1, take: 0 })).rejects.toThrow(
      'no token 51 to exchange',
    )
    await expect(run.branch({ attempt: 1, at: 0, id: 9999, take: 0 })).rejects.toThrow('no token 9999')
  })
})

describe('a probe', () => {
  it('is read with the weights of the step that is asked for', async () => {
    const { run, events, model } = await stepped(4)
    for (const step of run.keptSteps())
      await run.probe({ id: 'p', name: '', prompt: 'Which letter?', watch: 'dd' }, step)
    const readings = probesIn(events)
    expect(readings.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4])
    // The feedback always advises d, so d rises from one update to the next.
    const watched = readings.map(({ watched }) => watched![0]!)
    watched.slice(1).forEach((value, i) => expect(value).toBeGreaterThan(watched[i]!))
    const first = model.next(run.weightsAfter(0)!.student, model.tokenizer.encode('Which letter?>'), 1)
    expect(readings[0]!.watched).toEqual([first[d]!, first[d]!].map((v) => Math.round(v * 1e4) / 1e4))
    expect([...readings[0]!.logProbs].sort((a, b) => b - a)).toEqual(readings[0]!.logProbs)
  })

  it('watches nothing where there is no answer, and says when it is too long', async () => {
    const { run, events } = await stepped(1)
    await run.probe({ id: 'p', name: '', prompt: 'a', watch: '' }, 0)
    expect(probesIn(events)[0]).toMatchObject({ step: 0, watched: null })
    await expect(run.probe({ id: 'p', name: '', prompt: 'a'.repeat(400), watch: '' }, 0)).rejects.toThrow(
      'the model reads 399 at most',
    )
  })
})

describe('what the tokens changed', () => {
  it('is the share of continuations of each prefix that pass, and leaves the run as it was', async () => {
    const { run, events } = await stepped(1)
    const before = courseOf(events)
    const failed = events.find(
      (e): e is RunEventOf<'attempt-judged'> => e.type === 'attempt-judged' && e.verdict.reward < 1,
    )!
    const { tokens } = events.find(
      (e): e is RunEventOf<'attempt-sampled'> => e.type === 'attempt-sampled' && e.attempt === failed.attempt,
    )!
    await run.value(failed.attempt, 400)
    const [valued] = valuedIn(events)
    expect(valued!.passed).toHaveLength(tokens.length + 1)
    // The first letter decides: 'd' has e^-3 against three times 1 and the end.
    const share = Math.exp(-3) / (4 + Math.exp(-3))
    expect(valued!.passed[0]! / 400).toBeGreaterThan(share / 3)
    expect(valued!.passed[0]! / 400).toBeLessThan(share * 3)
    expect(valued!.passed.slice(1).every((n) => n === 0)).toBe(true)
    expect(courseOf(events)).toEqual(before)
  })

  it('is the same again, and all or none at the end of the attempt', async () => {
    const { run, events } = await stepped(24)
    const passed = events.find(
      (e): e is RunEventOf<'attempt-judged'> => e.type === 'attempt-judged' && e.verdict.reward >= 1,
    )!
    await run.value(passed.attempt, 16)
    await run.value(passed.attempt, 16)
    const [first, second] = valuedIn(events)
    expect(second).toEqual(first)
    expect(first!.passed.at(-1)).toBe(16)
  })

  it('is refused for an attempt without a verdict, in words', async () => {
    const { run } = letterRun({ stop: 'budget' })
    await run.advance()
    await expect(run.value(1, 4)).rejects.toThrow('Attempt 1 has not been judged yet.')
  })
})
