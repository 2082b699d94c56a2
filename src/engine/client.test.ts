import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LearnerSnapshot } from '../sdpo/learner.ts'
import { WorkerEngine } from './client.ts'
import type { Locks, WorkerLike } from './engine-worker.ts'
import type { EngineEvent, EngineMessage } from './protocol.ts'
import { tinyProblem, tinyRunConfig } from './tiny.testing.ts'
import type { ResumableRun } from './protocol.ts'
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

const ready: EngineEvent = {
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
const load = { type: 'load', requestId: 1, model: { kind: 'bundled', id: 'tiny' }, backend: 'auto' } as const
const snapshot = (of: number): LearnerSnapshot => ({
  student: Float32Array.of(of),
  teacher: Float32Array.of(of),
  firstMoment: Float32Array.of(0),
  secondMoment: Float32Array.of(0),
  updates: of,
})
const kept = (completed: number, weights: ResumableRun['weights']): FromWorker => ({
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

function client() {
  const { locks, waiting } = fakeLocks()
  const workers: FakeWorker[] = []
  const said: EngineMessage[] = []
  const engine = new WorkerEngine({
    models: 'https://lab/models/',
    patienceMs: 1000,
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

describe('the engine as the page sees it', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('starts a worker at the first command, opens it, and passes words both ways', () => {
    const { engine, workers, events } = client()
    expect(workers).toHaveLength(0)
    engine.send(load)
    expect(workers[0]!.heard).toEqual([
      { kind: 'open', models: 'https://lab/models/', lock: expect.any(String) as string },
      { kind: 'command', command: load },
    ])
    workers[0]!.saying(ready)
    expect(events()).toEqual([ready])
    engine.dispose()
    expect(workers[0]!.ended).toBe(true)
  })

  const other = {
    type: 'load',
    requestId: 2,
    model: { kind: 'stored', key: 'a/b@main', name: 'b' },
    backend: 'auto',
  } as const
  const progress: EngineEvent = {
    type: 'load-progress',
    loadedBytes: 1,
    totalBytes: 2,
    what: 'Reading the model',
  }

  it('reads another model in another worker, and ends the old one, with its memory, once the new one is of use', () => {
    const { engine, workers, events } = client()
    engine.send(load)
    workers[0]!.saying(ready)
    workers[0]!.say(kept(3, [[3, snapshot(3)]]))
    engine.send(other)
    expect(workers).toHaveLength(2)
    expect(workers[1]!.heard).toEqual([
      { kind: 'open', models: 'https://lab/models/', lock: expect.any(String) as string },
      { kind: 'command', command: other },
    ])
    workers[1]!.saying(progress)
    expect(workers[0]!.ended).toBe(false)
    workers[1]!.say({ kind: 'understood' })
    expect(workers[0]!.ended).toBe(true)
    workers[1]!.saying(ready)
    expect(events()).toEqual([ready, progress, { type: 'released' }, ready])
    // The run of the old model is not gone on with on the new one.
    workers[1]!.say({ kind: 'lost', reason: 'gone' })
    expect(workers).toHaveLength(2)
  })

  it('keeps the model in use when another one cannot be read', () => {
    const { engine, workers, faults } = client()
    engine.send(load)
    workers[0]!.saying(ready)
    engine.send(other)
    workers[1]!.saying({
      type: 'fault',
      during: 'load',
      id: 2,
      message: 'It is of no use.',
      cause: 'A test.',
      wayOut: 'None.',
    })
    expect(workers.map((worker) => worker.ended)).toEqual([false, true])
    expect(faults()).toHaveLength(1)
    engine.send({ type: 'play' })
    expect(workers[0]!.heard.at(-1)).toEqual({ kind: 'command', command: { type: 'play' } })
  })

  it('lets nothing through that is not an event', () => {
    const { engine, workers, faults } = client()
    engine.send(load)
    workers[0]!.say({
      kind: 'message',
      message: { kind: 'run', run: 5, event: { type: 'step-started', step: 'one' } },
    } as unknown as FromWorker)
    expect(faults()).toHaveLength(1)
    expect(faults()[0]!.cause).toContain('step')
  })

  it('after a lost device has the next worker where the run was, and holds its ready until the person goes on', async () => {
    const { engine, workers, events, faults } = client()
    engine.send(load)
    workers[0]!.saying(ready)
    workers[0]!.say(kept(0, [[0, snapshot(0)]]))
    workers[0]!.say(kept(1, [[1, snapshot(1)]]))
    workers[0]!.say(kept(2, [[2, snapshot(2)]]))
    // The past was undone: what came after update 1 is no more.
    workers[0]!.say(kept(1, []))
    engine.send({ type: 'rewind', run: 5, step: 1 })
    engine.send({ type: 'reread', requestId: 9, attempt: 1, pieces: [] })
    workers[0]!.say({ kind: 'lost', reason: 'the driver restarted' })
    expect(workers[0]!.ended).toBe(true)
    expect(faults().map(({ during, id }) => [during, id])).toEqual([
      ['run', 5],
      ['read', 9],
    ])
    expect(faults()[0]).toMatchObject({
      message: 'The graphics device was lost.',
      wayOut: 'The run is kept up to update 1: resume it from there.',
    })
    expect(faults()[0]!.cause).toContain('the driver restarted')
    const [, next] = workers
    expect(next!.heard[1]).toEqual({ kind: 'command', command: load })
    const resume = next!.heard[2] as Extract<ToWorker, { kind: 'resume' }>
    expect(resume.kind).toBe('resume')
    expect(resume.kept.weights.map(([step, { student }]) => [step, student[0]])).toEqual([
      [0, 0],
      [1, 1],
    ])
    const before = events().length
    next!.saying({ type: 'load-progress', loadedBytes: 1, totalBytes: 2, what: 'x' })
    next!.saying(ready)
    expect(events()).toHaveLength(before)
    engine.send({ type: 'rewind', run: 6, step: 1 })
    expect(events()).toHaveLength(before)
    await Promise.resolve()
    expect(events().slice(before)).toEqual([ready])
  })

  it('tells a race that went down with its worker that it is over, once', () => {
    const { engine, workers, events } = client()
    engine.send(load)
    workers[0]!.say(kept(0, [[0, snapshot(0)]]))
    const { model, backend } = ready as Extract<EngineEvent, { type: 'ready' }>
    const config = { arms: ['sdpo' as const], seeds: 1, budget: 8, run: tinyRunConfig() }
    workers[0]!.saying({ type: 'race-started', raceId: 4, problem: tinyProblem, config, model, backend })
    workers[0]!.say({ kind: 'lost', reason: 'once' })
    workers[1]!.say({ kind: 'lost', reason: 'twice' })
    expect(events().filter((event) => event.type === 'race-ended')).toEqual([
      { type: 'race-ended', raceId: 4, reason: 'lost' },
    ])
  })

  it('goes to the CPU when it dies again, and gives up in words when that does not help', () => {
    const { engine, workers, faults } = client()
    engine.send(load)
    workers[0]!.say(kept(0, [[0, snapshot(0)]]))
    workers[0]!.say({ kind: 'lost', reason: 'once' })
    workers[1]!.say({ kind: 'lost', reason: 'twice' })
    expect(workers[2]!.heard[1]).toEqual({ kind: 'command', command: { ...load, backend: 'wasm' } })
    expect(faults().at(-1)!.wayOut).toContain('on the CPU')
    workers[2]!.say({ kind: 'lost', reason: 'thrice' })
    workers[3]!.onerror?.({ message: 'out of memory' } as ErrorEvent)
    expect(workers).toHaveLength(4)
    expect(faults().at(-1)).toMatchObject({ message: 'The engine stopped.', cause: 'out of memory' })
    expect(faults().at(-1)!.wayOut).toContain('reload the page')
  })

  it('notices at once a worker that the browser ended without a word, and has the next one where the run was', () => {
    const { engine, workers, faults, waiting } = client()
    engine.send(load)
    const { lock } = workers[0]!.heard[0] as Extract<ToWorker, { kind: 'open' }>
    workers[0]!.say({ kind: 'holds', lock })
    workers[0]!.say(kept(2, [[2, snapshot(2)]]))
    expect(faults()).toEqual([])
    waiting.get(lock)!()
    expect(faults()).toMatchObject([{ during: 'run', message: 'The engine stopped.' }])
    expect(faults()[0]!.cause).toContain('without a word')
    expect(workers).toHaveLength(2)
    // Its own end by the page is no death.
    const second = (workers[1]!.heard[0] as Extract<ToWorker, { kind: 'open' }>).lock
    expect(second).not.toBe(lock)
    workers[1]!.say({ kind: 'holds', lock: second })
    engine.dispose()
    expect(waiting.size).toBe(0)
    expect(faults()).toHaveLength(1)
  })

  it('lets an update take as long as it takes while the worker gives signs of life', () => {
    const { engine, workers, faults } = client()
    engine.send(load)
    for (let i = 0; i < 20; i++) {
      workers[0]!.say({ kind: 'busy', busy: true })
      vi.advanceTimersByTime(900)
    }
    expect(faults()).toEqual([])
  })

  it('ends a busy worker that says nothing any more, and leaves an idle one alone', () => {
    const { engine, workers, faults } = client()
    engine.send(load)
    workers[0]!.say({ kind: 'busy', busy: true })
    vi.advanceTimersByTime(900)
    workers[0]!.saying({ type: 'load-progress', loadedBytes: 1, totalBytes: 2, what: 'x' })
    vi.advanceTimersByTime(900)
    expect(faults()).toEqual([])
    workers[0]!.say({ kind: 'busy', busy: false })
    vi.advanceTimersByTime(10_000)
    expect(faults()).toEqual([])
    workers[0]!.say({ kind: 'busy', busy: true })
    vi.advanceTimersByTime(1100)
    expect(faults()[0]).toMatchObject({ during: 'load', message: 'The engine does not answer.' })
    expect(workers[0]!.ended).toBe(true)
  })
})
