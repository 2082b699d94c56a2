/** Of a recording nothing is drawn that its watcher has not come to; what was seen once stays, and who goes through the whole run sees it all. */
import { describe, expect, it } from 'vitest'
import { opened, press, settled, state } from '../lab.testing.ts'
import { selectKnown, selectSession, selectView, selectWhole } from '../state/selectors.ts'

/** The scripted recording passes first in its last update. */
const firstPasses = (lab: Awaited<ReturnType<typeof opened>>) =>
  [selectKnown, selectWhole].map((select) => select(state(lab)).firstPass)

describe('what is known of a run', () => {
  it('ends where a recording opens, with its first pass ahead', async () => {
    const lab = await opened()
    expect(selectKnown(state(lab)).events).toBe(selectSession(state(lab)).playhead)
    expect(firstPasses(lab)).toEqual([null, 8])
  })

  it('grows as the run is played, and what was seen stays on the way back', async () => {
    const lab = await opened()
    lab.time.seek(selectSession(state(lab)).playhead + 1)
    const { playhead } = selectSession(state(lab))
    expect(selectKnown(state(lab)).events).toBe(playhead)
    lab.time.seekStep(1)
    expect(selectView(state(lab)).steps).toHaveLength(1)
    expect(selectKnown(state(lab)).events).toBe(playhead)
    press(lab, 'to-end')
    await settled()
    expect(firstPasses(lab)).toEqual([8, 8])
  })

  it('is all of it for who scrubs', async () => {
    const lab = await opened()
    lab.time.scrub(2)
    expect(selectView(state(lab)).steps).toHaveLength(2)
    expect(firstPasses(lab)).toEqual([8, 8])
  })

  it('begins anew with another recording, and is all of a run of one\u2019s own', async () => {
    const lab = await opened()
    lab.time.seekEnd()
    await lab.runs.openBundled('again')
    expect(firstPasses(lab)).toEqual([null, 8])
    const { log } = selectSession(state(lab))
    await lab.runs.openRecording(
      { format: 'sdpo-lab-run', version: 1, events: [...log.events] },
      { historyId: 'kept' },
    )
    expect(firstPasses(lab)).toEqual([8, 8])
  })
})
