/** A file of which any part can be read without the rest: what all readers of weights stand on. */
import { messageOf } from '../../explained-error.ts'
import { unreadable } from './weights-error.ts'

export interface ByteRange {
  /** For messages. */
  readonly name: string
  readonly size: number
  /** Bytes from `start` up to `end`, a fresh copy. Throws `WeightsError` where the file ends before. */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>
}

/** A file that is in memory already. Reading outside it throws `WeightsError`. */
export function bytesRange(name: string, bytes: Uint8Array): ByteRange {
  return {
    name,
    size: bytes.length,
    read: async (start, end) => {
      ensureWithin(name, bytes.length, start, end)
      return bytes.slice(start, end)
    },
  }
}

/** A dropped file, or one in the browser's own storage: read from the disk part by part. */
export function blobRange(name: string, blob: Blob): ByteRange {
  return {
    name,
    size: blob.size,
    read: async (start, end) => {
      ensureWithin(name, blob.size, start, end)
      try {
        return new Uint8Array(await blob.slice(start, end).arrayBuffer())
      } catch (error) {
        throw unreadable(
          name,
          `Its bytes ${start} to ${end} could not be read (${messageOf(error)}); it may have been moved or changed`,
        )
      }
    },
  }
}

/** Throws `WeightsError` unless the bytes from `start` to `end` lie within a file of `size` bytes. */
export function ensureWithin(name: string, size: number, start: number, end: number): void {
  if (start < 0 || end < start || end > size)
    throw unreadable(
      name,
      `It has ${size} bytes, and its own table wants bytes ${start} to ${end}: it is cut short`,
    )
}

/** Throws `WeightsError` where the file is not a JSON object. */
export async function readJson(file: ByteRange): Promise<Record<string, unknown>> {
  return parseObject(file.name, await file.read(0, file.size))
}

/** The JSON object in a file's bytes. @param broken The error to throw where there is none. */
export function parseObject(
  name: string,
  bytes: Uint8Array,
  broken: (name: string, what: 'not JSON' | 'not a JSON object') => Error = (name, what) =>
    unreadable(name, `It is ${what}`),
): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw broken(name, 'not JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw broken(name, 'not a JSON object')
  return value as Record<string, unknown>
}
