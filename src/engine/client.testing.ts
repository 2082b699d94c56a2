/** The engine's client over workers that a test speaks for, with locks that it frees by name. */
import type { LearnerSnapshot } from '../sdpo/learner.ts'
import { WorkerEngine } from './client.ts'
import type { Locks, WorkerLike } from './engine-worker.ts'
import type { EngineEvent, EngineMessage, ResumableRun } from './protocol.ts'
import { tinyProblem, tinyRunConfig } from './tiny.testing.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

class FakeWorker implements WorkerLike {
  readonly heard: ToWorker[] = []
  ended = false
  onmessage: WorkerLike['onmessage'] = null
  onerror: WorkerLike['onerror'] = null
  postMessage(message: ToWorker) {
    this.heard.push(structuredClone(message))
  }
  terminate() {
    this.ended = true
  }
  say(message: FromWorker) {
    this.onmessage?.({ data: message } as MessageEvent<FromWorker>)
  }
  saying(event: EngineEvent) {
    this.say({ kind: 'message', message: { kind: 'engine', event } })
  }
}

export const ready: EngineEvent = {
  type: 'ready',
  requestId: 1,
  contextLength: 512,
  model: {
    id: 'tiny',
    name: 'tiny',
    parameters: 1,
    adapterParameters: 1,
    vocabulary: 1,
    contextLength: 512,
    bytes: 1,
  },
  backend: { name: 'webgpu', threads: 1, reason: 'A test.' },
}
export const load = {
  type: 'load',
  requestId: 1,
  model: { kind: 'bundled', id: 'tiny' },
  backend: 'auto',
} as const
export const snapshot = (of: number): LearnerSnapshot => ({
  student: Float32Array.of(of),
  teacher: Float32Array.of(of),
  firstMoment: Float32Array.of(0),
  secondMoment: Float32Array.of(0),
  updates: of,
})
export const kept = (completed: number, weights: ResumableRun['weights']): FromWorker => ({
  kind: 'keep',
  id: completed,
  run: 5,
  after: 0,
  kept: {
    problem: tinyProblem,
    run: {
      config: tinyRunConfig(),
      pending: null,
      attempts: [],
      updates: [],
      completed,
      step: null,
      ended: null,
      knownTokens: [],
    },
    weights,
  },
})

/** Locks that a test frees by name. */
function fakeLocks() {
  const waiting = new Map<string, () => void>()
  const locks: Locks = {
    request: (name, { signal }, held) =>
      new Promise((resolve, reject) => {
        waiting.set(name, () => resolve(held()))
        signal.addEventListener('abort', () => {
          waiting.delete(name)
          reject(new DOMException('Aborted', 'AbortError'))
        })
      }),
  }
  return { locks, waiting }
}

export function client() {
  const { locks, waiting } = fakeLocks()
  const workers: FakeWorker[] = []
  const said: EngineMessage[] = []
  const engine = new WorkerEngine({
    models: 'https://lab/models/',
    patienceMs: 1000,
    readingMs: 500,
    locks,
    startWorker: () => {
      workers.push(new FakeWorker())
      return workers.at(-1)!
    },
  })
  engine.subscribe((message) => said.push(message))
  const events = () => said.map((message) => message.event)
  const faults = () =>
    events().filter((event): event is Extract<EngineEvent, { type: 'fault' }> => event.type === 'fault')
  return { engine, workers, events, faults, waiting }
}
