/** Words put in a judge's mouth beside a recording go along to the live run of it, which is made up to their attempt and no further. */
import { expect, it } from 'vitest'
import { RecordedEngine } from '../engine/recorded.ts'
import { selectFocus } from './state/selectors.ts'
import { opened, recordedEvents, settled, state, step } from './lab.testing.ts'

/** A live engine that makes the recorded run. */
const again = () =>
  opened('', {
    createEngine: () => new RecordedEngine({ format: 'sdpo-lab-run', version: 1, events: recordedEvents }),
  })

it('makes the run up to the attempt, with the words beside it', async () => {
  const lab = await again()
  lab.time.seekStep(2, 'score')
  // Two attempts an update.
  const attempt = 3
  lab.looking.focusAttempt(attempt)
  lab.looking.editFeedback(attempt, 'Say it otherwise.')
  lab.carrying.readLive()
  await settled()
  await settled()
  expect(state(lab)).toMatchObject({ source: 'live', carried: null })
  expect(state(lab).hindsight.edited).toEqual({ [attempt]: 'Say it otherwise.' })
  expect(selectFocus(state(lab)).attempt).toMatchObject({ attempt })
  expect(selectFocus(state(lab)).attempt!.positions).not.toBeNull()
  expect(step(lab)).toMatchObject({ step: 2, stage: 'score' })
  expect(state(lab).live.following).toBe(true)
})

it('brings nothing to another run', async () => {
  const lab = await again()
  lab.time.seekStep(1, 'score')
  lab.looking.editFeedback(1, 'Say it otherwise.')
  lab.live.start({ seed: 99 })
  await settled()
  expect(state(lab).hindsight.edited).toEqual({})
  expect(state(lab).carried).toBeNull()
})
