import { describe, expect, it } from 'vitest'
import { runEventSchema } from './events.ts'
import type { RunEvent } from './events.ts'
import { letterConfig, letterJudge, letterProblem, letterRun } from './fake-model.testing.ts'
import type { Arm } from './config.ts'
import { piecesText } from './reprompt.ts'
import { of, timeless } from './run-events.testing.ts'

const neverPasses: typeof letterJudge = (problem, response, options) =>
  letterJudge(problem, `x${response}`, options)

describe('a run', () => {
  it('yields valid events, token names before the tokens', async () => {
    const { run, events } = letterRun({ budget: 8 })
    expect(await run.finish()).toBe('budget')
    const named = new Set<string>()
    for (const event of events) {
      expect(runEventSchema.safeParse(event).error).toBeUndefined()
      if (event.type === 'vocabulary') Object.keys(event.pieces).forEach((id) => named.add(id))
      if (event.type === 'attempt-sampled') event.tokens.forEach((id) => expect(named).toContain(String(id)))
      if (event.type === 'attempt-scored')
        event.positions.flatMap((p) => p.ids).forEach((id) => expect(named).toContain(String(id)))
    }
    expect(events[0]!.type).toBe('run-started')
    expect(events.at(-1)).toEqual({ type: 'run-finished', reason: 'budget' })
  })

  it('goes beat by beat', async () => {
    const { run } = letterRun()
    const seen = []
    for (let i = 0; i < 6; i++) {
      const next = run.nextStage
      expect(await run.advance()).toBe(next)
      seen.push(next)
    }
    expect(seen).toEqual(['sample', 'judge', 'reprompt', 'score', 'update', 'sample'])
    expect(run.currentStep).toBe(2)
  })

  it.each<Arm>(['sdpo', 'grpo', 'sdpo+grpo', 'best-of-k', 'multi-turn', 'multi-turn+sdpo'])(
    'repeats itself for a seed and differs for another: %s',
    async (arm) => {
      const run = async (seed: number) => {
        const { run, events } = letterRun({ arm, seed, budget: 16 })
        await run.finish()
        return timeless(events)
      }
      expect(await run(1)).toEqual(await run(1))
      expect(of((await run(2)) as RunEvent[], 'attempt-sampled')).not.toEqual(
        of((await run(1)) as RunEvent[], 'attempt-sampled'),
      )
    },
  )

  it('draws a sample whatever its neighbours are', async () => {
    const samples = async (attemptsPerStep: number) => {
      const { run, events } = letterRun({ arm: 'best-of-k', attemptsPerStep, budget: 12 })
      await run.finish()
      return of(events, 'attempt-sampled').map((e) => e.tokens)
    }
    expect(await samples(12)).toEqual(await samples(5))
  })

  it('learns from feedback what best-of-k does not', async () => {
    const passes = async (arm: Arm) => {
      const { run, events } = letterRun({ arm, budget: 160, attemptsPerStep: 8 })
      await run.finish()
      return of(events, 'attempt-judged')
        .slice(-80)
        .filter((e) => e.verdict.reward === 1).length
    }
    expect(await passes('sdpo')).toBeGreaterThan(2 * (await passes('best-of-k')))
  })

  it('shows an attempt another success of its step, never its own, and masks what has neither that nor feedback', async () => {
    const { run, events } = letterRun({ budget: 64, attemptsPerStep: 8 })
    await run.finish()
    const judged = new Map(of(events, 'attempt-judged').map((e) => [e.attempt, e.verdict.reward]))
    const reprompts = of(events, 'attempt-reprompted')
    expect(reprompts.length).toBe(64)
    for (const { attempt, mask, solutionFrom, pieces } of reprompts) {
      const step = Math.ceil(attempt / 8)
      const others = [...judged].filter(([a, r]) => a !== attempt && Math.ceil(a / 8) === step && r === 1)
      expect(solutionFrom).toBe(others[0]?.[0])
      expect(mask).toBe(judged.get(attempt) === 0 || others.length > 0 ? 1 : 0)
      if (mask === 0) expect(pieces).toEqual([{ kind: 'question', text: letterProblem.statement }])
    }
    const passed = reprompts.filter(({ attempt }) => judged.get(attempt) === 1)
    expect(passed.some(({ mask }) => mask === 1)).toBe(true)
  })

  it('shows both readers on the union of their candidates, sampled first', async () => {
    const { run, events } = letterRun({ budget: 4 })
    await run.finish()
    const sampled = new Map(of(events, 'attempt-sampled').map((e) => [e.attempt, e]))
    const rescored = new Map(of(events, 'attempt-rescored').map((e) => [e.attempt, e]))
    for (const { attempt, positions } of of(events, 'attempt-scored')) {
      positions.forEach((position, t) => {
        expect(position.ids[0]).toBe(sampled.get(attempt)!.tokens[t])
        expect(position.student[0]).toBeCloseTo(sampled.get(attempt)!.logProbs[t]!, 4)
        const larger = position.ids
          .map((_, i) => Math.max(position.student[i]!, position.teacher[i]!))
          .slice(1)
        expect(larger).toEqual([...larger].sort((a, b) => b - a))
        expect(rescored.get(attempt)!.after[t]!.length).toBe(position.ids.length)
        expect(position.divergence).toBeGreaterThan(0)
      })
    }
  })

  it('moves the student towards the teacher on the same tokens', async () => {
    const { run, events } = letterRun({ budget: 4 }, { judge: neverPasses })
    await run.finish()
    const scored = of(events, 'attempt-scored')[0]!
    const after = of(events, 'attempt-rescored')[0]!.after
    const d = run.updates[0]!
    expect(d.loss).toBeGreaterThan(0)
    scored.positions.forEach((p, t) => {
      const best = p.teacher.indexOf(Math.max(...p.teacher))
      expect(after[t]![best]!).toBeGreaterThan(p.student[best]!)
    })
  })

  it('leaves weights alone in the arms that do not train', async () => {
    for (const arm of ['best-of-k', 'multi-turn'] as const) {
      const { run, events, learner } = letterRun({ arm, budget: 8 })
      await run.finish()
      expect(learner.updates).toBe(0)
      expect(of(events, 'step-updated')).toEqual([])
    }
  })

  it('reads all feedback so far in multi-turn, one turn a step', async () => {
    const { run, events } = letterRun({ arm: 'multi-turn', budget: 5, window: 2 })
    await run.finish()
    const turns = of(events, 'attempt-sampled')
    expect(turns.map((t) => t.step)).toEqual([1, 2, 3, 4, 5])
    expect(piecesText(turns[0]!.pieces!)).toBe(letterProblem.statement)
    const told = of(events, 'attempt-judged')
      .map((e) => e.verdict.feedback)
      .filter(Boolean)
    const read = piecesText(turns.at(-1)!.pieces!)
    for (const feedback of told.slice(0, -1).slice(-2)) expect(read).toContain(feedback)
    expect(read.match(/try d/g)!.length).toBeLessThanOrEqual(2)
  })

  it('reads the latest feedback and learns from its own in multi-turn + SDPO, one update a turn', async () => {
    const { run, events, learner } = letterRun({ arm: 'multi-turn+sdpo', budget: 5, window: 1 })
    await run.finish()
    const turns = of(events, 'attempt-sampled')
    expect(of(events, 'step-updated').map(({ step }) => step)).toEqual(turns.map(({ step }) => step))
    expect(learner.updates).toBeGreaterThan(0)
    const told = of(events, 'attempt-judged').map((e) => e.verdict.feedback)
    turns.slice(1).forEach((turn, i) => {
      if (told[i]) expect(piecesText(turn.pieces!)).toContain(told[i])
    })
    // What the teacher reads is the question and this attempt's own feedback, not the conversation.
    const reprompted = of(events, 'attempt-reprompted').at(-1)!
    expect(reprompted.pieces.filter(({ kind }) => kind === 'feedback').length).toBeLessThanOrEqual(1)
  })
})

