import { describe, expect, it } from 'vitest'
import { sampleRun } from '../../engine/scripted-run.testing.ts'
import { memoryStore } from './async-store.testing.ts'
import { History } from './run-history.ts'
import { runSummary } from './run-summary.testing.ts'

describe('the history', () => {
  const events = sampleRun({ steps: 2 })

  it('keeps a run in chunks and reads it whole, newest run first', async () => {
    const store = memoryStore()
    const history = new History(store)
    await history.keep(runSummary('a', 1), 0, events.slice(0, 9))
    await history.keep(runSummary('b', 2), 0, events.slice(0, 3))
    await history.keep({ ...runSummary('a', 1), steps: 3 }, 1, events.slice(9))
    expect(await new History(store).read('a')).toEqual(events)
    expect(await history.list()).toEqual([runSummary('b', 2), { ...runSummary('a', 1), steps: 3 }])
  })

  it('keeps the order of many chunks', async () => {
    const history = new History(memoryStore())
    for (const [i, event] of events.entries()) await history.keep(runSummary('a', 1), i, [event])
    expect(await history.read('a')).toEqual(events)
  })

  it('removes one run and no other', async () => {
    const store = memoryStore()
    const history = new History(store)
    await history.keep(runSummary('a', 1), 0, events)
    await history.keep(runSummary('ab', 2), 0, events)
    await history.remove('a')
    expect((await history.list()).map((run) => run.id)).toEqual(['ab'])
    expect(await history.read('a')).toEqual([])
    expect(await history.read('ab')).toEqual(events)
  })

  it('has another content of a run in place of the whole that was there', async () => {
    const history = new History(memoryStore())
    await history.keep(runSummary('a', 1), 0, events.slice(0, 9))
    await history.keep(runSummary('a', 1), 1, events.slice(9))
    await history.keep(runSummary('ab', 2), 0, events.slice(0, 3))
    await history.replace(runSummary('a', 1), events.slice(0, 5))
    expect(await history.read('a')).toEqual(events.slice(0, 5))
    expect(await history.read('ab')).toEqual(events.slice(0, 3))
  })

  it('says so when there is no room', async () => {
    const store = {
      ...memoryStore(),
      write: () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
    }
    await expect(new History(store).keep(runSummary('a', 1), 0, events)).rejects.toThrow(
      /no room left, so this run is not kept/,
    )
  })

  it('skips what it cannot read in a summary or a chunk', async () => {
    const store = memoryStore()
    await store.write({
      put: { 'summary/odd': { id: 5 }, 'run/a/000000': [events[0], { type: 'nonsense' }] },
    })
    const history = new History(store)
    expect(await history.list()).toEqual([])
    expect(await history.read('a')).toEqual([events[0]])
  })
})
