/** A run through time: back to a step and on from there, and an attempt read again under other words. */
import { describe, expect, it } from 'vitest'
import type { RunEvent } from './events.ts'
import { letterConfig, letterParts, letterProblem, letterRun } from './fake-model.testing.ts'
import { of, timeless, uninterrupted } from './run-events.testing.ts'
import { runSnapshotSchema } from './run-snapshot.ts'
import { Run } from './run.ts'

describe('time', () => {
  it('goes back to any step and repeats from there', async () => {
    const { run, events } = letterRun({ budget: 24 })
    await run.finish()
    const until = events.findLastIndex((e) => e.type === 'attempt-rescored' && Math.ceil(e.attempt / 4) === 2)
    const steps = (said: RunEvent[]) => said.filter((e) => e.type !== 'vocabulary')
    const later = timeless(steps(events.slice(until + 1)))
    await run.rewind(2)
    const again = events.length
    expect(await run.finish()).toBe('budget')
    const repeated = steps(events.slice(again))
    expect(repeated[0]).toMatchObject({ type: 'step-started', resumed: { backend: { name: 'node' } } })
    expect(timeless(uninterrupted(repeated))).toEqual(later)
  })

  it.each([1, 2, 3, 5])(
    'tells settings after going back to step %i where the steps there were told others, also when taken up elsewhere',
    async (step) => {
      const { run, events, learner } = letterRun({ budget: 24 })
      for (let i = 0; i < 15; i++) await run.advance()
      run.configure(letterConfig({ budget: 24, temperature: 0.5 }))
      await run.finish()
      const told = of(events, 'step-started').filter(({ config }) => config)
      expect(told.map((event) => [event.step, event.config?.temperature])).toEqual([[4, 0.5]])

      const weights = new Map(run.keptSteps().map((kept) => [kept, run.weightsAfter(kept)!]))
      const elsewhere: RunEvent[] = []
      const { model } = letterRun()
      const other = new Run(letterParts({}, { model, learner, emit: (event) => elsewhere.push(event) }), {
        run: runSnapshotSchema.parse(structuredClone(run.keep())),
        weights,
      })
      await other.rewind(step)
      await other.finish()
      const again = of(elsewhere, 'step-started').filter(({ config }) => config)
      expect(again.map((event) => [event.step, event.config?.temperature])).toEqual(
        step < 4 ? [[step + 1, 0.5]] : [],
      )
    },
  )

  it('tells no settings that are set back before a step begins', async () => {
    const { run, events } = letterRun({ budget: 8 })
    await run.advance()
    run.configure(letterConfig({ budget: 8, temperature: 0.5 }))
    run.configure(letterConfig({ budget: 8 }))
    await run.finish()
    expect(of(events, 'step-started').map(({ config }) => config)).toEqual([undefined, undefined])
  })

  it('names tokens again that only dropped events had named', async () => {
    const { run, events } = letterRun({ budget: 16 })
    await run.finish()
    const kept = events.slice(
      0,
      events.findIndex((e) => e.type === 'step-started' && e.step === 2),
    )
    const again = events.length
    await run.rewind(1)
    await run.finish()
    const named = new Set(
      of([...kept, ...events.slice(again)], 'vocabulary').flatMap((e) => Object.keys(e.pieces)),
    )
    for (const { tokens } of of(events.slice(again), 'attempt-sampled'))
      tokens.forEach((id) => expect(named).toContain(String(id)))
  })

  it('refuses a step that was not reached', async () => {
    const { run } = letterRun({ budget: 8 })
    await run.advance()
    await expect(run.rewind(3)).rejects.toThrow(/Update 3 has not been reached/)
  })

  it('stops at once when told', async () => {
    const { run, events } = letterRun()
    await run.advance()
    run.stop()
    expect(await run.advance()).toBeNull()
    expect(events.at(-1)).toEqual({ type: 'run-finished', reason: 'stopped' })
  })
})

describe('rereading', () => {
  it('is the same picture under the same words, another under others', async () => {
    const { run, events } = letterRun({ budget: 8 })
    await run.finish()
    const reprompt = of(events, 'attempt-reprompted').find((e) => e.mask === 1)!
    const scored = of(events, 'attempt-scored').find((e) => e.attempt === reprompt.attempt)!
    const same = await run.reread(reprompt.attempt, reprompt.pieces)
    expect(same.positions).toEqual(scored.positions)
    const without = await run.reread(reprompt.attempt, [{ kind: 'question', text: letterProblem.statement }])
    expect(without.positions[0]!.divergence).toBeLessThan(scored.positions[0]!.divergence)
  })

  it('leaves only the weights when the words are the student\u2019s, and nothing when the weights are too', async () => {
    const { run, events } = letterRun({ budget: 24 })
    await run.finish()
    const attempt = of(events, 'attempt-reprompted').findLast((e) => e.mask === 1)!.attempt
    const question = [{ kind: 'question' as const, text: letterProblem.statement }]
    expect((await run.reread(attempt, question)).positions[0]!.divergence).toBeGreaterThan(0)
    expect(
      (await run.reread(attempt, question, { sameWeights: true })).positions.every((p) => p.divergence === 0),
    ).toBe(true)
  })

  it('changes nothing of the run', async () => {
    const [plain, reread] = [letterRun({ budget: 16 }), letterRun({ budget: 16 })]
    await plain.run.finish()
    while ((await reread.run.advance()) !== null) {
      if (reread.run.attemptCount > 0) await reread.run.reread(1, [{ kind: 'question', text: 'Other words' }])
    }
    const attempts = (events: RunEvent[]) => timeless(events).filter((e) => e.type !== 'vocabulary')
    expect(attempts(reread.events)).toEqual(attempts(plain.events))
  })

  it('refuses unknown attempts and words beyond the window', async () => {
    const { run } = letterRun({ budget: 4 })
    await run.finish()
    await expect(run.reread(9, [])).rejects.toThrow(/Attempt 9/)
    await expect(run.reread(1, [{ kind: 'question', text: 'x'.repeat(500) }])).rejects.toThrow(/at most/)
  })
})
