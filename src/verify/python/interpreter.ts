/**
 * CPython, compiled to WebAssembly by Pyodide, as a sandbox. Two things make it one:
 *
 * Every attempt starts from the same memory. All of Python's state is in the linear memory; a picture
 * of it is taken once, and copied back before each attempt (about 10 ms), whatever the one before did:
 * patched builtins, an exhausted heap, a stack in the middle of an endless loop.
 *
 * Nothing but computing gets out. WebAssembly reaches its host through its imports alone. Once the
 * picture is taken, every import that is not on the short list below is shut: JavaScript objects, the
 * network, dynamic linking, scripts. What stays open is the clock (fixed), randomness (seeded), reading
 * files (all of them Python's own library) and two streams of text. Writing files fails as on a
 * read-only disk.
 *
 * Python asks for signals every few thousand instructions; once the time is over, that question throws
 * through the whole interpreter, which no `except` can catch. Built-ins that never ask are stopped by
 * the watchdog in `watched.ts`.
 */
import { deskSource } from './desk-source.ts'
import { harnessSource } from './harness-source.ts'
import { passedOnSource } from './passed-on-source.ts'
import { testerSource } from './tester-source.ts'

/** The emscripten module inside Pyodide, as far as it is used here. Pointers are numbers. */
interface PythonModule {
  HEAPU8: Uint8Array
  HEAPU32: Uint32Array
  HEAP8: Int8Array
  _Py_EMSCRIPTEN_SIGNAL_HANDLING: number
  _PyRun_String(code: number, start: number, globals: number, locals: number): number
  _PyUnicode_AsUTF8(text: number): number
  _PyDict_New(): number
  _PyErr_Print(): void
  _Py_DecRef(object: number): void
  _free(pointer: number): void
  stringToNewUTF8(text: string): number
  UTF8ToString(pointer: number): string
  stackSave(): number
  stackRestore(pointer: number): void
  FS: { streams: (object | null)[]; chdir(path: string): void }
}

export interface Pyodide {
  loadPyodide(options: object): Promise<unknown>
}

/** Where Pyodide's files come from. */
export interface PythonSource {
  load(): Promise<Pyodide>
  /** Folder of the files, with a slash at its end; absent, the package beside this code (Node). */
  indexURL?: string
}

/** The candidate's time is over; thrown through the interpreter. */
export class OutOfTime extends Error {}
/** The candidate printed more than it may. */
export class OutOfOutput extends Error {}
/** The harness answered with more than it may. */
export class OutOfAnswer extends Error {}
/** The candidate reached for an import that is shut. */
export class Shut extends Error {}

/** What one run may use. */
export interface Allowance {
  /** On the clock of `performance.now()`. */
  deadline: number
  memoryBytes: number
  /** Of the text with which a function of the harness answers. */
  answerBytes: number
  /** Bytes of what is printed that are kept, and whether more is an error or is dropped. */
  printed: { bytes: number; overflow: 'drop' | 'throw' }
  stdin: string
}

/** Parsing modes of `PyRun_String`. */
const EVAL = 258
const FILE = 257
/** The instant at which every candidate runs, as in the JavaScript realm: 2020-01-01T00:00:00Z. */
const FIXED_TIME_MS = 1577836800000
/** Milliseconds by which the running clock advances each time it is read: time passes, the same in every run. */
const TICK_MS = 0.1
/** Kept of what a whole program writes to standard error. */
const ERROR_BYTES = 2000
const READ_ONLY = -69
const NOT_PERMITTED = -2
const BAD_FILE = 8
const NO_SUCH_SEEK = 70

type Import = (...args: never[]) => unknown
type Imports = Record<string, Record<string, unknown>>

export class PythonInterpreter {
  private readonly module: PythonModule
  private readonly host: Host
  private readonly harness: number
  private readonly picture: Uint8Array
  private readonly stack: number
  private readonly streams: (object | null)[]
  /** Nothing has run since the memory was put back. */
  private pristine = true

  /** Loads Pyodide. Rejects where its files cannot be had. */
  static async open(source: PythonSource): Promise<PythonInterpreter> {
    const host = new Host()
    const { loadPyodide } = await source.load()
    const pyodide = (await host.during(() =>
      loadPyodide({
        ...(source.indexURL !== undefined && { indexURL: source.indexURL }),
        jsglobals: Object.create(null) as object,
        env: { HOME: '/home/pyodide', PYTHONHASHSEED: '0' },
        stdin: () => null,
        stdout: () => {},
        stderr: (line: string) => host.note(line),
      }),
    )) as { _module: PythonModule }
    return new PythonInterpreter(pyodide._module, host)
  }

