import { afterEach, describe, expect, it } from 'vitest'
import type { RunEvent } from '../engine/protocol.ts'
import { RecordedEngine } from '../engine/recorded.ts'
import { sampleProblem, sampleRun } from '../engine/scripted-run.testing.ts'
import { ScriptedEngine, silentLibrary, type Said } from '../engine/scripted.testing.ts'
import { defaultRunConfig } from '../sdpo/config.ts'
import type { Page } from './actions/action.ts'
import type { ActionId } from './state/action-ids.ts'
import { actionForKey, actionOf, actions } from './actions/registry.ts'
import { createLab, type Lab, type LabDeps } from './lab.ts'
import { memoryShelf } from './history/persist.ts'
import type { Clock } from './run/player.ts'
import { writeRecording } from './run/recording.ts'
import {
  selectCredit,
  selectFocus,
  selectReading,
  selectSession,
  selectView,
  selectWhole,
} from './state/selectors.ts'
import { primaryOf, statusOf, tallyOf } from './words/status.ts'
import { currentStep } from './run/view.ts'

const recordedEvents = sampleRun({ seed: 3, steps: 4, attempts: 2, passes: 8 })
const liveEvents = sampleRun({ seed: 5, steps: 3, attempts: 2, passes: 6 })
const recordingOf = (events: RunEvent[]) => ({ format: 'sdpo-lab-run' as const, version: 1 as const, events })

/** Calls back at once: motion takes no time here. */
const atOnce: Clock = {
  after(_, callback) {
    let live = true
    queueMicrotask(() => live && callback())
    return () => void (live = false)
  },
}
const settled = async () => {
  for (let i = 0; i < 200; i++) await Promise.resolve()
}

const labs: Lab[] = []
afterEach(() => labs.splice(0).forEach((lab) => lab.dispose()))

function make(change: Partial<LabDeps> = {}): Lab {
  const content = new Map<string, string>()
  const lab = createLab({
    createEngine: () => new RecordedEngine(recordingOf(liveEvents)),
    createLibrary: () => silentLibrary,
    model: 'tiny',
    liveBytes: 12e6,
    presets: [sampleProblem, { ...sampleProblem, id: 'other', title: 'Other' }],
    lessonPages: 7,
    fetchRecording: async () => writeRecording(recordedEvents),
    firstRecording: 'first',
    drawer: {
      getItem: (key) => content.get(key) ?? null,
      setItem: (key, value) => void content.set(key, value),
    },
    shelf: memoryShelf(),
    clock: atOnce,
    address: () => 'https://lab.example/',
    ...change,
  })
  labs.push(lab)
  lab.choices.changeSettings({ reducedMotion: true })
  return lab
}

const state = (lab: Lab) => lab.store.getState()
const label = (lab: Lab) => primaryOf(state(lab)).label
const status = (lab: Lab) => statusOf(state(lab)).text
const step = (lab: Lab) => currentStep(selectView(state(lab)))
const page: Page = {
  copy: async () => undefined,
  download: () => undefined,
  picture: async () => undefined,
  pickFile: async () => null,
  pickFiles: async () => [],
}
const press = (lab: Lab, id: ActionId) => actionOf(id).perform(lab, page)

async function opened(hash = '', change: Partial<LabDeps> = {}) {
  const lab = make(change)
  await lab.runs.open(hash)
  return lab
}

/** A live lab whose engine waits for what the test has it say. */
function scripted() {
  const engine = new ScriptedEngine((command) => (command.type === 'load' ? [ready] : []))
  const lab = make({ createEngine: () => engine })
  lab.choices.setSource('live')
  lab.live.load()
  return { lab, engine }
}
const header = liveEvents[0] as Extract<RunEvent, { type: 'run-started' }>
const ready: Said = {
  kind: 'engine',
  event: { type: 'ready', model: header.model, backend: header.backend, contextLength: 256 },
}
const fault = (during: 'load' | 'run' | 'read') => ({
  type: 'fault' as const,
  during,
  message: 'The GPU was lost.',
  cause: 'A driver restarted.',
  wayOut: 'Resume.',
})
const firstStep = liveEvents.findIndex((event) => event.type === 'step-started' && event.step === 2)

