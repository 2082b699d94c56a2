/** One QuickJS runtime with one context: an attempt's candidate, its arguments, and the tools that call it. */
import type { QuickJSContext, QuickJSHandle, QuickJSRuntime, QuickJSWASMModule } from 'quickjs-emscripten-core'
import { realmSource } from './realm-source.ts'
import type { Job, ProgramError, TestOutcome } from './job.ts'

/** QuickJS counts its own stack; WebAssembly's is the host's, and small in a worker. */
const STACK_BYTES = 128 * 1024
const MAX_MESSAGE_CHARS = 500
const CODE_FILE = 'solution.js'
const LINE = /solution\.js:(\d+)/
/** What QuickJS throws; too little memory may be left even to tell it. */
const OUT_OF_MEMORY = ['InternalError', 'out of memory', ''] as const

export const STACK_OVERFLOW: ProgramError = { name: 'RangeError', message: 'Maximum call stack size exceeded' }

type Tools = Record<'prepare' | 'call' | 'show' | 'describe' | 'printed', QuickJSHandle>
type Answer = { value: QuickJSHandle; error?: undefined } | { value?: undefined; error: QuickJSHandle }
/** How defining the candidate went. `failed`: it threw, ran on or used too much before it was ever called. */
export type Definition = { kind: 'defined' } | { kind: 'no-program' } | { kind: 'failed'; outcome: TestOutcome }

/** Every method may throw what the host threw when the interpreter gave way: then drop realm and module, undisposed. */
export class Realm {
  private readonly runtime: QuickJSRuntime
  private readonly context: QuickJSContext
  private readonly job: Job
  private readonly deadline: number
  private readonly held: QuickJSHandle[] = []
  private tools: Tools | null = null
  private candidate: QuickJSHandle | null = null
  private interrupted = false

  /** @param deadline on the clock of `performance.now()` */
  constructor(module: QuickJSWASMModule, job: Job, deadline: number) {
    this.job = job
    this.deadline = deadline
    this.runtime = module.newRuntime()
    this.runtime.setMemoryLimit(job.limits.memoryBytes)
    this.runtime.setMaxStackSize(STACK_BYTES)
    this.runtime.setInterruptHandler(() => this.late())
    this.context = this.runtime.newContext()
  }

  dispose(): void {
    this.release(0)
    this.context.dispose()
    this.runtime.dispose()
  }

  /** The syntax error, or null. Nothing runs. */
  compile(): ProgramError | null {
    const { shape, code } = this.job.program
    // An expression must stand alone: text that closes the one bracket early leaves the other unbalanced.
    const sources = shape.kind === 'expression' ? [`(${code}\n)`, `[${code}\n]`] : [code]
    for (const source of sources) {
      const result = this.context.evalCode(source, CODE_FILE, { compileOnly: true })
      if (result.error) {
        const { name = 'SyntaxError', message = '', lineNumber } = (this.context.dump(result.error) ?? {}) as { name?: string; message?: string; lineNumber?: number }
        result.error.dispose()
        return this.programError(name, message, lineNumber)
      }
      result.value.dispose()
    }
    return null
  }

  /** Makes the arguments of all calls, then the candidate. */
  define(): Definition {
    const { context, job } = this
    const { shape, code, wrapArguments } = job.program
    const made = this.hold(context.evalCode(realmSource(wrapArguments ?? null, job.limits.outputChars), 'realm.js'))
    if (made.error) return this.undefinable(made.error)
    const tool = (name: keyof Tools): QuickJSHandle => this.keep(context.getProp(made.value, name))
    this.tools = { prepare: tool('prepare'), call: tool('call'), show: tool('show'), describe: tool('describe'), printed: tool('printed') }
    const prepared = this.invoke(this.tools.prepare, this.keep(context.newString(JSON.stringify(job.calls))))
    if (prepared.error) return this.undefinable(prepared.error)

    const defined = this.hold(context.evalCode(shape.kind === 'expression' ? `(${shape.parameters.join(', ')}) => (${code}\n)` : code, CODE_FILE))
    if (defined.error) return { kind: 'failed', outcome: this.failure(defined.error) }
    const named = shape.kind === 'expression' ? defined : this.hold(context.evalCode(`typeof ${shape.name} === 'function' ? ${shape.name} : undefined`, 'name.js'))
    if (named.error) return { kind: 'failed', outcome: this.failure(named.error) }
    if (context.typeof(named.value) !== 'function') return { kind: 'no-program' }
    this.candidate = named.value
    return { kind: 'defined' }
  }

