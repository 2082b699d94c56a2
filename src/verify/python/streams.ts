/** The streams of a Python program: standard input from a text, output and errors kept as far as is allowed. */
import { OutOfOutput } from './allowance.ts'
import type { Allowance } from './allowance.ts'
import type { PythonModule } from './module.ts'

/** Kept of what a whole program writes to standard error. */
const ERROR_BYTES = 2000

export class Streams {
  private printing: Allowance['printed'] = { bytes: 0, overflow: 'drop' }
  private readonly decoder = new TextDecoder()
  private printed: Uint8Array[] = []
  private printedBytes = 0
  private complained: Uint8Array[] = []
  private stdin: Uint8Array = new Uint8Array()
  private stdinAt = 0

  /** Nothing is printed yet. */
  begin(): void {
    this.printed = []
    this.printedBytes = 0
    this.complained = []
  }

  allow({ stdin, printed }: Allowance): void {
    this.printing = printed
    this.stdin = new TextEncoder().encode(stdin)
    this.stdinAt = 0
  }

  /** A line that Python printed while it was loading. */
  note(line: string): void {
    this.printed.push(new TextEncoder().encode(`${line}\n`))
  }

  /** What was printed since the last call, as text. */
  takePrinted(): string {
    const parts = this.printed
    this.printed = []
    this.printedBytes = 0
    return this.decoder.decode(joined(parts))
  }

  /** What a whole program wrote to standard error since the last call. */
  takeComplaints(): string {
    const parts = this.complained
    this.complained = []
    return this.decoder.decode(joined(parts))
  }

  /** `fd_read` of standard input. */
  read(module: PythonModule, at: number, count: number, done: number): number {
    let total = 0
    for (const vector of vectors(module, at, count)) {
      const part = this.stdin.subarray(this.stdinAt, this.stdinAt + vector.length)
      vector.set(part)
      this.stdinAt += part.length
      total += part.length
      if (part.length < vector.length) break
    }
    module.HEAPU32[done >>> 2] = total
    return 0
  }

  /** `fd_write`. What a whole program writes to standard error is no output, and kept apart. */
  write(module: PythonModule, fd: number, at: number, count: number, done: number): number {
    const { bytes, overflow } = this.printing
    let total = 0
    for (const vector of vectors(module, at, count)) {
      if (fd === 2 && overflow === 'throw') {
        const left = ERROR_BYTES - this.complained.reduce((sum, part) => sum + part.length, 0)
        if (left > 0) this.complained.push(vector.slice(0, left))
        total += vector.length
        continue
      }
      const room = bytes - this.printedBytes
      if (vector.length > room && overflow === 'throw') throw new OutOfOutput()
      if (room > 0) this.printed.push(vector.slice(0, room))
      this.printedBytes += vector.length
      total += vector.length
    }
    module.HEAPU32[done >>> 2] = total
    return 0
  }
}

/** The pieces of memory that a call reads into or writes from. */
function* vectors(module: PythonModule, at: number, count: number): Generator<Uint8Array> {
  const { HEAPU8, HEAPU32 } = module
  for (let i = 0; i < count; i++) {
    const start = HEAPU32[(at >>> 2) + 2 * i]!
    yield HEAPU8.subarray(start, start + HEAPU32[(at >>> 2) + 2 * i + 1]!)
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
