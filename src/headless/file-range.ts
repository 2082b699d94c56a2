/** A file on the disk, read part by part. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { basename } from 'node:path'
import { ensureWithin, type ByteRange } from '../lm/weights/bytes.ts'

/** Stays open until the process or thread ends. Throws what the file system throws. */
export function fileRange(path: string): ByteRange {
  const file = openSync(path, 'r')
  const { size } = fstatSync(file)
  process.once('exit', () => closeSync(file))
  return {
    name: basename(path),
    size,
    read: async (start, end) => {
      ensureWithin(basename(path), size, start, end)
      const bytes = new Uint8Array(end - start)
      readSync(file, bytes, 0, bytes.length, start)
      return bytes
    },
  }
}
