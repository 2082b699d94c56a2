import { describe, expect, it } from 'vitest'
import type { RunEvent } from './events.ts'
import { LetterLearner, LetterModel, letterParts, letterRun } from './fake-model.testing.ts'
import type { LearnerSnapshot } from './learner.ts'
import { runSnapshotSchema, type RunSnapshot } from './run-snapshot.ts'
import { of, timeless, uninterrupted } from './run-events.testing.ts'
import { Run } from './run.ts'

/** Another worker: nothing shared, what was kept copied as a message would be. */
function goOn(run: RunSnapshot, weights: Map<number, LearnerSnapshot>) {
  const events: RunEvent[] = []
  const model = new LetterModel()
  const next = new Run(
    letterParts(
      { stop: 'budget' },
      { model, learner: new LetterLearner(model), emit: (event) => events.push(event) },
    ),
    structuredClone({ run, weights }),
  )
  return { run: next, events }
}

/** As versions before attempts had stages kept a run: every field of every stage there from the start, and the loss by its `grain`. */
function older(run: RunSnapshot): object {
  const { distillation: _, ...loss } = run.config.loss
  return {
    ...run,
    config: {
      ...run.config,
      loss: { ...loss, alpha: 1, topK: null, addTail: true, grain: 'logit', advantageClip: null },
    },
    attempts: run.attempts.map(({ stage: _stage, ...attempt }) => ({
      verdict: null,
      mask: 0,
      teacherPrompt: attempt.prompt,
      advantage: 0,
      candidates: [],
      ...attempt,
    })),
  }
}

describe('a kept run', () => {
  it.each([0, 1, 2, 3, 4, 5, 8, 12])('goes on after %i stages as the run itself does', async (stages) => {
    const first = letterRun({ stop: 'budget' })
    for (let i = 0; i < stages; i++) await first.run.advance()
    const weights = new Map<number, LearnerSnapshot>()
    for (let step = 0; step < 32; step++) {
      const snapshot = first.run.weightsAfter(step)
      if (snapshot) weights.set(step, snapshot)
    }
    const second = goOn(first.run.keep(), weights)
    const third = goOn(runSnapshotSchema.parse(older(first.run.keep())), weights)
    const said = first.events.length
    await first.run.finish()
    for (const other of [second, third]) {
      await other.run.finish()
      expect(timeless(uninterrupted(other.events))).toEqual(timeless(first.events.slice(said)))
      const [next, ...later] = of(other.events, 'step-started')
      if (next) expect(next.resumed?.backend.reason).toBe('a test')
      expect(later.filter(({ resumed }) => resumed)).toEqual([])
    }
  })

  it('can still be rewound to any step that was kept, and stays finished when it was', async () => {
    const first = letterRun({ stop: 'budget' })
    await first.run.finish()
    const weights = new Map([0, 1, 2, 8].map((step) => [step, first.run.weightsAfter(step)!]))
    const second = goOn(first.run.keep(), weights)
    expect(await second.run.advance()).toBeNull()
    await first.run.rewind(2)
    await second.run.rewind(2)
    const said = first.events.length
    await first.run.finish()
    await second.run.finish()
    expect(timeless(second.events)).toEqual(timeless(first.events.slice(said)))
  })

  it('refuses to go on without the weights of its last step', async () => {
    const first = letterRun({ stop: 'budget' })
    for (let i = 0; i < 5; i++) await first.run.advance()
    expect(() => goOn(first.run.keep(), new Map([[0, first.run.weightsAfter(0)!]]))).toThrow(
      'weights after update 1 are not kept',
    )
  })
})
