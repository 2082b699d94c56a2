/** The lab over the real engine: a small real model, its judge and its updates, in Node. */
import { afterAll, expect, it } from 'vitest'
import { LiveEngine } from '../engine/live.ts'
import { OpenModel, ReadModel } from '../engine/live-model.ts'
import type { Engine, EngineMessage } from '../engine/protocol.ts'
import { silentLibrary } from '../engine/scripted.testing.ts'
import { tinyFiles, tinyProblem, tinyRunConfig } from '../engine/tiny.testing.ts'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { createLocalJudge } from '../verify/local.ts'
import { createLab } from './lab.ts'
import { memoryStore } from './history/async-store.testing.ts'
import { pageClock } from './run/player.ts'
import { readRecording, writeRecording } from './run/recording.ts'
import {
  selectCredit,
  selectFocus,
  selectReading,
  selectSession,
  selectView,
  selectWhole,
} from './state/selectors.ts'
import { primaryOf, statusOf } from './words/status.ts'
import type { LabState } from './state/store.ts'

const runtime = nativeRuntime({ threads: 1 })
const judge = createLocalJudge()
afterAll(() => judge.dispose())

function realEngine(): Engine {
  const listeners = new Set<(message: EngineMessage) => void>()
  const emit = (message: EngineMessage) =>
    [...listeners].forEach((listener) => listener(structuredClone(message)))
  const { adapter } = tinyRunConfig()
  const live = new LiveEngine({
    onEngineEvent: (event) => emit({ kind: 'engine', event }),
    onRunEvent: (run, event) => emit({ kind: 'run', run, event }),
    keep: () => undefined,
    lost: (reason) => {
      throw new Error(reason)
    },
    busy: () => undefined,
    load: async () => {
      const source = ReadModel.read({ id: 'tiny', name: 'tiny' }, tinyFiles())
      return {
        model: new OpenModel(source, runtime, { adapter, model: source.open(runtime, adapter) }),
        backend: { name: 'node', threads: 1, reason: 'A test.' },
        lost: null,
      }
    },
    judge,
    now: () => 1,
  })
  return {
    // As to a worker: a copy, in a task of its own.
    send: (command) => void setTimeout(() => live.send(structuredClone(command)), 0),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    keeping: () => undefined,
    resume: () => undefined,
    dispose: () => listeners.clear(),
  }
}

it('runs, looks back, re-reads, goes back and adds attempts', async () => {
  const lab = createLab({
    createEngine: realEngine,
    createLibrary: () => silentLibrary,
    model: 'tiny',
    liveBytes: 1e6,
    presets: [tinyProblem],
    lessonPages: 1,
    fetchRecording: async () => '',
    firstRecording: 'none',
    preferenceStore: null,
    runStore: memoryStore(),
    clock: pageClock,
    address: () => '',
  })
  const state = () => lab.store.getState()
  const until = (holds: (s: LabState) => boolean) =>
    new Promise<void>((resolve, reject) => {
      if (holds(state())) return resolve()
      const timer = setTimeout(() => reject(new Error(`still ${statusOf(state()).text}`)), 20_000)
      const stop = lab.store.subscribe((s) => {
        if (!holds(s)) return
        clearTimeout(timer)
        stop()
        resolve()
      })
    })
  const ready = () => until((s) => s.engine.phase === 'ready')

  // Act by act, from the one button.
  lab.store.setState({ settings: { ...state().settings, config: tinyRunConfig() } })
  lab.choices.setSource('live')
  lab.time.primary()
  await ready()
  const said: string[] = []
  for (let i = 0; i < 5; i++) {
    said.push(primaryOf(state()).label)
    lab.time.primary()
    await ready()
  }
  expect(said).toEqual([
    'Make 2 attempts',
    'Judge them',
    'Re-read with feedback',
    'Show the credit',
    'Update the student',
  ])
  const { attempt, token } = selectFocus(state())
  expect(token).not.toBeNull()
  expect(attempt!.after).not.toBeNull()
  attempt!.positions!.forEach((position, i) => expect(position.ids[0]).toBe(attempt!.tokens[i]))

  // The teacher without feedback, before the first update's weights moved apart: the student itself.
  lab.looking.setHindsight({ feedback: false })
  await until((s) => selectReading(s, attempt!).status === 'done')
  for (const credit of selectCredit(state(), attempt!)!) expect(Math.abs(credit)).toBeLessThan(1e-3)
  lab.looking.setHindsight({ feedback: true })
  lab.looking.editFeedback(attempt!.attempt, 'Twice means times two.')
  await until((s) => selectReading(s, attempt!).status === 'done')
  expect(selectCredit(state(), attempt!)!.some((credit) => Math.abs(credit) > 1e-4)).toBe(true)
  lab.looking.editFeedback(attempt!.attempt, null)

  // On to the end of the budget, with a look back meanwhile.
  lab.time.togglePlay()
  lab.time.seekStep(1, 'judge')
  const kept = selectView(state())
  await until((s) => s.live.whole.finished !== null)
  expect(selectView(state())).toEqual(kept)
  lab.time.seekEnd()
  expect(selectWhole(state())).toMatchObject({ sampled: 6, finished: 'budget' })
  expect(selectView(state()).steps.map((step) => step.stage)).toEqual(['update', 'update', 'update'])

  // The same run again from its first update.
  const before = selectWhole(state())
  lab.time.seekStep(1, 'update')
  lab.live.continueFrom(1)
  expect(selectView(state()).steps).toHaveLength(1)
  lab.time.togglePlay()
  await until((s) => s.live.whole.finished !== null)
  const texts = (view: typeof before) => view.steps.flatMap((step) => step.attempts.map((a) => a.text))
  expect(texts(selectWhole(state()))).toEqual(texts(before))

  // More attempts than the budget had.
  expect(primaryOf(state()).label).toBe('Add 64 attempts')
  lab.time.primary()
  await until((s) => s.live.whole.steps.length > 3)
  lab.time.primary()
  await ready()
  expect(selectSession(state()).view.config!.budget).toBe(70)
  await until((s) => s.history.length === 2)

  // And what was made is a file that plays.
  const { recording, notice } = await readRecording(writeRecording(selectSession(state()).log.events))
  expect(notice).toBeNull()
  expect(recording.events).toEqual(selectSession(state()).log.events)
  lab.dispose()
}, 60_000)
