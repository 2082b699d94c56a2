/**
 * Put into the page before its own code: counts what the engine says of its run, and at the message that a fault is set
 * on lets it strike, before the page has heard of it. Runs in the page: it may name nothing from outside itself.
 */
import type { Fault } from './plan.ts'

/** @param fault null: only counts. `strikes` tells whether the page strikes by itself. */
export function pageScript({ fault, strikes }: { fault: Fault | null; strikes: boolean }): void {
  const Plain = window.Worker
  const engines: Worker[] = []
  // What was counted before a reload counts on, and in another tab after this one is closed: a fault strikes once.
  let heard = Number(localStorage.getItem('chaos') ?? '0')

  const fail = () => {
    const { put } = IDBObjectStore.prototype
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('Internal error.', 'UnknownError')
    }
    setTimeout(() => (IDBObjectStore.prototype.put = put), fault!.ms)
  }
  const opened = (use: (store: IDBObjectStore) => void) => {
    const asked = indexedDB.open('sdpo-lab')
    asked.onsuccess = () => {
      const database = asked.result
      if (!database.objectStoreNames.contains('runs')) return database.close()
      const transaction = database.transaction('runs', 'readwrite')
      transaction.oncomplete = () => database.close()
      use(transaction.objectStore('runs'))
    }
  }
  /** How many milliseconds the page takes to say so; the person may have gone on a moment later. */
  const untilSaid = (words: string) => {
    const begun = performance.now()
    const observer = new MutationObserver(() => {
      if (![...document.querySelectorAll('[role=status]')].some((at) => at.textContent.includes(words)))
        return
      observer.disconnect()
      sessionStorage.setItem('noticed', String(Math.round(performance.now() - begun)))
    })
    observer.observe(document, { subtree: true, childList: true, characterData: true })
  }
  const strike = () => {
    switch (fault!.kind) {
      case 'the worker dies':
        engines.at(-1)?.terminate()
        return untilSaid('The engine stopped.')
      case 'reload':
        return location.reload()
      case 'storage fails':
        return fail()
      case 'storage is slow':
        // A transaction of another that does not end lets nobody else write.
        return opened((store) => {
          const until = performance.now() + fault!.ms
          const hold = () => {
            store.get('none').onsuccess = () => {
              if (performance.now() < until) hold()
            }
          }
          hold()
        })
      case 'another program writes to the storage':
        return opened((store) => {
          const values: unknown[] = [42, null, 'text', { version: 9, events: {} }, new Uint8Array(9)]
          for (const key of ['summary/other', 'run/other/000000', 'adapter/other', 'course/x', 'else'])
            store.put(values[(fault!.way + key.length) % values.length], key)
        })
      case 'a later lab takes the storage':
        indexedDB.open('sdpo-lab', 9).onsuccess = ({ target }) => (target as IDBOpenDBRequest).result.close()
        return
      case 'the clock jumps': {
        const { now } = Date
        const jump = (fault!.way - 50) * 3_600_000
        Date.now = () => now() + jump
        return
      }
      case 'the tab is hidden': {
        const frame = window.requestAnimationFrame.bind(window)
        const waiting: FrameRequestCallback[] = []
        window.requestAnimationFrame = (callback) => waiting.push(callback)
        const state = (value: string) => {
          Object.defineProperty(document, 'visibilityState', { value, configurable: true })
          Object.defineProperty(document, 'hidden', { value: value === 'hidden', configurable: true })
          document.dispatchEvent(new Event('visibilitychange'))
        }
        state('hidden')
        setTimeout(() => {
          window.requestAnimationFrame = frame
          state('visible')
          waiting.forEach((callback) => frame(callback))
        }, fault!.ms)
        return
      }
      default:
        return
    }
  }

  window.Worker = class extends Plain {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options)
      if (options?.name !== 'engine') return
      engines.push(this)
      this.addEventListener('message', ({ data }: MessageEvent<{ kind: string; message?: unknown }>) => {
        const message = data.message as { kind: string; event: { type: string } } | undefined
        if (data.kind !== 'message' || message?.kind !== 'run' || message.event.type === 'sampling') return
        localStorage.setItem('chaos', String(++heard))
        if (heard !== fault?.at) return
        // Said first: a page that reloads has no time to.
        void (window as unknown as { struck?: () => Promise<void> }).struck?.()
        if (strikes) strike()
      })
    }
  }
}
