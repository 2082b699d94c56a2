/** A lab for tests: over recorded events or a scripted engine, in a place where motion takes no time. */
import { afterEach } from 'vitest'
import type { RunEvent } from '../engine/protocol.ts'
import { RecordedEngine } from '../engine/recorded.ts'
import { sampleProblem, sampleRun } from '../engine/scripted-run.testing.ts'
import { ScriptedEngine, silentLibrary, type ScriptedEvent } from '../engine/scripted.testing.ts'
import type { Page } from './actions/action.ts'
import type { ActionId } from './state/action-ids.ts'
import { actionOf } from './actions/registry.ts'
import { createLab, type Lab, type LabDeps } from './lab.ts'
import { memoryStore } from './history/async-store.testing.ts'
import type { Clock } from './run/player.ts'
import { writeRecording } from './run/recording.ts'
import { selectView } from './state/selectors.ts'
import { primaryOf, statusOf } from './words/status.ts'
import { currentStep } from './run/view.ts'

export const recordedEvents = sampleRun({ seed: 3, steps: 4, attempts: 2, passes: 8 })
export const liveEvents = sampleRun({ seed: 5, steps: 3, attempts: 2, passes: 6 })
const recordingOf = (events: RunEvent[]) => ({ format: 'sdpo-lab-run' as const, version: 1 as const, events })

/** Calls back at once: motion takes no time here. */
const atOnce: Clock = {
  after(_, callback) {
    let live = true
    queueMicrotask(() => live && callback())
    return () => void (live = false)
  },
}
export const settled = async () => {
  for (let i = 0; i < 200; i++) await Promise.resolve()
}

const labs: Lab[] = []
afterEach(() => labs.splice(0).forEach((lab) => lab.dispose()))

export function make(change: Partial<LabDeps> = {}): Lab {
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
    preferenceStore: {
      getItem: (key) => content.get(key) ?? null,
      setItem: (key, value) => void content.set(key, value),
    },
    runStore: memoryStore(),
    clock: atOnce,
    address: () => 'https://lab.example/',
    ...change,
  })
  labs.push(lab)
  lab.choices.changeSettings({ reducedMotion: true })
  return lab
}

export const state = (lab: Lab) => lab.store.getState()
export const label = (lab: Lab) => primaryOf(state(lab)).label
export const status = (lab: Lab) => statusOf(state(lab)).text
export const step = (lab: Lab) => currentStep(selectView(state(lab)))
export const page: Page = {
  copy: async () => undefined,
  download: () => undefined,
  picture: async () => undefined,
  player: async (recording) => recording,
  folder: async () => new Blob(),
  pickFile: async () => null,
  pickFiles: async () => [],
  visit: () => undefined,
  speak: () => undefined,
  print: () => undefined,
}
export const press = (lab: Lab, id: ActionId) => actionOf(id).perform(lab, page)

export async function opened(hash = '', change: Partial<LabDeps> = {}) {
  const lab = make(change)
  await lab.runs.open(hash)
  return lab
}

/** A live lab whose engine waits for what the test has it say. */
export function scripted() {
  const engine = new ScriptedEngine((command) => (command.type === 'load' ? [ready] : []))
  const lab = make({ createEngine: () => engine })
  lab.choices.setSource('live')
  lab.live.load()
  return { lab, engine }
}
export const header = liveEvents[0] as Extract<RunEvent, { type: 'run-started' }>
export const ready: ScriptedEvent = {
  kind: 'engine',
  event: { type: 'ready', model: header.model, backend: header.backend, contextLength: 256 },
}
export const fault = (during: 'load' | 'run' | 'read') => ({
  type: 'fault' as const,
  during,
  message: 'The GPU was lost.',
  cause: 'A driver restarted.',
  wayOut: 'Resume.',
})
export const firstStep = liveEvents.findIndex((event) => event.type === 'step-started' && event.step === 2)
