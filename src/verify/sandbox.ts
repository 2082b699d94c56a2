/**
 * Candidates as real JavaScript, in QuickJS compiled to WebAssembly: nothing of the host is
 * reachable, and every test gets a runtime of its own, so that no test sees another and no attempt
 * the one before it. Limits on time, memory, stack and output hold inside the interpreter; a
 * built-in that runs on without asking (an `indexOf` over 2^32 holes) is stopped by the worker's
 * watchdog in `client.ts`.
 */
import variant from '@jitl/quickjs-wasmfile-release-sync'
import { newQuickJSWASMModuleFromVariant, newVariant } from 'quickjs-emscripten-core'
import type { QuickJSContext, QuickJSHandle, QuickJSRuntime, QuickJSWASMModule } from 'quickjs-emscripten-core'
import type { Json } from '../problems/problem.ts'
import type { SandboxLimits } from './limits.ts'
import { realmSource } from './realm.ts'

/** QuickJS counts its own stack; WebAssembly's is the host's, and small in a worker. */
const STACK_BYTES = 128 * 1024
const CODE_FILE = 'solution.js'
const LINE = /solution\.js:(\d+)/
const MAX_MESSAGE_CHARS = 500
/** What QuickJS throws; too little memory may be left even to tell it. */
const OUT_OF_MEMORY = ['InternalError', 'out of memory', ''] as const
const STACK_OVERFLOW: ProgramError = { name: 'RangeError', message: 'Maximum call stack size exceeded' }

export interface Program {
  /** `expression`: `code` is one expression over `parameters`. `function`: `code` is a script that defines `name`. */
  shape: { kind: 'expression'; parameters: string[] } | { kind: 'function'; name: string }
  code: string
  /** Source of an expression: a function that prepares the array of arguments before the candidate exists. */
  wrapArguments?: string
}

export interface ProgramError {
  name: string
  message: string
  /** From 1, in the candidate's code; only for functions. */
  line?: number
}

export type TestOutcome =
  /** `value` is for `decodeValue`. */
  | { kind: 'returned'; value: string; printed: string }
  | { kind: 'threw'; error: ProgramError; printed: string }
  | { kind: 'time-out' }
  | { kind: 'memory-limit' }
  | { kind: 'output-limit' }

export type Execution =
  | { kind: 'syntax-error'; error: ProgramError }
  /** The code defines no function of the program's name. */
  | { kind: 'no-program' }
  /** One outcome a call, in order; none after a time-out. */
  | { kind: 'ran'; outcomes: TestOutcome[] }

export interface Job {
  program: Program
  /** One list of arguments a test. */
  calls: Json[][]
  limits: SandboxLimits
}

/** Where the WebAssembly comes from; absent, from the package beside this code (Node). */
export interface SandboxSource {
  wasmLocation?: string
}

/** Runs jobs one after another; not reentrant. */
export class Sandbox {
  private module: QuickJSWASMModule | null = null
  private readonly source: SandboxSource

  constructor(source: SandboxSource = {}) {
    this.source = source
  }

  /** Loads the interpreter, if it is not loaded. Throws where its WebAssembly cannot be had. */
  async ready(): Promise<void> {
    if (this.module) return
    const { wasmLocation } = this.source
    this.module = await newQuickJSWASMModuleFromVariant(wasmLocation === undefined ? variant : newVariant(variant, { wasmLocation }))
  }

  /**
   * Runs every test of a job; `onOutcome` hears of each as it ends. A time-out ends the attempt.
   * Rejects only where the interpreter cannot be had; what a candidate does is in the result.
   */
  async run(job: Job, onOutcome: (outcome: TestOutcome) => void = () => {}): Promise<Execution> {
    await this.ready()
    const deadline = performance.now() + job.limits.timeMs
    const rejected = this.withRealm(job, deadline, (realm) => realm.compile())
    if (rejected.kind === 'failure') return { kind: 'syntax-error', error: { name: 'SyntaxError', message: 'nested too deeply' } }
    if (rejected.value !== null) return { kind: 'syntax-error', error: rejected.value }
    const outcomes: TestOutcome[] = []
    for (const args of job.calls) {
      if (outcomes.at(-1)?.kind === 'time-out') break
      const outcome = await this.test(job, args, deadline)
      if (outcome === 'no-program') return { kind: 'no-program' }
      outcomes.push(outcome)
      onOutcome(outcome)
    }
    return { kind: 'ran', outcomes }
  }

  private async test(job: Job, args: Json[], deadline: number): Promise<TestOutcome | 'no-program'> {
    await this.ready()
    const done = this.withRealm(job, deadline, (realm) => realm.test(args))
    return done.kind === 'failure' ? { kind: 'threw', error: STACK_OVERFLOW, printed: '' } : done.value
  }

  /** Runs `body` in a new runtime; a runtime whose interpreter broke is left behind with its WebAssembly instance. */
  private withRealm<T>(job: Job, deadline: number, body: (realm: Realm) => T): { kind: 'value'; value: T } | { kind: 'failure' } {
    try {
      const realm = new Realm(this.module!, job, deadline)
      const value = body(realm)
      realm.dispose()
      return { kind: 'value', value }
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof WebAssembly.RuntimeError)) throw error
      this.module = null
      return { kind: 'failure' }
    }
  }
}

