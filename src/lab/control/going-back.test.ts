/** A long run goes back to what is left of it. */
import { expect, it } from 'vitest'
import { sampleProblem } from '../../engine/scripted-run.testing.ts'
import { letterRun } from '../../sdpo/fake-model.testing.ts'
import { selectWhole } from '../state/selectors.ts'
import { liveEvents, scripted, state } from '../lab.testing.ts'

it('to the nearest earlier update whose adapter is kept, and says so', async () => {
  const { lab, engine } = scripted()
  lab.live.start()
  engine.run(...liveEvents.filter(({ type }) => type !== 'run-finished'))
  const { run } = letterRun({ stop: 'budget', budget: 400 })
  for (let i = 0; i < 15; i++) await run.advance()
  void engine.keep({
    problem: sampleProblem,
    run: run.keep(),
    weights: [0, 1, 3].map((step) => [step, run.weightsAfter(step)!]),
  })
  lab.live.continueFrom(2)
  expect(engine.commands.at(-1)).toMatchObject({ type: 'rewind', step: 1 })
  expect(selectWhole(state(lab)).steps).toHaveLength(1)
  expect(state(lab).notices.at(-1)!.text).toBe(
    'Of a long run not every adapter is kept: that of update 2 is given up, so the run went back to update 1.',
  )
})
