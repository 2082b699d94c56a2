/**
 * CPython, compiled to WebAssembly by Pyodide, as a sandbox. Two things make it one:
 *
 * Every attempt starts from the same memory. All of Python's state is in the linear memory; a picture
 * of it is taken once, and copied back before each attempt (about 10 ms), whatever the one before did:
 * patched builtins, an exhausted heap, a stack in the middle of an endless loop.
 *
 * Nothing but computing gets out. WebAssembly reaches its host through its imports alone. Once the
 * picture is taken, every import that is not on the short lists of import-lists.ts is shut: JavaScript objects, the
 * network, dynamic linking, scripts. What stays open is the clock (fixed), randomness (seeded), reading
 * files (all of them Python's own library) and two streams of text. Writing files fails as on a
 * read-only disk.
 *
 * Python asks for signals every few thousand instructions; once the time is over, that question throws
 * through the whole interpreter, which no `except` can catch. Built-ins that never ask are stopped by
 * the watchdog in `watched.ts`.
 */
import { OutOfAnswer } from './allowance.ts'
import type { Allowance } from './allowance.ts'
import { deskSource } from './desk-source.ts'
import { harnessSource } from './harness-source.ts'
import { Host } from './host.ts'
import type { PythonModule, PythonSource } from './module.ts'
import { passedOnSource } from './passed-on-source.ts'
import { testerSource } from './tester-source.ts'

/** Parsing modes of `PyRun_String`. */
const EVAL = 258
const FILE = 257

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
        stderr: (line: string) => host.streams.note(line),
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
    return this.host.streams.takePrinted()
  }

  /** What a whole program wrote to standard error since the last call. */
  takeComplaints(): string {
    return this.host.streams.takeComplaints()
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
