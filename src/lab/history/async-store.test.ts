/**
 * The browser's store of runs against the store that other tests use, by the same cases; what an earlier
 * build of the lab stored; and how often the browser is asked.
 */
import 'fake-indexeddb/auto'
import { IDBFactory, forceCloseDatabase } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sampleRun } from '../../engine/scripted-run.testing.ts'
import { browserStore, type AsyncStore } from './async-store.ts'
import { memoryStore } from './async-store.testing.ts'
import { History } from './run-history.ts'
import { runSummary } from './run-summary.testing.ts'

beforeEach(() => void vi.stubGlobal('indexedDB', new IDBFactory()))
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const summary = runSummary('a', 1)
const events = sampleRun({ steps: 2 })

describe.each<[string, () => AsyncStore]>([
  ['the store of the browser', browserStore],
  ['the store in memory', memoryStore],
])('%s', (_, createStore) => {
  it('gives back what was put, as a copy, and undefined for what was not', async () => {
    const store = createStore()
    const value = { floats: new Float32Array([1, 2]), list: [1] }
    await store.write({ put: { a: value } })
    value.list.push(2)
    expect(await store.get('a')).toEqual({ floats: new Float32Array([1, 2]), list: [1] })
    expect(await store.get('b')).toBeUndefined()
  })

  it('reads what begins alike and nothing else, in the order of the keys', async () => {
    const store = createStore()
    await store.write({ put: { 'run/a/2': 2, 'run/a/1': 1, 'run/ab/1': 3, 'run/a': 4, 'run/b/1': 5 } })
    expect(await store.values('run/a/')).toEqual([1, 2])
    expect(await store.values('course/')).toEqual([])
    expect(await store.values('')).toHaveLength(5)
  })

  it('deletes keys and beginnings of keys, then puts', async () => {
    const store = createStore()
    await store.write({ put: { 'run/a/1': 1, 'run/a/2': 2, 'run/ab/1': 3, other: 4 } })
    await store.write({ delete: ['other', 'absent'], deleteUnder: ['run/a/'], put: { 'run/a/1': 5 } })
    expect(await store.values('run/a/')).toEqual([5])
    expect(await store.values('')).toEqual([5, 3])
  })

  it('changes nothing where one part of a change cannot be made', async () => {
    const store = createStore()
    await store.write({ put: { a: 1, b: 2 } })
    const uncloneable = () => 0
    const change = { delete: ['a'], put: { b: 3, c: uncloneable, d: 4 } }
    await expect(store.write(change)).rejects.toThrow(/could not be cloned/)
    expect(await store.values('')).toEqual([1, 2])
  })
})

describe('the store of the browser', () => {
  it('has what an earlier build stored', async () => {
    // As idb-keyval made it: no version asked for, one object store, keys beside the values.
    await new Promise<void>((resolve, reject) => {
      const opening = indexedDB.open('sdpo-lab')
      opening.onupgradeneeded = () => opening.result.createObjectStore('runs')
      opening.onerror = () => reject(new Error('the database did not open'))
      opening.onsuccess = () => {
        const transaction = opening.result.transaction('runs', 'readwrite')
        const store = transaction.objectStore('runs')
        store.put(events.slice(0, 9), 'run/a/000000')
        store.put(events.slice(9), 'run/a/000001')
        store.put(summary, 'summary/a')
        transaction.oncomplete = () => resolve(opening.result.close())
      }
    })
    const history = new History(browserStore())
    expect(await history.list()).toEqual([summary])
    expect(await history.read('a')).toEqual(events)
    await history.remove('a')
    expect(await browserStore().values('')).toEqual([])
  })

  it('is asked once for the list of runs, for a run of many chunks, and for a change of both', async () => {
    const history = new History(browserStore())
    for (const [i, event] of events.entries()) await history.keep(summary, i, [event])
    await history.keep({ ...summary, id: 'b' }, 0, events)
    const transactions = vi.spyOn(IDBDatabase.prototype, 'transaction')
    const asked = async (act: () => Promise<unknown>) => {
      transactions.mockClear()
      await act()
      return transactions.mock.calls.length
    }
    expect(await asked(() => history.list())).toBe(1)
    expect(await asked(() => history.read('a'))).toBe(1)
    expect(await asked(() => history.replace(summary, events))).toBe(1)
    expect(await asked(() => history.remove('a'))).toBe(1)
  })

  it('opens again where opening failed, and where the browser closed it', async () => {
    const store = browserStore()
    const open = vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
      throw new DOMException('not now', 'SecurityError')
    })
    const transactions = vi.spyOn(IDBDatabase.prototype, 'transaction')
    await expect(store.get('a')).rejects.toThrow('not now')
    await store.write({ put: { a: 1 } })
    expect(open).toHaveBeenCalledTimes(2)
    forceCloseDatabase(transactions.mock.contexts[0] as never)
    await vi.waitFor(async () => expect(await store.get('a')).toBe(1))
    expect(open).toHaveBeenCalledTimes(3)
  })

  it('lets go of the database for a later version of the lab', async () => {
    const store = browserStore()
    await store.write({ put: { a: 1 } })
    await new Promise<void>((resolve, reject) => {
      const later = indexedDB.open('sdpo-lab', 2)
      later.onblocked = () => reject(new Error('blocked by this tab'))
      later.onsuccess = () => resolve(later.result.close())
    })
    await expect(store.get('a')).rejects.toThrow(/newer lab.*reload the page/)
    await expect(new History(store).keep(summary, 0, events)).rejects.toThrow(
      'A newer lab has changed what this browser keeps, so this run is not kept. Export it as a file, then reload the page to get the newest.',
    )
  })
})
