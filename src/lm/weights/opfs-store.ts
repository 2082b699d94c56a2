/** Models in the origin private file system of the browser: only in a worker, whose access handles write in place. */
import { messageOf } from '../../explained-error.ts'
import { blobRange } from './bytes.ts'
import { quotaExceeded, type ModelStore, type StoreWriter } from './store.ts'
import { WeightsError } from './weights-error.ts'

const rootName = 'models'

/** Throws `WeightsError` where the browser has no such storage, or refuses it. */
export async function opfsStore(storage: StorageManager = navigator.storage): Promise<ModelStore> {
  let root: FileSystemDirectoryHandle
  try {
    root = await (await storage.getDirectory()).getDirectoryHandle(rootName, { create: true })
  } catch (error) {
    throw new WeightsError(
      'This browser keeps no models.',
      `It has no storage for this page (${messageOf(error)}); a private window often has none.`,
      'Use an ordinary window, or drop the model\u2019s files on the page: they are read from where they are.',
    )
  }
  const room = async () => {
    const { quota, usage } = await storage.estimate()
    return quota === undefined || usage === undefined ? null : { quota, usage }
  }
  const folder = (key: string, create = false) => root.getDirectoryHandle(encode(key), { create })
  const absent = async <T>(asked: Promise<T>): Promise<T | null> =>
    asked.catch((error: unknown) =>
      error instanceof DOMException && error.name === 'NotFoundError' ? null : Promise.reject(error),
    )
  const writer = async (key: string, name: string): Promise<StoreWriter> => {
    const file = await (await folder(key, true)).getFileHandle(encode(name), { create: true })
    let access: FileSystemSyncAccessHandle
    try {
      access = await file.createSyncAccessHandle()
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NoModificationAllowedError')
        throw new WeightsError(
          `${name} is being fetched already.`,
          'Another tab of the lab writes the same file.',
          'Wait for the other tab, or close it, then resume here.',
        )
      throw error
    }
    let size = access.getSize()
    return {
      get size() {
        return size
      },
      async append(bytes) {
        let written = 0
        try {
          written = access.write(bytes as Uint8Array<ArrayBuffer>, { at: size })
        } catch (error) {
          if (!(error instanceof DOMException && error.name === 'QuotaExceededError')) throw error
        }
        // A full disk writes less, or throws, by browser; what it wrote of this part is left out.
        if (written < bytes.length) {
          access.truncate(size)
          throw quotaExceeded(name, null, await room())
        }
        size += written
      },
      async truncate(to) {
        access.truncate(to)
        size = to
      },
      async close() {
        access.flush()
        access.close()
      },
    }
  }
  return {
    async keys() {
      const keys: string[] = []
      for await (const name of root.keys()) keys.push(decodeURIComponent(name))
      return keys
    },
    async sizes(key) {
      const sizes = new Map<string, number>()
      const directory = await absent(folder(key))
      if (!directory) return sizes
      for await (const handle of directory.values()) {
        if (handle.kind === 'file') sizes.set(decodeURIComponent(handle.name), (await handle.getFile()).size)
      }
      return sizes
    },
    async open(key, name) {
      return blobRange(name, await (await (await folder(key)).getFileHandle(encode(name))).getFile())
    },
    writer,
    async put(key, name, bytes) {
      const out = await writer(key, name)
      try {
        await out.truncate(0)
        await out.append(bytes)
      } finally {
        await out.close()
      }
    },
    async remove(key, name) {
      if (name === undefined) return void (await absent(root.removeEntry(encode(key), { recursive: true })))
      const directory = await absent(folder(key))
      if (directory) await absent(directory.removeEntry(encode(name)))
    },
    room,
  }
}

/** A name without slashes. */
function encode(name: string): string {
  return encodeURIComponent(name)
}
