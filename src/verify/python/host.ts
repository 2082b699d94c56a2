/** The imports of Python's WebAssembly instance, through which alone it reaches its host, and what stands in for them. */
import { OutOfTime, Shut } from './allowance.ts'
import type { Allowance } from './allowance.ts'
import { OPEN, REFUSED, WRITES } from './import-lists.ts'
import type { PythonModule } from './module.ts'
import { Streams } from './streams.ts'

/** The instant at which every candidate runs, as in the JavaScript realm: 2020-01-01T00:00:00Z. */
const FIXED_TIME_MS = 1577836800000
/** Milliseconds by which the running clock advances each time it is read: time passes, the same in every run. */
const TICK_MS = 0.1
const READ_ONLY = -69
const NOT_PERMITTED = -2
const BAD_FILE = 8
const NO_SUCH_SEEK = 70

/** Names of standard input as a file. */
const STANDARD_INPUT = /^\/(dev\/stdin|dev\/fd\/0|proc\/self\/fd\/0)$/
/** O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND */
const WRITING = 0x1 | 0x2 | 0x40 | 0x200 | 0x400

type Import = (...args: never[]) => unknown
type Imports = Record<string, Record<string, unknown>>

/** Pyodide's own until `shut`, then only what a candidate may use. */
export class Host {
  readonly streams = new Streams()
  module: PythonModule | null = null
  shut = false
  refusedMemory = false
  private allowance: Allowance = {
    deadline: Infinity,
    memoryBytes: Infinity,
    answerBytes: Infinity,
    printed: { bytes: 0, overflow: 'drop' },
    stdin: '',
  }
  private clock = 0
  private random = 1

  /** Runs `load`, in which one WebAssembly module is instantiated, with that module's imports wrapped. */
  async during<T>(load: () => Promise<T>): Promise<T> {
    const { instantiate, instantiateStreaming } = WebAssembly
    type Instantiate = (source: unknown, imports?: Imports) => Promise<unknown>
    const wrapped =
      (original: unknown): Instantiate =>
      (source, imports) =>
        (original as Instantiate).call(WebAssembly, source, isPython(imports) ? this.wrap(imports) : imports)
    Object.assign(WebAssembly, {
      instantiate: wrapped(instantiate),
      ...(instantiateStreaming !== undefined && { instantiateStreaming: wrapped(instantiateStreaming) }),
    })
    // Without suspension every import is a plain function, in every browser as in Node.
    const suspending = Object.getOwnPropertyDescriptor(WebAssembly, 'Suspending')
    if (suspending) Reflect.deleteProperty(WebAssembly, 'Suspending')
    try {
      return await load()
    } finally {
      Object.assign(WebAssembly, {
        instantiate,
        ...(instantiateStreaming !== undefined && { instantiateStreaming }),
      })
      if (suspending) Object.defineProperty(WebAssembly, 'Suspending', suspending)
    }
  }

  begin(): void {
    this.clock = 0
    this.random = 1
    this.streams.begin()
  }

  allow(allowance: Allowance): void {
    this.allowance = allowance
    this.streams.allow(allowance)
    this.refusedMemory = false
  }

  get answerBytes(): number {
    return this.allowance.answerBytes
  }

  private wrap(imports: Imports): Imports {
    const own = this.own(imports)
    return Object.fromEntries(
      Object.entries(imports).map(([space, names]) => [
        space,
        typeof names !== 'object' || space.startsWith('GOT')
          ? names
          : new Proxy(names, {
              get: (target, name: string) => {
                const original: unknown = target[name]
                if (typeof original !== 'function' || OPEN.has(name)) return original
                const instead =
                  own[name] ??
                  ((): never => {
                    throw new Shut(name)
                  })
                return (...args: never[]): unknown =>
                  this.shut ? instead(...args) : (original as Import)(...args)
              },
            }),
      ]),
    )
  }

  /** What stands in for an import once the candidate has the interpreter. */
  private own(imports: Imports): Record<string, Import> {
    const original = (name: string): Import =>
      (imports['env']?.[name] ?? imports['wasi_snapshot_preview1']?.[name]) as Import
    const resize = original('emscripten_resize_heap') as (bytes: number) => number
    const read = original('fd_read') as (fd: number, vectors: number, count: number, done: number) => number
    const open = original('__syscall_openat') as (
      folder: number,
      path: number,
      flags: number,
      rest: number,
    ) => number
    const closeFile = original('fd_close') as (fd: number) => number
    const seek = original('fd_seek') as (fd: number, ...rest: unknown[]) => number
    const tick = (): number => {
      this.onTime()
      return (this.clock += TICK_MS)
    }
    const refuse = (code: number) => () => code
    return {
      _Py_CheckEmscriptenSignals_Helper: () => (this.onTime(), 0),
      emscripten_date_now: () => FIXED_TIME_MS,
      emscripten_get_now: tick,
      clock_time_get: (clock: number, _: unknown, at: number) => {
        const ms = clock === 0 ? FIXED_TIME_MS : tick()
        new DataView(this.module!.HEAPU8.buffer).setBigUint64(at >>> 0, BigInt(Math.round(ms * 1e6)), true)
        return 0
      },
      _localtime_js: original('_gmtime_js'),
      _tzset_js: () => {},
      _setitimer_js: refuse(0),
      random_get: (at: number, bytes: number) => {
        for (let i = 0; i < bytes; i++) this.module!.HEAPU8[(at >>> 0) + i] = this.draw()
        return 0
      },
      emscripten_resize_heap: (bytes: number) => {
        if (bytes >>> 0 <= this.allowance.memoryBytes) return resize(bytes)
        this.refusedMemory = true
        return 0
      },
      fd_read: (fd: number, vectors: number, count: number, done: number) =>
        fd === 0 ? this.streams.read(this.module!, vectors, count, done) : read(fd, vectors, count, done),
      fd_write: (fd: number, vectors: number, count: number, done: number) =>
        fd === 1 || fd === 2 ? this.streams.write(this.module!, fd, vectors, count, done) : BAD_FILE,
      fd_close: (fd: number) => (fd < 3 ? 0 : closeFile(fd)),
      fd_seek: (fd: number, ...rest: unknown[]) => (fd < 3 ? NO_SUCH_SEEK : seek(fd, ...rest)),
      fd_sync: refuse(0),
      __syscall_openat: (folder: number, path: number, flags: number, rest: number) => {
        if ((flags & WRITING) !== 0) return READ_ONLY
        return STANDARD_INPUT.test(this.module!.UTF8ToString(path)) ? 0 : open(folder, path, flags, rest)
      },
      ...Object.fromEntries(WRITES.map((name) => [name, refuse(READ_ONLY)])),
      ...Object.fromEntries(REFUSED.map((name) => [name, refuse(NOT_PERMITTED)])),
    } as Record<string, Import>
  }

  private onTime(): void {
    if (performance.now() > this.allowance.deadline) throw new OutOfTime()
  }

  /** xorshift, a byte at a time. */
  private draw(): number {
    let x = this.random
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    this.random = x
    return x & 255
  }
}

function isPython(imports: Imports | undefined): imports is Imports {
  return imports?.['env'] !== undefined && '_Py_CheckEmscriptenSignals_Helper' in imports['env']
}
