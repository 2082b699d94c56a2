/** What is wrong with a file that arrived, or with as much of it as did, for the person who fetches it. */
import { messageOf } from '../../explained-error.ts'
import { WeightsError } from './weights-error.ts'

/** A file, where it comes from, and its length as far as it is known. */
export interface SizedFile {
  name: string
  host: string
  size: number | null
}

/** The answer ended after `at` bytes of the file, by `error` or without one (null). */
export function brokenOff({ name, size }: SizedFile, at: number, error: unknown): WeightsError {
  const why =
    error === null ? 'The server ended its answer early' : `The connection broke (${messageOf(error)})`
  return new WeightsError(
    `${name} is not whole.`,
    `${why}, after ${at}${size === null ? '' : ` of ${size}`} bytes.`,
    'Resume: it goes on from the last byte that arrived.',
  )
}

/** `said` is the length that the server says; null where it just sends more. */
export function wrongLength(
  { name, host, size }: SizedFile,
  how: 'long' | 'short',
  said: number | null,
): WeightsError {
  return new WeightsError(
    `${name} is ${how}er than it should be.`,
    `${host} ${said === null ? 'sends more' : `has ${said} bytes`}, and the file has ${size ?? 'more'}.`,
    'Try again; if it stays so, the server is wrong about its own file, and another source is needed.',
  )
}

/** An HTML page came in place of the file. */
export function notAFile(name: string, host: string): WeightsError {
  return new WeightsError(
    `${name} is a page, not a file.`,
    `${host} answers with HTML: a sign-in, a notice, or an error that does not call itself one.`,
    'Open the address in a tab to see what it wants, sign in where your network asks for it, then try again.',
  )
}

/** The bytes are not those whose hash, of this kind, was published. */
export function damaged(name: string, kind: 'sha256' | 'git-sha1'): WeightsError {
  return new WeightsError(
    `${name} is damaged.`,
    `It arrived whole, but its bytes are not those that were published (${kind === 'sha256' ? 'SHA-256' : 'git\u2019s SHA-1'} differs).`,
    'It has been thrown away; try again to fetch it anew. If it stays so, something between here and the server changes files.',
  )
}
