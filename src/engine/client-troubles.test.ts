/** What the page hears when a worker dies, loses its device or falls silent. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { client, kept, load, ready, snapshot } from './client.testing.ts'
import type { EngineEvent } from './protocol.ts'
import { tinyProblem, tinyRunConfig } from './tiny.testing.ts'
import type { ToWorker } from './worker-messages.ts'

describe('an engine in trouble', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

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

  it('goes to the CPU where the next device is silent, although that is noticed late', () => {
    const { engine, workers } = client()
    engine.send(load)
    workers[0]!.say(kept(0, [[0, snapshot(0)]]))
    workers[0]!.say({ kind: 'lost', reason: 'once' })
    workers[1]!.say({ kind: 'busy', busy: true })
    vi.advanceTimersByTime(180_000)
    expect(workers[1]!.ended).toBe(true)
    expect(workers[2]!.heard[1]).toEqual({ kind: 'command', command: { ...load, backend: 'wasm' } })
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

  const noDevice = (of: number) =>
    ({
      type: 'fault',
      during: 'load',
      id: of,
      message: 'This browser has no WebGPU to run on.',
      cause: 'A test.',
      wayOut: 'None.',
    }) as const

  it('goes on on the CPU where the browser gives no device any more, and says why', async () => {
    const { engine, workers, events, faults } = client()
    engine.send({ ...load, backend: 'webgpu' })
    workers[0]!.saying(ready)
    workers[0]!.say(kept(2, [[2, snapshot(2)]]))
    workers[0]!.say({ kind: 'lost', reason: 'once' })
    workers[1]!.saying(noDevice(1))
    expect(faults()).toHaveLength(1)
    expect(workers[1]!.ended).toBe(true)
    expect(workers[2]!.heard.slice(1)).toMatchObject([
      { kind: 'command', command: { type: 'load', backend: 'wasm' } },
      { kind: 'resume', run: 5, kept: { run: { completed: 2 } } },
    ])
    workers[2]!.saying(ready)
    engine.send({ type: 'play' })
    await Promise.resolve()
    expect(events().at(-1)).toMatchObject({
      type: 'ready',
      backend: { reason: 'What it ran on before did not last, so the CPU goes on with it.' },
    })
    expect(workers[2]!.heard.at(-1)).toEqual({ kind: 'command', command: { type: 'play' } })
  })

  it('has the run where it was when the model comes at last, whatever is asked first', () => {
    const { engine, workers, faults } = client()
    engine.send({ ...load, backend: 'webgpu' })
    workers[0]!.saying(ready)
    workers[0]!.say(kept(2, [[2, snapshot(2)]]))
    workers[0]!.say({ kind: 'lost', reason: 'once' })
    workers[1]!.saying(noDevice(1))
    workers[2]!.saying(noDevice(1))
    expect(faults().map(({ during }) => during)).toEqual(['run', 'load'])
    expect(workers.map(({ ended }) => ended)).toEqual([true, true, true])
    engine.send({ ...load, requestId: 2 })
    expect(workers[3]!.heard.slice(1)).toMatchObject([
      { kind: 'command', command: { type: 'load', requestId: 2 } },
      { kind: 'resume', run: 5, kept: { run: { completed: 2 } } },
    ])
    for (const worker of [3, 4, 5]) workers[worker]!.say({ kind: 'lost', reason: 'again' })
    expect(workers).toHaveLength(6)
    engine.send({ type: 'rewind', run: 6, step: 2 })
    expect(workers[6]!.heard.slice(1)).toMatchObject([
      { kind: 'command', command: { type: 'load', requestId: 2 } },
      { kind: 'resume', run: 5, kept: { run: { completed: 2 } } },
      { kind: 'command', command: { type: 'rewind' } },
    ])
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

  it('ends a worker in which a pattern or template of a stranger\u2019s does not come to an end, and no other', () => {
    const { engine, workers, faults } = client()
    engine.send(load)
    const reading = (on: boolean) => workers[0]!.say({ kind: 'reading', reading: on })
    for (let i = 0; i < 5; i++) {
      reading(true)
      vi.advanceTimersByTime(400)
      reading(false)
      vi.advanceTimersByTime(400)
    }
    // The page was asleep, and hears late that it is done.
    reading(true)
    vi.advanceTimersByTime(600)
    reading(false)
    vi.advanceTimersByTime(10_000)
    expect(faults()).toEqual([])
    reading(true)
    vi.advanceTimersByTime(800)
    expect(faults()[0]).toMatchObject({
      during: 'load',
      message: 'The engine does not answer.',
      cause: expect.stringContaining('chat template of the model') as string,
    })
    expect(workers[0]!.ended).toBe(true)
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
