/** Models in a folder of the disk, for Node: the same code as in the page, in tests and experiments. */
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureWithin, type ByteRange } from './bytes.ts'
import { quotaExceeded, type ModelStore, type StoreWriter } from './store.ts'

export function nodeStore(root: string): ModelStore {
  const folder = (key: string) => join(root, encodeURIComponent(key))
  const path = (key: string, name: string) => join(folder(key), encodeURIComponent(name))
  const listed = (directory: string) =>
    readdir(directory).catch((error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? [] : Promise.reject(error),
    )
  return {
    keys: async () => (await listed(root)).map(decodeURIComponent),
    async sizes(key) {
      const names = await listed(folder(key))
      return new Map(
        await Promise.all(
          names.map(
            async (name) => [decodeURIComponent(name), (await stat(join(folder(key), name))).size] as const,
          ),
        ),
      )
    },
    open: (key, name) => nodeFile(path(key, name), name),
    async writer(key, name): Promise<StoreWriter> {
      await mkdir(folder(key), { recursive: true })
      const file = await open(path(key, name), 'a+')
      let { size } = await file.stat()
      return {
        get size() {
          return size
        },
        async append(bytes) {
          try {
            await file.appendFile(bytes)
          } catch (error) {
            await file.truncate(size)
            throw (error as NodeJS.ErrnoException).code === 'ENOSPC' ? quotaExceeded(name, null, null) : error
          }
          size += bytes.length
        },
        async truncate(to) {
          await file.truncate(to)
          size = to
        },
        close: () => file.close(),
      }
    },
    async put(key, name, bytes) {
      await mkdir(folder(key), { recursive: true })
      await writeFile(`${path(key, name)}.new`, bytes)
      await rename(`${path(key, name)}.new`, path(key, name))
    },
    remove: (key, name) =>
      rm(name === undefined ? folder(key) : path(key, name), { recursive: true, force: true }),
    room: async () => null,
  }
}

/** A file of the disk, read part by part. */
async function nodeFile(path: string, name: string): Promise<ByteRange> {
  const { size } = await stat(path)
  return {
    name,
    size,
    async read(start, end) {
      ensureWithin(name, size, start, end)
      const bytes = new Uint8Array(end - start)
      const file = await open(path)
      try {
        for (let at = 0; at < bytes.length;) {
          const { bytesRead } = await file.read(bytes, at, bytes.length - at, start + at)
          if (bytesRead === 0) ensureWithin(name, start + at, start, end)
          at += bytesRead
        }
      } finally {
        await file.close()
      }
      return bytes
    },
  }
}
