/** The lab with a live engine that says what a test has it say. */
import { describe, expect, it } from 'vitest'
import type { RunEvent } from '../engine/protocol.ts'
import { sampleRun } from '../engine/scripted-run.testing.ts'
import { ScriptedEngine } from '../engine/scripted.testing.ts'
import { defaultRunConfig } from '../sdpo/config.ts'
import { actionOf } from './actions/registry.ts'
import {
  selectCredit,
  selectFocus,
  selectReading,
  selectSession,
  selectView,
  selectWhole,
} from './state/selectors.ts'
import { primaryOf, statusOf } from './words/status.ts'
import {
  recordedEvents,
  liveEvents,
  settled,
  make,
  state,
  label,
  status,
  step,
  press,
  opened,
  scripted,
  header,
  fault,
  firstStep,
} from './lab.testing.ts'

describe('going live', () => {
  it('asks first, loads, makes a run and solves it, act by act', async () => {
    const lab = await opened()
    press(lab, 'go-live')
    expect(label(lab)).toBe('Load model, 12 MB')
    lab.time.primary()
    expect(state(lab).engine).toMatchObject({ phase: 'ready', model: { name: 'tiny-js' } })
    expect([label(lab), status(lab)]).toEqual(['Make 8 attempts', 'Ready'])
    const acts: string[] = []
    for (let i = 0; i < 15; i++) {
      lab.time.primary()
      acts.push(step(lab)!.stage!)
    }
    expect(acts.slice(0, 5)).toEqual(['sample', 'judge', 'reprompt', 'score', 'update'])
    expect(selectView(state(lab))).toMatchObject({ firstPass: 6, sampled: 6 })
    expect(label(lab)).toBe('See how it got there')
    expect(selectSession(state(lab)).log.events).toEqual(liveEvents)
  })

  it('shows bytes while loading, and offers to try again', () => {
    const engine = new ScriptedEngine()
    const lab = make({ createEngine: () => engine })
    lab.choices.setSource('live')
    lab.live.load()
    engine.say({ type: 'load-progress', loadedBytes: 4.1e6, totalBytes: 12e6, what: '' })
    expect(primaryOf(state(lab))).toMatchObject({ kind: 'loading', label: 'Loading 4.1 of 12 MB' })
    engine.say({ ...fault('load'), message: 'The network went away' })
    expect(label(lab)).toBe('Retry')
    expect(statusOf(state(lab))).toEqual({ text: 'The network went away.', tone: 'error' })
    lab.time.primary()
    expect(engine.commands.map((command) => command.type)).toEqual(['load', 'load'])
  })

  it('follows the run, lets the past be looked at, and comes back', () => {
    const { lab, engine } = scripted()
    lab.time.togglePlay()
    expect(engine.commands.at(-1)!.type).toBe('start')
    engine.run(liveEvents[0]!)
    expect(engine.commands.at(-1)!.type).toBe('play')
    engine.run(...liveEvents.slice(1, firstStep))
    expect([label(lab), status(lab)]).toEqual(['Pause', 'Update 1 done'])
    lab.time.seekStep(1, 'judge')
    expect(label(lab)).toBe('Re-read with feedback')
    engine.run(...liveEvents.slice(firstStep, firstStep + 6))
    expect(step(lab)).toMatchObject({ step: 1, stage: 'judge' })
    expect(selectWhole(state(lab)).steps).toHaveLength(2)
    expect(status(lab)).toBe('The run goes on at update 2')
    press(lab, 'to-end')
    engine.run(...liveEvents.slice(firstStep + 6))
    expect(selectSession(state(lab)).log.events).toEqual(liveEvents)
    expect(selectView(state(lab)).finished).toBe('solved')
  })

  it('shows tokens as they are decoded, without keeping them', () => {
    const { lab, engine } = scripted()
    lab.time.togglePlay()
    engine.run(...liveEvents.slice(0, 3), { type: 'sampling', step: 1, tokens: [[0, 1], [3]] })
    expect(step(lab)!.attempts.map((a) => a.text)).toEqual(['xs.filter', 'x'])
    expect(status(lab)).toBe('Attempts 1\u20132: 2 tokens')
    engine.run(...liveEvents.slice(3, 5))
    expect(selectSession(state(lab)).log.events).toEqual(liveEvents.slice(0, 5))
  })

  it('pauses after the act, and says so', () => {
    const { lab, engine } = scripted()
    lab.time.togglePlay()
    engine.run(...liveEvents.slice(0, 5))
    lab.time.primary()
    expect([label(lab), status(lab)]).toEqual(['Pausing', 'Judging attempt 1 of 2, then a pause'])
    engine.say({ type: 'paused', step: 1, stage: 'sampled' })
    expect([label(lab), status(lab)]).toEqual(['Judge them', 'Paused before the verdicts'])
    expect(engine.commands.at(-1)!.type).toBe('pause')
  })

  it('moves to a backend that is chosen while it runs: paused after its act, and ready to go on there', () => {
    const { lab, engine } = scripted()
    lab.time.togglePlay()
    engine.run(...liveEvents.slice(0, 5))
    lab.choices.changeSettings({ backend: 'wasm' })
    expect(engine.commands.slice(-2)).toEqual([
      { type: 'pause' },
      {
        type: 'load',
        requestId: expect.any(Number) as number,
        model: { kind: 'bundled', id: 'tiny' },
        backend: 'wasm',
      },
    ])
    engine.say({ type: 'paused', step: 1, stage: 'sampled' })
    expect(label(lab)).toBe('Judge them')
    lab.time.primary()
    expect(engine.commands.at(-1)).toEqual({ type: 'advance' })
  })

  it('downloads nothing for a choice of backend before there is a model', () => {
    const engine = new ScriptedEngine()
    make({ createEngine: () => engine }).choices.changeSettings({ backend: 'wasm' })
    expect(engine.commands).toEqual([])
  })

  it('goes back to an update: the engine is told, the old course is in the history', async () => {
    const { lab, engine } = scripted()
    lab.time.togglePlay()
    engine.run(...liveEvents)
    lab.time.seekStep(1, 'update')
    expect(actionOf('continue-here').label(state(lab))).toBe('Go on from update 1')
    const before = engine.runId
    press(lab, 'continue-here')
    expect(engine.commands.at(-1)).toEqual({ type: 'rewind', run: engine.runId, step: 1 })
    expect(engine.runId).not.toBe(before)
    expect(selectSession(state(lab)).log.events).toEqual(liveEvents.slice(0, firstStep))
    engine.late(before, ...liveEvents.slice(-4))
    expect(selectSession(state(lab)).log.length).toBe(firstStep)
    // Late too, but of the part that both courses share.
    const read = (step: number): RunEvent => ({
      type: 'probe-read',
      probe: 'p1',
      step,
      ids: [],
      logProbs: [],
      watched: null,
    })
    engine.late(before, read(2))
    expect(selectSession(state(lab)).log.events).toEqual(liveEvents.slice(0, firstStep))
    engine.late(before, read(1))
    expect(selectSession(state(lab)).log.events).toEqual([...liveEvents.slice(0, firstStep), read(1)])
    lab.time.nextAct()
    engine.run(...liveEvents.slice(firstStep, firstStep + 3))
    expect(step(lab)!.step).toBe(2)
    await settled()
    expect(state(lab).history.map((run) => run.attempts)).toEqual([2, 6])
    engine.say({ type: 'paused', step: 2, stage: 'sampled' })
    await settled()
    expect(state(lab).history.map((run) => run.attempts)).toEqual([4, 6])
    await lab.keptRuns.openFromHistory(state(lab).history[1]!.id)
    expect(state(lab).source).toBe('recorded')
    expect(selectSession(state(lab)).log.events).toEqual(liveEvents)
  })

  it('after a lost device resumes from the last update', () => {
    const { lab, engine } = scripted()
    lab.time.togglePlay()
    engine.run(...liveEvents.slice(0, firstStep + 4))
    engine.say(fault('run'))
    expect([label(lab), status(lab)]).toEqual(['Resume from update 1', 'The GPU was lost. Update 1 is kept.'])
    lab.time.primary()
    expect(engine.commands.slice(-2).map((command) => command.type)).toEqual(['rewind', 'play'])
    expect(selectSession(state(lab)).log.length).toBe(firstStep)
    engine.run(...liveEvents.slice(firstStep))
    expect(selectView(state(lab)).finished).toBe('solved')
  })

  it('paused before it has begun, waits where it begins', () => {
    const { lab, engine } = scripted()
    lab.time.togglePlay()
    lab.time.togglePlay()
    engine.run(liveEvents[0]!)
    engine.say({ type: 'paused', step: 0, stage: 'updated' })
    expect(engine.commands.map((command) => command.type)).toEqual(['load', 'start', 'pause'])
    expect(state(lab).engine.phase).toBe('ready')
  })

  it('takes a fault of a run that was left for what it is', () => {
    const { lab, engine } = scripted()
    lab.time.togglePlay()
    engine.run(...liveEvents.slice(0, 8))
    const before = engine.runId
    press(lab, 'new-seed')
    engine.say({ ...fault('run'), id: before })
    expect(state(lab).engine.phase).toBe('running')
    engine.run(...recordedEvents.slice(0, 5))
    expect(engine.commands.at(-1)!.type).toBe('advance')
  })

  it('refused at its start, can be started again', () => {
    const { lab, engine } = scripted()
    lab.time.primary()
    engine.say({ ...fault('run'), message: "The problem's own solution does not pass its tests" })
    expect(statusOf(state(lab)).tone).toBe('error')
    expect(label(lab)).toBe('Make 8 attempts')
    expect(engine.commands.map((command) => command.type)).toEqual(['load', 'start'])
    lab.time.primary()
    engine.run(liveEvents[0]!)
    expect(engine.commands.slice(-2).map((command) => command.type)).toEqual(['start', 'advance'])
  })

  it('started anew takes nothing from the run before', () => {
    const { lab, engine } = scripted()
    lab.time.togglePlay()
    engine.run(...liveEvents.slice(0, 8))
    const before = engine.runId
    press(lab, 'new-seed')
    expect(engine.commands.slice(-2)).toMatchObject([
      { type: 'stop' },
      { type: 'start', config: { seed: header.config.seed + 1 } },
    ])
    engine.late(before, ...liveEvents.slice(8, 12), { type: 'run-finished', reason: 'stopped' })
    expect(selectSession(state(lab)).log.length).toBe(0)
    expect(state(lab).engine.phase).toBe('running')
    engine.run(...recordedEvents.slice(0, 5))
    expect(selectSession(state(lab)).log.events).toEqual(recordedEvents.slice(0, 5))
  })

  it('adds attempts when the budget is spent', () => {
    const { lab, engine } = scripted()
    const spent = sampleRun({ steps: 2, attempts: 2, config: { budget: 4 } })
    lab.choices.changeConfig({ ...defaultRunConfig, budget: 4 })
    lab.time.togglePlay()
    engine.run(...spent)
    expect([label(lab), status(lab)]).toEqual([
      'Add 64 attempts',
      'The budget is spent: none of 4 attempts passed',
    ])
    lab.time.primary()
    expect(engine.commands.slice(-2)).toMatchObject([
      { type: 'configure', config: { budget: 68 } },
      { type: 'play' },
    ])
    expect(state(lab).engine.phase).toBe('running')
  })

  it('gives a running run the settings it can take, and keeps its own', () => {
    const { lab, engine } = scripted()
    lab.time.togglePlay()
    engine.run(...liveEvents.slice(0, 6))
    lab.choices.changeConfig({ ...defaultRunConfig, seed: 99, arm: 'grpo', temperature: 0.5 })
    expect(engine.commands.at(-1)).toMatchObject({
      type: 'configure',
      config: { seed: header.config.seed, arm: 'sdpo', temperature: 0.5 },
    })
    expect(state(lab).settings.config).toMatchObject({ seed: 99, arm: 'grpo' })
  })

  it('re-reads when the hand rests: one request for the words there are then', async () => {
    const { lab, engine } = scripted()
    lab.time.nextAct()
    engine.run(...liveEvents.slice(0, firstStep - 5))
    engine.say({ type: 'paused', step: 1, stage: 'scored' })
    const attempt = selectFocus(state(lab)).attempt!
    for (const text of ['a', 'ab', 'abc']) lab.looking.editFeedback(attempt.attempt, text)
    await settled()
    const asked = engine.commands.filter((command) => command.type === 'reread')
    expect(asked).toHaveLength(1)
    expect(asked[0]!.pieces.map((piece) => piece.text).join('')).toContain('abc')
    expect(selectReading(state(lab), attempt).status).toBe('asked')
    engine.say({
      type: 'reread-done',
      requestId: asked[0]!.requestId,
      attempt: attempt.attempt,
      positions: attempt.positions!.map((p) => ({ ...p, teacher: p.student })),
      unknownWords: ['abc'],
    })
    expect(selectReading(state(lab), attempt)).toMatchObject({ status: 'done', unknownWords: ['abc'] })
    expect(selectCredit(state(lab), attempt)!.every((c) => c === 0)).toBe(true)
  })
})
