/**
 * The store of runs: values under text keys, in the browser's IndexedDB. A change is one transaction, so a
 * tab that is closed half-way leaves what was there; what shares the beginning of its key is read in one
 * transaction over a range of keys, so other runs cost nothing. Earlier builds opened the same database and
 * the same object store (through idb-keyval), so what they kept is here.
 */
import { openDB, type IDBPDatabase } from 'idb'
import { NewerStorageError } from './keep-error.ts'

/** What one write does: first it deletes, then it puts. */
export interface StoreChange {
  put?: Readonly<Record<string, unknown>>
  /** Keys to delete. */
  delete?: readonly string[]
  /** Beginnings of keys: all that begin so are deleted. */
  deleteUnder?: readonly string[]
}

/** An asynchronous key-value store. Values are copied in and out. Throws a NewerStorageError where a later lab has changed it. */
export interface AsyncStore {
  /** Undefined where nothing is kept under the key. */
  get(key: string): Promise<unknown>
  /** The values whose keys begin so, in the order of the keys, all as of one moment. */
  values(beginning: string): Promise<unknown[]>
  /** Makes the whole change; where it throws, nothing has changed. */
  write(change: StoreChange): Promise<void>
}

const [database, objectStore] = ['sdpo-lab', 'runs']

export function browserStore(): AsyncStore {
  let opening: Promise<IDBPDatabase> | null = null
  const forget = () => void (opening = null)
  const open = () => {
    opening ??= openDB(database, 1, {
      upgrade: (db) => void db.createObjectStore(objectStore),
      // A lab of a later version in another tab may change the database: this tab lets go of it.
      blocking: (_current, _next, event) => {
        ;(event.target as IDBDatabase).close()
        forget()
      },
      // Browsers close connections of their own accord; the next use opens another.
      terminated: forget,
    }).catch((cause: unknown) => {
      forget()
      throw isNewer(cause) ? new NewerStorageError(cause) : cause
    })
    return opening
  }
  return {
    get: async (key) => (await open()).get(objectStore, key),
    async values(beginning) {
      const { store } = (await open()).transaction(objectStore)
      const values: unknown[] = []
      // One value a task of the page: a long run is megabytes to copy.
      for await (const { value } of store.iterate(under(beginning))) values.push(value)
      return values
    },
    async write(change) {
      const transaction = (await open()).transaction(objectStore, 'readwrite')
      const { store } = transaction
      try {
        await Promise.all([
          transaction.done,
          ...(change.delete ?? []).map(async (key) => store.delete(key)),
          ...(change.deleteUnder ?? []).map(async (beginning) => store.delete(under(beginning))),
          ...Object.entries(change.put ?? {}).map(async ([key, value]) => store.put(value, key)),
        ])
      } catch (cause) {
        abort(transaction)
        throw cause
      }
    },
  }
}

const isNewer = (cause: unknown) => cause instanceof DOMException && cause.name === 'VersionError'

/** All keys that begin so. */
function under(beginning: string): IDBKeyRange {
  return IDBKeyRange.bound(beginning, `${beginning}\uffff`)
}

/** Ends a transaction without a change; one that has failed has ended already. */
function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort()
  } catch {
    return
  }
}