describe('the first picture', () => {
  it('is a recorded run at its most telling token, with nothing loaded', async () => {
    let engines = 0
    const lab = await opened('', { createEngine: () => (engines++, new ScriptedEngine()) })
    const { attempt, token } = selectFocus(state(lab))
    expect(attempt!.passed).toBe(false)
    expect(Math.abs(attempt!.credit![token!]!)).toBe(attempt!.creditPeak)
    expect(step(lab)!.beat).toBe('score')
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
    expect(step(lab)).toMatchObject({ step: 2, beat: 'sample' })
    lab.time.previousAct()
    expect(step(lab)).toMatchObject({ step: 1, beat: 'update' })
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
    expect(step(lab)).toMatchObject({ step: 2, beat: 'judge' })
    lab.time.seekStep(3)
    expect(step(lab)).toMatchObject({ step: 3, beat: 'judge' })
    press(lab, 'next-update')
    expect(step(lab)).toMatchObject({ step: 4, beat: 'judge' })
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
      acts.push(step(lab)!.beat!)
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
    expect(step(lab)).toMatchObject({ step: 1, beat: 'judge' })
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
    engine.say({ type: 'paused', step: 1, beat: 'sampled' })
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
    engine.say({ type: 'paused', step: 1, beat: 'sampled' })
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
    engine.say({ type: 'paused', step: 2, beat: 'sampled' })
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
    engine.say({ type: 'paused', step: 0, beat: 'updated' })
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
    engine.say({ type: 'paused', step: 1, beat: 'scored' })
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

describe('links', () => {
  it('bring back what was on the screen', async () => {
    const lab = await opened()
    lab.time.seekStep(2, 'score')
    lab.looking.focusAttempt(3)
    lab.looking.pinToken(2)
    lab.looking.setCreditMode('grpo')
    lab.looking.setHindsight({ feedback: false })
    lab.choices.setLessonPage(4)
    const link = lab.runs.shareLink()
    expect(link).toBe('https://lab.example/#r=first&u=2&b=score&a=3&t=2&m=grpo&f=0&l=4')
    const other = await opened(link.slice(link.indexOf('#')))
    expect(step(other)).toMatchObject({ step: 2, beat: 'score' })
    expect(selectFocus(state(other))).toMatchObject({ attempt: { attempt: 3 }, pinned: 2 })
    expect(state(other)).toMatchObject({
      source: 'recorded',
      creditMode: 'grpo',
      hindsight: { feedback: false },
      lessonPage: 4,
    })
    expect(other.runs.shareLink()).toBe(link)
  })

  it('to a live run bring its problem, seed and settings, ready to be run again', async () => {
    const { lab, engine } = scripted()
    lab.problems.choose({ ...sampleProblem, id: 'mine', statement: 'my own' })
    lab.live.start({ seed: 42, temperature: 0.5 })
    engine.run({
      ...header,
      problem: { ...sampleProblem, id: 'mine', statement: 'my own' },
      config: { ...defaultRunConfig, seed: 42, temperature: 0.5 },
    })
    const link = lab.runs.shareLink()
    const other = await opened(link.slice(link.indexOf('#')))
    expect(state(other)).toMatchObject({
      source: 'live',
      problem: { id: 'mine', statement: 'my own' },
      settings: { config: { seed: 42, temperature: 0.5 } },
    })
    expect(label(other)).toBe('Load model, 12 MB')
    expect(selectWhole({ ...state(other), source: 'recorded' }).steps).toHaveLength(4)
  })

  it('with nonsense in them still open, and say what was nonsense', async () => {
    const lab = await opened('#r=first&u=99&a=77&t=5&m=blue')
    expect(state(lab).notices[0]!.text).toContain('credit could not be read')
    expect(selectFocus(state(lab)).attempt).not.toBeNull()
    const unknown = await opened('#p=gone&s=1')
    expect(state(unknown).notices[0]!.text).toContain('gone, is not in this lab')
  })
})

describe('nothing the person made is lost', () => {
  it('problems and choices come back in the next visit', () => {
    const content = new Map<string, string>()
    const drawer = {
      getItem: (key: string) => content.get(key) ?? null,
      setItem: (key: string, value: string) => void content.set(key, value),
    }
    const lab = make({ drawer })
    lab.problems.save({ ...sampleProblem, id: 'mine' })
    lab.choices.setTheme('dark')
    lab.choices.changeConfig({ ...defaultRunConfig, attemptsPerStep: 4 })
    const next = make({ drawer })
    expect(state(next)).toMatchObject({
      problems: [{ id: 'mine' }],
      settings: { theme: 'dark', config: { attemptsPerStep: 4 } },
    })
    expect(state(lab)).toMatchObject({ source: 'live', problem: { id: 'mine' } })
  })

  it('says when something could not be kept, once', async () => {
    const full = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))
    const engine = new ScriptedEngine((command) => (command.type === 'load' ? [ready] : []))
    const lab = make({ createEngine: () => engine, shelf: { ...memoryShelf(), set: full } })
    lab.choices.setSource('live')
    lab.live.start()
    engine.run(...liveEvents)
    await settled()
    expect(state(lab).notices.map((notice) => notice.text)).toEqual([expect.stringContaining('no room left')])
    press(lab, 'close')
    expect(state(lab).notices).toEqual([])
  })

  it('a run can be taken out as a file and brought back', async () => {
    const lab = await opened()
    const { name, text } = lab.runs.export()
    expect(name).toBe('sdpo-lab-keep-and-double-seed-3.json')
    const other = make()
    await other.runs.importFile(new Blob([text]))
    expect(selectWhole(state(other))).toMatchObject({ firstPass: 8, sampled: 8 })
    await other.runs.importFile(new Blob(['{}']))
    expect(state(other).notices.at(-1)!.text).toContain('not a run of SDPO Lab')
    expect(selectWhole(state(other)).sampled).toBe(8)
  })

  it('a run left for another problem stays in the history until it is removed', async () => {
    const { lab, engine } = scripted()
    lab.time.togglePlay()
    engine.run(...liveEvents.slice(0, 9))
    lab.problems.choose(state(lab).presets[1]!)
    expect(selectSession(state(lab)).log.length).toBe(0)
    await settled()
    expect(state(lab).history).toMatchObject([{ title: sampleProblem.title, attempts: 2 }])
    await lab.keptRuns.remove(state(lab).history[0]!.id)
    expect(state(lab).history).toEqual([])
  })
})

describe('actions', () => {
  it('have names in every state, and one key each', async () => {
    const lab = await opened()
    const keys = actions.flatMap((a) => a.keys)
    expect(new Set(keys).size).toBe(keys.length)
    for (const visit of [
      () => lab.time.seek(0),
      () => lab.time.seekEnd(),
      () => lab.choices.setSource('live'),
      () => lab.live.load(),
    ]) {
      visit()
      for (const a of actions) {
        expect(a.label(state(lab)).length).toBeGreaterThan(0)
        expect(typeof a.enabled(state(lab))).toBe('boolean')
      }
    }
  })

  it.each([
    [' ', 'play'],
    ['ArrowRight', 'next-act'],
    ['ArrowLeft', 'previous-act'],
    ['Home', 'to-start'],
    ['End', 'to-end'],
    ['j', 'next-attempt'],
    ['K', 'previous-attempt'],
    ['g', 'toggle-credit'],
    ['f', 'toggle-feedback'],
    ['p', 'toggle-present'],
    ['s', 'toggle-settings'],
    ['t', 'cycle-theme'],
    ['n', 'next-page'],
    ['Escape', 'close'],
  ])('%s is %s', (key, id) =>
    expect(actionForKey({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false })?.id).toBe(
      id,
    ),
  )

  it('with Shift move by updates; with Ctrl belong to the browser; ? needs Shift on most keyboards', () => {
    const none = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false }
    expect(actionForKey({ ...none, key: 'ArrowRight', shiftKey: true })?.id).toBe('next-update')
    expect(actionForKey({ ...none, key: '?', shiftKey: true })?.id).toBe('help')
    expect(actionForKey({ ...none, key: 's', ctrlKey: true })).toBeNull()
    expect(actionForKey({ ...none, key: 'q' })).toBeNull()
  })

  it('close one thing at a time', () => {
    const lab = make()
    lab.notices.tell('hello')
    lab.choices.setPresent(true)
    lab.choices.openPanel('settings')
    press(lab, 'close')
    expect(state(lab)).toMatchObject({ panel: null, present: true })
    press(lab, 'close')
    expect(state(lab).present).toBe(false)
    press(lab, 'close')
    expect(actionOf('close').enabled(state(lab))).toBe(false)
  })

  it('offer the solution once there is one', async () => {
    const lab = await opened()
    lab.time.seekStep(1)
    expect(actionOf('copy-solution').enabled(state(lab))).toBe(false)
    lab.time.seekEnd()
    let copied = ''
    actionOf('copy-solution').perform(lab, { ...page, copy: async (text) => void (copied = text) })
    expect(copied).toBe(selectWhole(state(lab)).steps[3]!.attempts[1]!.text)
  })
})
