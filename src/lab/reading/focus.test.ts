import { describe, expect, it } from 'vitest'
import { sampleRun } from '../../engine/scripted-run.testing.ts'
import { stopsOf } from '../run/stages.ts'
import { mostTelling } from './credit.ts'
import { mostTellingAttempt, resolveFocus } from './focus.ts'
import { RunLog } from '../run/run-log.ts'
import { emptyView } from '../run/view.ts'

const events = sampleRun({ steps: 3, attempts: 3, passes: 9, seed: 4 })
const log = RunLog.of(events)
const stops = stopsOf(events)
const at = (step: number, stage: string) =>
  log.view(stops.find((stop) => stop.step === step && stop.stage === stage)!.at)
const nothing = { attempt: null, token: null, hovered: null }

describe('focus', () => {
  it('of nothing is nothing', () => {
    expect(resolveFocus(emptyView, nothing)).toEqual({ step: null, attempt: null, token: null, pinned: null })
  })

  it('left to the lab is the attempt and token where hindsight disagrees most', () => {
    const { step, attempt, token } = resolveFocus(at(1, 'score'), nothing)
    expect(attempt!.creditPeak).toBe(Math.max(...step!.attempts.map((a) => a.creditPeak)))
    expect(token).toBe(mostTelling(attempt!.credit!))
  })

  it('does not wander while the step is being scored', () => {
    const [from, to] = [
      stops.find((s) => s.step === 1 && s.stage === 'reprompt')!.at,
      stops.find((s) => s.step === 1 && s.stage === 'score')!.at,
    ]
    for (let n = from; n < to - 2; n++) expect(resolveFocus(log.view(n), nothing).attempt!.attempt).toBe(1)
  })

  it('left to the lab is the attempt that passed, once one has', () => {
    expect(resolveFocus(at(3, 'judge'), nothing).attempt!.attempt).toBe(9)
  })

  it('left to the lab is one attempt through all acts of an update that is known', () => {
    const whole = log.view(events.length)
    const told = resolveFocus(at(1, 'score'), nothing).attempt!.attempt
    expect(told).not.toBe(1)
    for (const stage of ['sample', 'judge', 'reprompt', 'score', 'update'])
      expect(resolveFocus(at(1, stage), nothing, whole).attempt!.attempt).toBe(told)
    expect(resolveFocus(at(3, 'sample'), nothing, whole).attempt!.attempt).toBe(9)
  })

  it('chosen is kept, with its pin, and comes back with its step', () => {
    const chosen = { attempt: 2, token: 1, hovered: null }
    expect(resolveFocus(at(1, 'score'), chosen)).toMatchObject({
      attempt: { attempt: 2 },
      token: 1,
      pinned: 1,
    })
    expect(resolveFocus(at(2, 'score'), chosen).attempt!.attempt).toBe(5)
    expect(resolveFocus(at(2, 'score'), chosen).pinned).toBe(
      mostTelling(at(2, 'score').steps[1]!.attempts[1]!.credit!),
    )
    expect(resolveFocus(at(1, 'update'), chosen)).toMatchObject({ attempt: { attempt: 2 }, pinned: 1 })
  })

  it('hovered previews and leaves the pin; a token that is not there is not shown', () => {
    expect(resolveFocus(at(1, 'score'), { attempt: 2, token: 1, hovered: 0 })).toMatchObject({
      token: 0,
      pinned: 1,
    })
    expect(resolveFocus(at(1, 'score'), { attempt: 2, token: 99, hovered: 99 }).token).not.toBe(99)
  })

  it('at first sight is the most telling failed attempt before the first pass', () => {
    const telling = mostTellingAttempt(log.view(events.length))!
    expect(telling.step).toBeLessThan(3)
    expect(telling.passed).toBe(false)
    expect(mostTellingAttempt(emptyView)).toBeNull()
  })
})