  private constructor(module: PythonModule, host: Host) {
    this.module = module
    this.host = host
    host.module = module
    this.harness = module._PyDict_New()
    this.python(
      `__name__ = 'harness'\n${harnessSource}\n${deskSource}\n${testerSource}\n${passedOnSource}`,
      FILE,
    )
    module.HEAP8[module._Py_EMSCRIPTEN_SIGNAL_HANDLING] = 1
    host.shut = true
    this.stack = module.stackSave()
    this.streams = [...module.FS.streams]
    this.picture = module.HEAPU8.slice()
  }

  /** Bytes by which the memory has grown since the picture: restoring must clear them each time. */
  get grown(): number {
    return this.module.HEAPU8.length - this.picture.length
  }

  /** As if no candidate had ever run. */
  restore(): void {
    if (this.pristine) return
    this.pristine = true
    const { module, picture, streams } = this
    module.HEAPU8.set(picture)
    if (this.grown > 0) module.HEAPU8.fill(0, picture.length)
    module.stackRestore(this.stack)
    module.FS.streams.length = 0
    module.FS.streams.push(...streams)
    module.FS.chdir('/home/pyodide')
    this.host.begin()
  }

  /** What a candidate may use from now on. */
  allow(allowance: Allowance): void {
    this.host.allow(allowance)
  }

  /** Memory was asked for beyond what was allowed. */
  get refusedMemory(): boolean {
    return this.host.refusedMemory
  }

  /** What was printed since the last call, as text. */
  takePrinted(): string {
    return this.host.takePrinted()
  }

  /** What a whole program wrote to standard error since the last call. */
  takeComplaints(): string {
    return this.host.takeComplaints()
  }

  /**
   * Calls a function of the harness with JSON values; the text that it returns. Throws `OutOfTime`,
   * `OutOfOutput`, `Shut`, a `RangeError` for the host's stack, or whatever WebAssembly trapped with:
   * then `restore` before anything else is called.
   */
  call(name: string, ...args: (string | number | null)[]): string {
    this.pristine = false
    return this.python(
      `${name}(${args.map((arg) => (arg === null ? 'None' : JSON.stringify(arg))).join(', ')})`,
      EVAL,
    )!
  }

  private python(code: string, start: number): string | null {
    const { module, harness } = this
    const text = module.stringToNewUTF8(code)
    const result = module._PyRun_String(text, start, harness, harness)
    module._free(text)
    if (result === 0) {
      module._PyErr_Print()
      throw new Error(`The Python harness broke. ${this.takePrinted()}`)
    }
    const value = start === EVAL ? this.text(module._PyUnicode_AsUTF8(result)) : null
    module._Py_DecRef(result)
    return value
  }

  /** A text of Python's that ends with a zero. Throws `OutOfAnswer` where it is longer than is allowed, before any of it is read. */
  private text(at: number): string {
    const { HEAPU8, UTF8ToString } = this.module
    if (at === 0) throw new Error('The Python harness answered with no text.')
    const most = this.host.answerBytes
    if (Number.isFinite(most) && HEAPU8.subarray(at, at + most + 1).indexOf(0) < 0) throw new OutOfAnswer()
    return UTF8ToString(at)
  }
}

/** The imports of the WebAssembly instance: Pyodide's own until `shut`, then only what a candidate may use. */
class Host {
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
  private readonly decoder = new TextDecoder()
  private printed: Uint8Array[] = []
  private printedBytes = 0
  private complained: Uint8Array[] = []
  private stdin: Uint8Array = new Uint8Array()
  private stdinAt = 0
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

  /** A line that Python printed while it was loading. */
  note(line: string): void {
    this.printed.push(new TextEncoder().encode(`${line}\n`))
  }

  begin(): void {
    this.clock = 0
    this.random = 1
    this.printed = []
    this.printedBytes = 0
    this.complained = []
  }

  allow(allowance: Allowance): void {
    this.allowance = allowance
    this.stdin = new TextEncoder().encode(allowance.stdin)
    this.stdinAt = 0
    this.refusedMemory = false
  }

