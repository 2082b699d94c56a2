import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { client, kept, load, ready, snapshot } from './client.testing.ts'
import type { EngineEvent } from './protocol.ts'
import type { FromWorker } from './worker-messages.ts'

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
    workers[1]!.say({ kind: 'config-accepted' })
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
})
