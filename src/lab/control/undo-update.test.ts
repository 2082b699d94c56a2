/** An update is undone: the engine goes back to before it, what came after stays in the history, and only an update that was taken can be. */
import { expect, it } from 'vitest'
import { actionOf } from '../actions/registry.ts'
import { liveEvents, opened, press, scripted, settled, state } from '../lab.testing.ts'
import { selectView } from '../state/selectors.ts'

const undo = actionOf('undo-update')

it('goes back to before the update in view, whichever that is', async () => {
  const { lab, engine } = scripted()
  expect(undo.enabled(state(lab))).toBe(false)
  lab.time.togglePlay()
  engine.run(...liveEvents)
  lab.time.seekStep(2, 'score')
  expect(undo.enabled(state(lab))).toBe(false)
  lab.time.seekStep(2, 'update')
  expect([undo.enabled(state(lab)), undo.label(state(lab))]).toEqual([true, 'Undo update 2'])
  press(lab, 'undo-update')
  expect(engine.commands.at(-1)).toEqual({ type: 'rewind', run: engine.runId, step: 1 })
  expect(selectView(state(lab)).steps.map(({ step }) => step)).toEqual([1])
  await settled()
  expect(state(lab).history.map(({ attempts }) => attempts)).toEqual([6])
  // And the one before it, after which nothing is left.
  lab.time.seekStep(1, 'update')
  press(lab, 'undo-update')
  expect(engine.commands.at(-1)).toEqual({ type: 'rewind', run: engine.runId, step: 0 })
  expect(selectView(state(lab)).steps).toEqual([])
  expect(undo.enabled(state(lab))).toBe(false)
})

it('not while the run goes on, and not in a recording', async () => {
  const { lab, engine } = scripted()
  lab.time.togglePlay()
  engine.run(...liveEvents.slice(0, -1))
  expect(undo.enabled(state(lab))).toBe(false)
  const recorded = await opened()
  recorded.time.seekStep(1, 'update')
  expect(undo.enabled(state(recorded))).toBe(false)
})