describe('credit of GRPO', () => {
  it('is the reward against the group', async () => {
    const { run, events } = letterRun({ arm: 'grpo', budget: 64, attemptsPerStep: 16 })
    await run.finish()
    const rewards = new Map(of(events, 'attempt-judged').map((e) => [e.attempt, e.verdict.reward]))
    for (const { attempts, values, groupMean } of of(events, 'advantages')) {
      attempts.forEach((a, i) => expect(values[i]).toBeCloseTo(rewards.get(a)! - groupMean, 12))
      expect(values.reduce((sum, v) => sum + v, 0)).toBeCloseTo(0, 12)
    }
    expect(of(events, 'attempt-reprompted')).toEqual([])
  })

  it('skips a step without differences, in words', async () => {
    const { run, events, learner } = letterRun({ arm: 'grpo', budget: 4 }, { judge: neverPasses })
    await run.finish()
    expect(of(events, 'step-updated')[0]!.skipped).toMatch(/same reward/)
    expect(of(events, 'attempt-rescored')).toEqual([])
    expect(learner.updates).toBe(0)
  })
})

describe('stop rules', () => {
  it('stops after the step of the first pass', async () => {
    const { run, events } = letterRun({ stop: 'first-pass', budget: 400 })
    expect(await run.finish()).toBe('solved')
    expect(run.firstPass).not.toBeNull()
    expect(run.attemptCount).toBe(Math.ceil(run.firstPass! / 4) * 4)
    expect(await run.advance()).toBeNull()
    expect(of(events, 'run-finished')).toHaveLength(1)
  })

  it('never exceeds the budget', async () => {
    const { run } = letterRun({ budget: 10 })
    expect(await run.finish()).toBe('budget')
    expect(run.attemptCount).toBe(10)
  })

  it('stops when half of the last 32 attempts pass', async () => {
    const { run, events } = letterRun({ stop: 'mastered', budget: 2000, attemptsPerStep: 8 })
    expect(await run.finish()).toBe('mastered')
    const last = of(events, 'attempt-judged').slice(-32)
    expect(last.filter((e) => e.verdict.reward === 1).length).toBeGreaterThanOrEqual(16)
  })

  it('goes on when the budget grows, and says under which configuration', async () => {
    const { run, events } = letterRun({ budget: 4 })
    await run.finish()
    run.configure(letterConfig({ budget: 8, temperature: 0.5, seed: 99 }))
    expect(run.finished).toBeNull()
    expect(await run.finish()).toBe('budget')
    expect(run.attemptCount).toBe(8)
    const [first, second] = of(events, 'step-started')
    expect(first!.config).toBeUndefined()
    expect(second!.config).toMatchObject({ budget: 8, temperature: 0.5, seed: defaultSeed })
  })
})
const defaultSeed = letterConfig().seed

describe('without pictures', () => {
  it('takes the same steps', async () => {
    const [bare, full] = [letterRun({ budget: 24 }, { detail: 'bare' }), letterRun({ budget: 24 })]
    await bare.run.finish()
    await full.run.finish()
    expect(of(bare.events, 'attempt-sampled')).toEqual(of(full.events, 'attempt-sampled'))
    expect(bare.run.updates).toEqual(full.run.updates)
    expect(bare.learner.student).toEqual(full.learner.student)
    expect(bare.events.length).toBeLessThan(full.events.length / 1.5)
  })
})