  get answerBytes(): number {
    return this.allowance.answerBytes
  }

  takePrinted(): string {
    const parts = this.printed
    this.printed = []
    this.printedBytes = 0
    return this.decoder.decode(joined(parts))
  }

  takeComplaints(): string {
    const parts = this.complained
    this.complained = []
    return this.decoder.decode(joined(parts))
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
        fd === 0 ? this.readInput(vectors, count, done) : read(fd, vectors, count, done),
      fd_write: (fd: number, vectors: number, count: number, done: number) =>
        fd === 1 || fd === 2 ? this.write(fd, vectors, count, done) : BAD_FILE,
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

  private *vectors(at: number, count: number): Generator<Uint8Array> {
    const { HEAPU8, HEAPU32 } = this.module!
    for (let i = 0; i < count; i++) {
      const start = HEAPU32[(at >>> 2) + 2 * i]!
      yield HEAPU8.subarray(start, start + HEAPU32[(at >>> 2) + 2 * i + 1]!)
    }
  }

  private readInput(at: number, count: number, done: number): number {
    let total = 0
    for (const vector of this.vectors(at, count)) {
      const part = this.stdin.subarray(this.stdinAt, this.stdinAt + vector.length)
      vector.set(part)
      this.stdinAt += part.length
      total += part.length
      if (part.length < vector.length) break
    }
    this.module!.HEAPU32[done >>> 2] = total
    return 0
  }

  /** What a whole program writes to standard error is no output, and kept apart. */
  private write(fd: number, at: number, count: number, done: number): number {
    const { bytes, overflow } = this.allowance.printed
    let total = 0
    for (const vector of this.vectors(at, count)) {
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
    this.module!.HEAPU32[done >>> 2] = total
    return 0
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

function isPython(imports: Imports | undefined): imports is Imports {
  return imports?.['env'] !== undefined && '_Py_CheckEmscriptenSignals_Helper' in imports['env']
}

/** Names of standard input as a file. */
const STANDARD_INPUT = /^\/(dev\/stdin|dev\/fd\/0|proc\/self\/fd\/0)$/
/** O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND */
const WRITING = 0x1 | 0x2 | 0x40 | 0x200 | 0x400

/** Imports that compute, or read what is there: as they are. */
const OPEN = new Set(
  `environ_sizes_get environ_get clock_res_get fd_fdstat_get fd_pread
  __syscall_getuid32_js __syscall_umask_js __syscall_ioctl __syscall_fcntl64 __syscall_faccessat __syscall_chdir __syscall_fstat64 __syscall_stat64
  __syscall_newfstatat __syscall_lstat64 __syscall_getcwd __syscall_getdents64 __syscall_readlinkat __syscall_statfs64 __syscall_fstatfs64 __syscall_fadvise64
  _timegm_js _mktime_js _gmtime_js emscripten_get_heap_max _PyEM_TrampolineCall_JS _Py_emscripten_runtime _munmap_js _emscripten_get_progname
  exit proc_exit _abort_js __assert_fail emscripten_runtime_keepalive_push emscripten_runtime_keepalive_pop _emscripten_runtime_keepalive_clear _try_fcntl64 saveState restoreState get_suspender`.split(
    /\s+/,
  ),
)

/** Answered as by a disk that cannot be written. */
const WRITES =
  `__syscall_mkdirat __syscall_mknodat __syscall_unlinkat __syscall_rmdir __syscall_renameat __syscall_symlinkat __syscall_truncate64 __syscall_ftruncate64 __syscall_fallocate
  __syscall_chmod __syscall_fchmod __syscall_fchmodat2 __syscall_fchown32 __syscall_fchownat __syscall_utimensat fd_pwrite`.split(
    /\s+/,
  )

/** Answered with "permission denied". */
const REFUSED =
  `__syscall_socket __syscall_connect __syscall_bind __syscall_listen __syscall_accept4 __syscall_getpeername __syscall_getsockname __syscall_getsockopt __syscall_recvfrom
  __syscall_recvmsg __syscall_sendmsg __syscall_sendto __syscall_pipe __syscall_poll __syscall_dup __syscall_dup3 _emscripten_system _mmap_js _msync_js getaddrinfo getnameinfo`.split(
    /\s+/,
  )
