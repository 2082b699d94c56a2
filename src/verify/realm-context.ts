/**
 * A QuickJS runtime and its one context, with the tools of realm-source.ts in it: handles are kept and
 * freed, calls made, promises settled, errors put in words, all within the job's time and memory.
 */
import type {
  QuickJSContext,
  QuickJSHandle,
  QuickJSRuntime,
  QuickJSWASMModule,
} from 'quickjs-emscripten-core'
import type { Job, ProgramError, TestOutcome } from './job.ts'
import { stackOverflowMessage } from './limits.ts'
import { realmSource } from './realm-source.ts'
import type { RealmOptions } from './realm-source.ts'

/**
 * Bytes of QuickJS's own stack. Each of them takes several of the host's, of which a worker of Chromium's has half a
 * megabyte, whatever a page does: more than this it does not hold.
 */
export const browserStackBytes = 184 * 1024
/** What the interpreter's own memory holds, for a host whose thread has sixteen times as much: 10,000 calls inside one another and more. */
export const deepStackBytes = 4 * 1024 * 1024
const maxMessageChars = 500
export const codeFile = 'solution.js'
const linePattern = /solution\.js:(\d+)/
/** What QuickJS throws; too little memory may be left even to tell it. */
const outOfMemory = ['InternalError', 'out of memory', ''] as const

export const stackOverflow: ProgramError = {
  name: 'RangeError',
  message: stackOverflowMessage,
}

type Tools = Record<
  | 'prepare'
  | 'begin'
  | 'call'
  | 'show'
  | 'connect'
  | 'hold'
  | 'operate'
  | 'answer'
  | 'next'
  | 'isExit'
  | 'describe'
  | 'find'
  | 'complaints'
  | 'printed',
  QuickJSHandle
>

/** A runtime with its one context. `tools`: once they are made. */
export interface Interpreter {
  runtime: QuickJSRuntime
  context: QuickJSContext
  tools: Tools | null
  /** It is used again, from an image of the memory: it is not disposed of. */
  kept: boolean
}

export function newInterpreter(module: QuickJSWASMModule): Interpreter {
  const runtime = module.newRuntime()
  return { runtime, context: runtime.newContext(), tools: null, kept: false }
}

export type Answer = { value: QuickJSHandle; error?: undefined } | { value?: undefined; error: QuickJSHandle }

/** Every method may throw what the host threw when the interpreter gave way: then drop it and the module, undisposed. */
export class RealmContext {
  readonly context: QuickJSContext
  readonly job: Job
  readonly stackBytes: number
  private readonly runtime: QuickJSRuntime
  readonly deadline: number
  private readonly held: QuickJSHandle[] = []
  private interrupted = false

  /** @param deadline on the clock of `performance.now()` */
  constructor(
    readonly interpreter: Interpreter,
    job: Job,
    deadline: number,
    stackBytes: number,
  ) {
    this.job = job
    this.stackBytes = stackBytes
    this.deadline = deadline
    this.runtime = interpreter.runtime
    this.context = interpreter.context
    this.runtime.setMemoryLimit(job.limits.memoryBytes)
    this.runtime.setMaxStackSize(stackBytes)
    this.runtime.setInterruptHandler(() => this.late())
  }

  dispose(): void {
    if (this.interpreter.kept) return
    this.release(0)
    if (this.interpreter.tools) for (const tool of Object.values(this.interpreter.tools)) tool.dispose()
    this.context.dispose()
    this.runtime.dispose()
  }

  /** Handles that are kept by now: `release` frees those that come after. */
  get mark(): number {
    return this.held.length
  }

  /** The candidate was stopped because its time is over. */
  get stopped(): boolean {
    return this.interrupted
  }

