import { describe, expect, it } from 'vitest'
import { sampleRun } from '../../engine/scripted-run.testing.ts'
import { Preferences } from '../history/preferences.ts'
import { RunLog } from '../run/run-log.ts'
import { sessionOf } from '../run/session.ts'
import { firstState } from '../state/first-state.ts'
import type { LabState } from '../state/store.ts'
import { stepProfileWords } from './step-profile.ts'

const start = firstState({ model: 'tiny', presets: [], liveBytes: 1, lessonPages: 1 }, new Preferences(null))
const stateOf = (compile?: number): LabState => {
  const events = sampleRun({ steps: 2, attempts: 2, tokens: 4 }).map((event) =>
    event.type === 'step-updated' && compile !== undefined
      ? { ...event, timings: { ...event.timings, compile } }
      : event,
  )
  const live = sessionOf(RunLog.of(events))
  return {
    ...start,
    source: 'live',
    live,
    engine: { ...start.engine, phase: 'ready', model: live.whole.model, backend: live.whole.backend },
  }
}

describe('what the last step took', () => {
  it('is told part by part, with tokens a second', () => {
    expect(stepProfileWords(stateOf())).toBe(
      'Step 2, 2 attempts, took 0.6 s: writing 0.3 s, 27 tokens a second; judging 20 ms; reading by student and teacher 0.1 s; the update 0.2 s. Weights and the vectors of a whole run: about 20 MB.',
    )
  })

  it('tells compilation apart where there was much', () => {
    expect(stepProfileWords(stateOf(250))).toContain('Of this, 0.3 s went into compiling programs')
    expect(stepProfileWords(stateOf(10))).not.toContain('compiling')
  })

  it('is nothing without a live run on the model in use', () => {
    const state = stateOf()
    expect(stepProfileWords(start)).toBeNull()
    expect(stepProfileWords({ ...state, source: start.source })).toBeNull()
    expect(
      stepProfileWords({
        ...state,
        engine: { ...state.engine, model: { ...state.engine.model!, id: 'other' } },
      }),
    ).toBeNull()
  })
})