/** One runtime with one context, its tools, and at most one candidate. */
class Realm {
  private readonly runtime: QuickJSRuntime
  private readonly context: QuickJSContext
  private readonly job: Job
  private readonly deadline: number
  private interrupted = false

  constructor(module: QuickJSWASMModule, job: Job, deadline: number) {
    this.job = job
    this.runtime = module.newRuntime()
    this.runtime.setMemoryLimit(job.limits.memoryBytes)
    this.runtime.setMaxStackSize(STACK_BYTES)
    this.deadline = deadline
    this.runtime.setInterruptHandler(() => this.late())
    this.context = this.runtime.newContext()
  }

  private late(): boolean {
    this.interrupted ||= performance.now() > this.deadline
    return this.interrupted
  }

  dispose(): void {
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
        return this.error(name, message, lineNumber)
      }
      result.value.dispose()
    }
    return null
  }

  private error(name: string, message: string, line: number | undefined): ProgramError {
    if (message === 'stack overflow') return STACK_OVERFLOW
    return { name: name.slice(0, MAX_MESSAGE_CHARS), message: message.slice(0, MAX_MESSAGE_CHARS), ...(line !== undefined && this.job.program.shape.kind === 'function' && { line }) }
  }

  test(args: Json[]): TestOutcome | 'no-program' {
    const { program, limits } = this.job
    const held: QuickJSHandle[] = []
    const hold = (handle: QuickJSHandle): QuickJSHandle => {
      held.push(handle)
      return handle
    }
    const context = this.context
    try {
      const made = context.evalCode(realmSource(program.wrapArguments ?? null, limits.outputChars), 'realm.js')
      if (made.error) throw new Error(`The sandbox's own code failed: ${JSON.stringify(context.dump(hold(made.error)))}`)
      const tools = hold(made.value)
      const tool = (name: string): QuickJSHandle => hold(context.getProp(tools, name))
      const [makeArgs, call, show, describe, printed] = [tool('args'), tool('call'), tool('show'), tool('describe'), tool('printed')]
      const invoke = (fn: QuickJSHandle, ...items: QuickJSHandle[]) => {
        const result = context.callFunction(fn, context.undefined, ...items)
        return result.error ? { error: hold(result.error) } : { value: hold(result.value) }
      }
      const printedText = (): string => {
        const text = invoke(printed)
        return text.value ? context.getString(text.value) : ''
      }
      const failed = (error: QuickJSHandle): TestOutcome => {
        const told = invoke(describe, error)
        if (this.interrupted) return { kind: 'time-out' }
        const [name, message, stack] = told.value ? (JSON.parse(context.getString(told.value)) as [string, string, string]) : OUT_OF_MEMORY
        if (name === OUT_OF_MEMORY[0] && message === OUT_OF_MEMORY[1]) return { kind: 'memory-limit' }
        const line = LINE.exec(stack)?.[1]
        return { kind: 'threw', error: this.error(name, message, line === undefined ? undefined : Number(line)), printed: printedText() }
      }

      // The arguments are made before the candidate exists.
      const json = hold(context.newString(JSON.stringify(args)))
      const list = invoke(makeArgs, json)
      if (list.error) return failed(list.error)

      const { shape, code } = program
      const defined = context.evalCode(shape.kind === 'expression' ? `(${shape.parameters.join(', ')}) => (${code}\n)` : code, CODE_FILE)
      if (defined.error) return failed(hold(defined.error))
      let candidate = hold(defined.value)
      if (shape.kind === 'function') {
        const named = context.evalCode(`typeof ${shape.name} === 'function' ? ${shape.name} : undefined`, 'name.js')
        if (named.error) return failed(hold(named.error))
        candidate = hold(named.value)
      }
      if (context.typeof(candidate) !== 'function') return 'no-program'

      const result = invoke(call, candidate, list.value!)
      if (result.error) return failed(result.error)
      const settled = this.settle(result.value!, hold)
      if (settled.error) return failed(settled.error)
      if (this.interrupted) return { kind: 'time-out' }
      if (!settled.value) return { kind: 'threw', error: { name: 'Error', message: 'the promise is never settled' }, printed: printedText() }
      const shown = invoke(show, settled.value)
      if (shown.error) return failed(shown.error)
      const value = context.getString(shown.value!)
      return value === '' ? { kind: 'output-limit' } : { kind: 'returned', value, printed: printedText() }
    } finally {
      for (const handle of held) handle.dispose()
    }
  }

  /** What a promise comes to; any other value is itself. Neither value nor error: it waits for ever. */
  private settle(handle: QuickJSHandle, hold: (handle: QuickJSHandle) => QuickJSHandle): { value?: QuickJSHandle; error?: QuickJSHandle } {
    while (true) {
      const state = this.context.getPromiseState(handle)
      if (state.type === 'fulfilled') return { value: state.notAPromise ? handle : hold(state.value) }
      if (state.type === 'rejected') return { error: hold(state.error) }
      if (this.late() || !this.runtime.hasPendingJob()) return {}
      const jobs = this.runtime.executePendingJobs(100)
      if (jobs.error) return { error: hold(jobs.error) }
    }
  }
}