  /** Makes the tools, unless the interpreter has them. What kept them from being made, or null. */
  makeTools(options: RealmOptions): TestOutcome | null {
    const { context } = this
    if (this.interpreter.tools) return null
    const made = this.hold(context.evalCode(realmSource(options), 'realm.js'))
    if (made.error) return { kind: this.late() ? 'time-out' : 'memory-limit' }
    const tool = (name: keyof Tools): QuickJSHandle => context.getProp(made.value, name)
    this.interpreter.tools = {
      prepare: tool('prepare'),
      begin: tool('begin'),
      call: tool('call'),
      show: tool('show'),
      connect: tool('connect'),
      hold: tool('hold'),
      operate: tool('operate'),
      answer: tool('answer'),
      next: tool('next'),
      isExit: tool('isExit'),
      describe: tool('describe'),
      find: tool('find'),
      complaints: tool('complaints'),
      printed: tool('printed'),
    }
    return null
  }

  /** Whether time is over; from then on everything is stopped. */
  late(): boolean {
    this.interrupted ||= performance.now() > this.deadline
    return this.interrupted
  }

  /** The outcome that an answer is, once what it promises is settled. */
  answered(result: Answer, show: (value: QuickJSHandle) => Answer): TestOutcome {
    if (result.error) return this.failure(result.error)
    const settled = this.settle(result.value)
    if (settled?.error) return this.failure(settled.error)
    if (this.interrupted) return { kind: 'time-out' }
    if (!settled)
      return {
        kind: 'threw',
        error: { name: 'Error', message: 'the promise is never settled' },
        printed: this.printed() ?? '',
      }
    const shown = show(settled.value)
    if (shown.error) return this.failure(shown.error)
    const value = this.context.getString(shown.value)
    return value === ''
      ? { kind: 'output-limit' }
      : { kind: 'returned', value, printed: this.printed() ?? '' }
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

  /** Runs what waits to be run. `idle`: nothing does any more. */
  runWaiting(): Answer | 'idle' | 'waiting' {
    const jobs = this.runtime.executePendingJobs(1000)
    if (jobs.error) return { error: this.keep(jobs.error) }
    return this.runtime.hasPendingJob() ? 'waiting' : 'idle'
  }

  /** What an error that was thrown is to the test. */
  failure(error: QuickJSHandle): TestOutcome {
    const told = this.use('describe', error)
    if (this.interrupted) return { kind: 'time-out' }
    const [name, message, stack] = told.value
      ? (JSON.parse(this.context.getString(told.value)) as [string, string, string])
      : outOfMemory
    if (name === outOfMemory[0] && message === outOfMemory[1]) return { kind: 'memory-limit' }
    const line = linePattern.exec(stack)?.[1]
    return {
      kind: 'threw',
      error: this.programError(name, message, line === undefined ? undefined : Number(line)),
      printed: this.printed() ?? '',
    }
  }

  programError(name: string, message: string, line: number | undefined): ProgramError {
    if (message === 'stack overflow') return stackOverflow
    return {
      name: name.slice(0, maxMessageChars),
      message: message.slice(0, maxMessageChars),
      ...(line !== undefined && this.job.program.shape.kind !== 'expression' && { line }),
    }
  }

  /** What was printed since the last test began; null where it was more than is allowed. */
  printed(): string | null {
    const text = this.use('printed')
    if (!text.value) return ''
    return this.context.typeof(text.value) === 'string' ? this.context.getString(text.value) : null
  }

  /** Calls one of the tools. */
  use(tool: keyof Tools, ...items: QuickJSHandle[]): Answer {
    return this.invoke(this.interpreter.tools![tool], ...items)
  }

  invoke(fn: QuickJSHandle, ...items: QuickJSHandle[]): Answer {
    return this.hold(this.context.callFunction(fn, this.context.undefined, ...items))
  }

  /** Keeps the handle of a result until it is released. */
  hold(result: { value: QuickJSHandle; error?: undefined } | { error: QuickJSHandle }): Answer {
    return result.error
      ? { error: this.keep(result.error) }
      : { value: this.keep((result as { value: QuickJSHandle }).value) }
  }

  keep(handle: QuickJSHandle): QuickJSHandle {
    this.held.push(handle)
    return handle
  }

  /** Frees the handles kept since there were `mark` of them. */
  release(mark: number): void {
    for (const handle of this.held.splice(mark)) handle.dispose()
  }
}