  /** Calls the defined candidate with the arguments of test `i`. */
  test(i: number): TestOutcome {
    const { context } = this
    const { call, show } = this.tools!
    const mark = this.held.length
    try {
      const result = this.invoke(call, this.candidate!, this.keep(context.newNumber(i)))
      if (result.error) return this.failure(result.error)
      const settled = this.settle(result.value)
      if (settled?.error) return this.failure(settled.error)
      if (this.interrupted) return { kind: 'time-out' }
      if (!settled) return { kind: 'threw', error: { name: 'Error', message: 'the promise is never settled' }, printed: this.printed() }
      const shown = this.invoke(show, settled.value)
      if (shown.error) return this.failure(shown.error)
      const value = context.getString(shown.value)
      return value === '' ? { kind: 'output-limit' } : { kind: 'returned', value, printed: this.printed() }
    } finally {
      this.release(mark)
    }
  }

  private late(): boolean {
    this.interrupted ||= performance.now() > this.deadline
    return this.interrupted
  }

  /** The arguments could not be made: for want of time or memory, or the problem's own preparation of them threw. */
  private undefinable(error: QuickJSHandle): Definition {
    const outcome = this.tools ? this.failure(error) : this.late() ? ({ kind: 'time-out' } as const) : ({ kind: 'memory-limit' } as const)
    return { kind: 'failed', outcome }
  }

  /** What a promise comes to; any other value is itself. Null: it waits for ever, or time is over. */
  private settle(handle: QuickJSHandle): Answer | null {
    while (true) {
      const state = this.context.getPromiseState(handle)
      if (state.type === 'fulfilled') return { value: state.notAPromise ? handle : this.keep(state.value) }
      if (state.type === 'rejected') return { error: this.keep(state.error) }
      if (this.late() || !this.runtime.hasPendingJob()) return null
      const jobs = this.runtime.executePendingJobs(100)
      if (jobs.error) return { error: this.keep(jobs.error) }
    }
  }

  private failure(error: QuickJSHandle): TestOutcome {
    const told = this.invoke(this.tools!.describe, error)
    if (this.interrupted) return { kind: 'time-out' }
    const [name, message, stack] = told.value ? (JSON.parse(this.context.getString(told.value)) as [string, string, string]) : OUT_OF_MEMORY
    if (name === OUT_OF_MEMORY[0] && message === OUT_OF_MEMORY[1]) return { kind: 'memory-limit' }
    const line = LINE.exec(stack)?.[1]
    return { kind: 'threw', error: this.programError(name, message, line === undefined ? undefined : Number(line)), printed: this.printed() }
  }

  private programError(name: string, message: string, line: number | undefined): ProgramError {
    if (message === 'stack overflow') return STACK_OVERFLOW
    return { name: name.slice(0, MAX_MESSAGE_CHARS), message: message.slice(0, MAX_MESSAGE_CHARS), ...(line !== undefined && this.job.program.shape.kind === 'function' && { line }) }
  }

  private printed(): string {
    const text = this.invoke(this.tools!.printed)
    return text.value ? this.context.getString(text.value) : ''
  }

  private invoke(fn: QuickJSHandle, ...items: QuickJSHandle[]): Answer {
    return this.hold(this.context.callFunction(fn, this.context.undefined, ...items))
  }

  private hold(result: { value: QuickJSHandle; error?: undefined } | { error: QuickJSHandle }): Answer {
    return result.error ? { error: this.keep(result.error) } : { value: this.keep((result as { value: QuickJSHandle }).value) }
  }

  private keep(handle: QuickJSHandle): QuickJSHandle {
    this.held.push(handle)
    return handle
  }

  /** Frees the handles kept since there were `mark` of them. */
  private release(mark: number): void {
    for (const handle of this.held.splice(mark)) handle.dispose()
  }
}
