/** The lab on a recorded run: its first picture, its time, what is looked at. */
import { describe, expect, it } from 'vitest'
import { ScriptedEngine } from '../engine/scripted.testing.ts'
import { writeRecording } from './run/recording.ts'
import {
  selectCredit,
  selectFocus,
  selectReading,
  selectSession,
  selectView,
  selectWhole,
} from './state/selectors.ts'
import { statusOf } from './words/status.ts'
import { tallyOf } from './words/tally.ts'
import { recordedEvents, settled, state, label, status, step, press, opened } from './lab.testing.ts'

describe('the first picture', () => {
  it('is a recorded run at its most telling token, with nothing loaded', async () => {
    let engines = 0
    const lab = await opened('', { createEngine: () => (engines++, new ScriptedEngine()) })
    const { attempt, token } = selectFocus(state(lab))
    expect(attempt!.passed).toBe(false)
    expect(Math.abs(attempt!.credit![token!]!)).toBe(attempt!.creditPeak)
    expect(step(lab)!.stage).toBe('score')
    expect(label(lab)).toBe('Update the student')
    expect(status(lab)).toBe('Paused before the update')
    expect(engines).toBe(0)
  })

  it('says so when the recording cannot be fetched or is cut short', async () => {
    const offline = await opened('', { fetchRecording: () => Promise.reject(new Error('404')) })
    expect(state(offline).notices[0]!.text).toContain('could not be fetched (404)')
    expect(label(offline)).toBe('Opening the recording')
    const cut = await opened('', {
      fetchRecording: async () => writeRecording(recordedEvents).slice(0, -400),
    })
    expect(state(cut).notices[0]!.text).toContain('cut short')
    expect(selectWhole(state(cut)).steps.length).toBeGreaterThan(2)
  })
})

describe('time', () => {
  it('goes act by act, each named before it is done', async () => {
    const lab = await opened()
    lab.time.seek(0)
    const names: string[] = []
    for (let i = 0; i < 6; i++) {
      names.push(label(lab))
      lab.time.primary()
    }
    expect(names).toEqual([
      'Make 2 attempts',
      'Judge them',
      'Re-read with feedback',
      'Show the credit',
      'Update the student',
      'Make 2 attempts',
    ])
    expect(step(lab)).toMatchObject({ step: 2, stage: 'sample' })
    lab.time.previousAct()
    expect(step(lab)).toMatchObject({ step: 1, stage: 'update' })
  })

  it('plays to the end, offers to see it again, and does', async () => {
    const lab = await opened()
    lab.time.togglePlay()
    expect(label(lab)).toBe('Pause')
    await settled()
    expect(selectSession(state(lab))).toMatchObject({ playhead: recordedEvents.length, playing: false })
    expect(label(lab)).toBe('See how it got there')
    expect(statusOf(state(lab))).toEqual({ text: 'Attempt 8 passed all 2 tests', tone: 'pass' })
    lab.time.primary()
    expect(selectSession(state(lab))).toMatchObject({ playing: true })
    expect(step(lab)!.step).toBe(1)
  })

  it('stays at the same act when another update is chosen', async () => {
    const lab = await opened()
    lab.time.seekStep(2, 'judge')
    expect(step(lab)).toMatchObject({ step: 2, stage: 'judge' })
    lab.time.seekStep(3)
    expect(step(lab)).toMatchObject({ step: 3, stage: 'judge' })
    press(lab, 'next-update')
    expect(step(lab)).toMatchObject({ step: 4, stage: 'judge' })
    press(lab, 'previous-update')
    press(lab, 'to-start')
    expect(selectSession(state(lab)).playhead).toBe(0)
    expect(status(lab)).toBe('Before the first attempt')
    press(lab, 'to-end')
    expect(selectView(state(lab))).toBe(selectWhole(state(lab)))
  })

  it('counts as far as the playhead', async () => {
    const lab = await opened()
    lab.time.seekStep(2, 'judge')
    expect(tallyOf(state(lab))).toEqual({ attempts: 4, budget: 8, passed: 0, seed: 3 })
    lab.time.seekEnd()
    expect(tallyOf(state(lab))).toMatchObject({ attempts: 8, passed: 1 })
  })
})

describe('focus and switches', () => {
  it('move with their keys and do not lose the pin', async () => {
    const lab = await opened()
    lab.time.seekStep(1, 'score')
    lab.looking.focusAttempt(1)
    press(lab, 'next-attempt')
    expect(selectFocus(state(lab)).attempt!.attempt).toBe(2)
    press(lab, 'next-attempt')
    expect(selectFocus(state(lab)).attempt!.attempt).toBe(2)
    lab.looking.pinToken(0)
    press(lab, 'next-token')
    lab.looking.hoverToken(3)
    expect(selectFocus(state(lab))).toMatchObject({ token: 3, pinned: 1 })
    lab.looking.hoverToken(null)
    press(lab, 'toggle-credit')
    press(lab, 'toggle-feedback')
    expect(selectFocus(state(lab))).toMatchObject({ token: 1, pinned: 1 })
  })

  it('GRPO is flat, the mix is between', async () => {
    const lab = await opened()
    lab.time.seekStep(4, 'score')
    lab.looking.focusAttempt(7)
    const credit = () => selectCredit(state(lab), selectFocus(state(lab)).attempt!)!
    const sdpo = credit()
    press(lab, 'toggle-credit')
    expect(new Set(credit())).toEqual(new Set([-0.5]))
    lab.looking.setCreditMode('mix')
    credit().forEach((c, i) => expect(c).toBeCloseTo(0.9 * -0.5 + 0.1 * sdpo[i]!, 10))
    expect(credit()).toBe(credit())
  })

  it('without feedback the recorded gap closes, and says what it leaves out', async () => {
    const lab = await opened()
    lab.time.seekStep(2, 'score')
    press(lab, 'toggle-feedback')
    const { attempt } = selectFocus(state(lab))
    expect(selectCredit(state(lab), attempt!)!.every((c) => c === 0)).toBe(true)
    expect(selectReading(state(lab), attempt!)).toMatchObject({
      status: 'done',
      sameWords: true,
      note: expect.stringContaining('not in the recording'),
    })
    for (const other of step(lab)!.attempts) expect(selectReading(state(lab), other).status).toBe('done')
    press(lab, 'toggle-feedback')
    expect(selectCredit(state(lab), attempt!)).toEqual(attempt!.credit)
  })

  it('other words for the teacher need a live one', async () => {
    const lab = await opened()
    const { attempt } = selectFocus(state(lab))
    lab.looking.editFeedback(attempt!.attempt, 'something else')
    expect(selectReading(state(lab), attempt!)).toMatchObject({
      status: 'failed',
      note: expect.stringContaining('Go live'),
    })
    lab.looking.editFeedback(attempt!.attempt, null)
    expect(selectReading(state(lab), attempt!).status).toBe('own')
  })
})
