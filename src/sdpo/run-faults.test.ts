/** A run in which something goes wrong: it says so, keeps its weights, and can go on. */
import { describe, expect, it } from 'vitest'
import { LetterModel, letterJudge, letterRun } from './fake-model.testing.ts'
import { of } from './run-events.testing.ts'

describe('what goes wrong', () => {
  it('keeps the weights of a step that was not taken, and goes on', async () => {
    const { run, events, learner } = letterRun({ budget: 8 })
    learner.failNext = true
    await run.finish()
    const [first, second] = of(events, 'step-updated')
    expect(first).toMatchObject({ skipped: 'The gradient is not finite.', signals: { loss: 0, gradNorm: 0 } })
    expect(second!.skipped).toBeUndefined()
    expect(learner.updates).toBe(1)
  })

  it('undoes an update that leaves numbers which are not finite, and goes on', async () => {
    const { run, events, learner } = letterRun({ budget: 8 })
    learner.ruinNext = true
    await run.finish()
    const [first, second] = of(events, 'step-updated')
    expect(first!.skipped).toMatch(/not finite, so it was undone/)
    expect(second!.skipped).toBeUndefined()
    expect(of(events, 'attempt-rescored').map(({ attempt }) => attempt)).toEqual([5, 6, 7, 8])
    expect(
      of(events, 'attempt-rescored')
        .flatMap(({ after }) => after.flat())
        .every(Number.isFinite),
    ).toBe(true)
    expect(learner.updates).toBe(1)
    expect(learner.student.every(Number.isFinite)).toBe(true)
  })

  it('tries a beat again after an error, without repeating what was done', async () => {
    let broken = true
    const judge: typeof letterJudge = async (...given) => {
      if (broken) throw new Error('sandbox lost')
      return letterJudge(...given)
    }
    const { run, events } = letterRun({ budget: 4 }, { judge })
    await run.advance()
    await expect(run.advance()).rejects.toThrow('sandbox lost')
    broken = false
    expect(await run.advance()).toBe('judge')
    await run.finish()
    expect(of(events, 'step-started')).toHaveLength(1)
    expect(of(events, 'attempt-judged')).toHaveLength(4)
  })

  it('says so when the question is too long for the model', () => {
    expect(() => letterRun({}, { model: new LetterModel(10) })).toThrow(/14 tokens long; this model reads 10/)
  })

  it('needs a learner to train', () => {
    expect(() => letterRun({}, { learner: null })).toThrow(/needs a learner/)
    expect(() => letterRun({ arm: 'best-of-k' }, { learner: null })).not.toThrow()
  })
})
