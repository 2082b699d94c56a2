import { expect, it } from 'vitest'
import { sampleRun } from '../../engine/scripted-run.testing.ts'
import { RunLog } from '../run/run-log.ts'
import { attemptOf } from '../run/view.ts'
import { plain } from '../text/phrase.ts'
import { readingOf, fullHindsight } from '../reading/hindsight.ts'
import { headlineOf } from './headline.ts'

it('does not call a pass solved where one guess in a few passes', () => {
  const log = RunLog.of(sampleRun({ steps: 2, attempts: 2, passes: 3 }))
  const view = log.view(log.length)
  const attempt = attemptOf(view, 3)!
  const said = (chance: number | null) =>
    plain(
      headlineOf({
        step: view.steps[1]!,
        attempt,
        token: null,
        mode: 'sdpo',
        reading: readingOf({ hindsight: fullHindsight, rereads: {} }, attempt),
        firstPass: 3,
        chance,
        pieceOf: String,
      }),
    )
  expect(said(null)).toBe('Solved: attempt 3 passes all 2 tests, the first of 3 to do so.')
  expect(said(1 / 4)).toBe('Attempt 3 passes all 2 tests, as one blind guess in four does.')
})
