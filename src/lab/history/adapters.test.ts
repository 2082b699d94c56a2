import { describe, expect, it } from 'vitest'
import type { ResumableRun } from '../../engine/protocol.ts'
import type { LearnerSnapshot } from '../../sdpo/learner.ts'
import { letterProblem, letterRun } from '../../sdpo/fake-model.testing.ts'
import { Adapters, bytesOf, thinned } from './adapters.ts'
import { memoryStore } from './async-store.testing.ts'

async function keptAfter(updates: number): Promise<ResumableRun> {
  const { run } = letterRun({ stop: 'budget', budget: 400 })
  for (let i = 0; i < updates * 5; i++) await run.advance()
  return {
    problem: letterProblem,
    run: run.keep(),
    weights: run.keptSteps().map((step): [number, LearnerSnapshot] => [step, run.weightsAfter(step)!]),
  }
}

describe('which adapters are kept', () => {
  it('all while they fit, then the start, the latest and every n-th', () => {
    const steps = Array.from({ length: 10 }, (_, i) => i)
    expect(thinned(steps, 1, 10)).toEqual(steps)
    expect(thinned(steps, 1, 9)).toEqual([0, 2, 4, 6, 8, 9])
    expect(thinned(steps, 1, 5)).toEqual([0, 4, 8, 9])
    expect(thinned(steps, 100, 1)).toEqual([0, 9])
  })
})

describe('adapters of runs', () => {
  it('come back as they were, after any update', async () => {
    const adapters = new Adapters(memoryStore())
    for (const updates of [1, 2, 3]) {
      const kept = await keptAfter(updates)
      await adapters.keep('r', 'letters', kept)
      expect(await adapters.read('r')).toEqual({ model: 'letters', kept, upTo: updates })
    }
  })

  it('are written by increments: what an update writes does not grow with the run', async () => {
    const shelf = memoryStore()
    const adapters = new Adapters(shelf)
    const sizes: number[] = []
    for (let updates = 1; updates <= 12; updates++) {
      await adapters.keep('r', 'letters', await keptAfter(updates), updates - 1)
      const written = [
        await shelf.get('adapter/r'),
        await shelf.get(`course/r/${String(updates).padStart(6, '0')}`),
      ]
      sizes.push(JSON.stringify(written).length)
    }
    expect(sizes.at(-1)! / sizes[1]!).toBeLessThan(1.2)
    const kept = await keptAfter(12)
    expect(await adapters.read('r')).toEqual({ model: 'letters', kept, upTo: 12 })
  })

  it('go on from the last head that was written, whatever a tab was writing when it was closed', async () => {
    const shelf = memoryStore()
    const adapters = new Adapters(shelf)
    await adapters.keep('r', 'letters', await keptAfter(1))
    await adapters.keep('r', 'letters', await keptAfter(2), 1)
    const head = await shelf.get('adapter/r')
    await adapters.keep('r', 'letters', await keptAfter(4), 2)
    await shelf.write({ put: { 'adapter/r': head } })
    expect(await adapters.read('r')).toEqual({ model: 'letters', kept: await keptAfter(2), upTo: 2 })
    await adapters.keep('r', 'letters', await keptAfter(3), 2)
    expect((await adapters.read('r')).kept).toEqual(await keptAfter(3))
    await shelf.write({ delete: ['course/r/000001'] })
    await expect(adapters.read('r')).rejects.toThrow('what is kept of it ends with update 0')
  })

  it('of an earlier lab, which wrote the whole course each time, go on, and are written anew', async () => {
    const shelf = memoryStore()
    const adapters = new Adapters(shelf)
    const { weights, ...rest } = await keptAfter(2)
    const steps = weights.map(([step]) => step)
    for (const [step, snapshot] of weights)
      await shelf.write({ put: { [`weights/r/00000${step}`]: snapshot } })
    await shelf.write({ put: { 'adapter/r': { version: 1, model: 'letters', ...rest, steps, bytes: 1 } } })
    expect(await adapters.read('r')).toEqual({ model: 'letters', kept: { ...rest, weights }, upTo: 0 })
    await adapters.keep('r', 'letters', await keptAfter(3), 0)
    expect(await adapters.read('r')).toEqual({ model: 'letters', kept: await keptAfter(3), upTo: 3 })
  })

  it('are thinned, and what is given up is gone from the browser too', async () => {
    const shelf = memoryStore()
    const kept = await keptAfter(6)
    const each = bytesOf(kept.weights[0]![1])
    const adapters = new Adapters(shelf, { run: 3 * each, all: 100 * each })
    expect(await adapters.keep('r', 'letters', kept)).toBe(3 * each)
    expect((await adapters.read('r')).kept.weights.map(([step]) => step)).toEqual([0, 4, 6])
    expect(await shelf.values('weights/')).toHaveLength(3)
    await adapters.remove('r')
    expect(await shelf.values('')).toEqual([])
    await expect(adapters.read('r')).rejects.toThrow('not kept any more')
  })

  it('of the oldest runs make room for the newest', async () => {
    const kept = await keptAfter(2)
    const adapters = new Adapters(memoryStore(), { run: 1e9, all: 250 })
    for (const id of ['a', 'b', 'c']) await adapters.keep(id, 'letters', kept)
    expect(
      await adapters.bound([
        { id: 'a', bytes: 100 },
        { id: 'b', bytes: 100 },
        { id: 'c', bytes: 100 },
      ]),
    ).toEqual(['a'])
    await expect(adapters.read('a')).rejects.toThrow()
    expect((await adapters.read('c')).kept.run.completed).toBe(2)
  })

  it('say when the browser has no room', async () => {
    const full = {
      ...memoryStore(),
      write: () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
    }
    await expect(new Adapters(full).keep('r', 'letters', await keptAfter(1))).rejects.toThrow(
      'The browser has no room left, so the adapter of this run is not kept.',
    )
  })

  it('of another version are refused, and a lost last one is said', async () => {
    const shelf = memoryStore()
    const adapters = new Adapters(shelf)
    await adapters.keep('r', 'letters', await keptAfter(2))
    await shelf.write({ delete: ['weights/r/000002'] })
    await expect(adapters.read('r')).rejects.toThrow('the adapter of its last update is missing')
    await shelf.write({ put: { 'adapter/r': { version: 2 } } })
    await expect(adapters.read('r')).rejects.toThrow('not kept any more')
    await shelf.write({ put: { 'adapter/r': { version: 3 } } })
    await expect(adapters.read('r')).rejects.toThrow('a newer lab')
  })
})
