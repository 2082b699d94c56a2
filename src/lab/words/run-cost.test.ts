import { describe, expect, it } from 'vitest'
import { sampleRun } from '../../engine/scripted-run.testing.ts'
import { firstState } from '../state/first-state.ts'
import { RunLog } from '../run/run-log.ts'
import { Preferences } from '../history/preferences.ts'
import { runCost, runCostWords } from './run-cost.ts'
import { sessionOf } from '../run/session.ts'
import type { LabState } from '../state/store.ts'

const start = firstState({ model: 'tiny', presets: [], liveBytes: 1, lessonPages: 1 }, new Preferences(null))
const live = sessionOf(RunLog.of(sampleRun({ steps: 2, attempts: 2, tokens: 4 })))
const ready: LabState = {
  ...start,
  source: 'live',
  engine: { ...start.engine, phase: 'ready', model: live.whole.model, backend: live.whole.backend },
}

describe('what a run will cost', () => {
  it('is not known before a step was measured', () => {
    expect(runCost(ready)).toBeNull()
    expect(runCostWords(start)).toBe('What a run will cost is known once the model is here.')
    expect(runCostWords(ready)).toBe('SDPO, at most 192 attempts. A measured step says what that takes.')
  })

  it('follows from the last update of a run on this model', () => {
    // 620 ms and 8 tokens for 2 attempts; 1.1 M parameters, and 25 snapshots of 40,000 x 4 vectors.
    expect(runCost({ ...ready, live })).toEqual({
      ms: 192 * 310,
      tokens: 192 * 4,
      attempts: 192,
      memory: 1_100_000 * 4 + 40_000 * 16 * 25,
    })
    expect(runCostWords({ ...ready, live })).toMatch(
      /^SDPO, at most 192 attempts: 1 min, 768 tokens and about 20 MB of memory/,
    )
  })

  it('prefers a step measured for the race, and forgets one of another model or arm', () => {
    expect(
      runCost({ ...ready, live, race: { ...ready.race, rates: { sdpo: { ms: 10, tokens: 100 } } } }),
    ).toMatchObject({ ms: 1920, tokens: 19_200 })
    expect(
      runCost({ ...ready, live, engine: { ...ready.engine, model: { ...live.whole.model!, id: 'other' } } }),
    ).toBeNull()
    expect(
      runCost({
        ...ready,
        live,
        settings: { ...ready.settings, config: { ...ready.settings.config, arm: 'grpo' } },
      }),
    ).toBeNull()
  })
})
