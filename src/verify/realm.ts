/** One QuickJS runtime: an attempt's candidate in a context of its own, its arguments, and the tools that call it. */
import type {
  QuickJSContext,
  QuickJSHandle,
  QuickJSRuntime,
  QuickJSWASMModule,
} from 'quickjs-emscripten-core'
import { realmSource } from './realm-source.ts'
import type { RealmOptions } from './realm-source.ts'
import type { Job, ProgramError, Step, TestOutcome } from './job.ts'
import { Tester } from './tester.ts'

/** QuickJS counts its own stack; WebAssembly's is the host's, and small in a worker. */
const STACK_BYTES = 128 * 1024
const MAX_MESSAGE_CHARS = 500
/** Kept of what a function prints. */
const KEPT_CHARS = 2000
const CODE_FILE = 'solution.js'
const LINE = /solution\.js:(\d+)/
/** What QuickJS throws; too little memory may be left even to tell it. */
const OUT_OF_MEMORY = ['InternalError', 'out of memory', ''] as const

export const STACK_OVERFLOW: ProgramError = {
  name: 'RangeError',
  message: 'Maximum call stack size exceeded',
}

type Tools = Record<
  'prepare' | 'begin' | 'call' | 'show' | 'read' | 'next' | 'isExit' | 'describe' | 'printed',
  QuickJSHandle
>
type Answer = { value: QuickJSHandle; error?: undefined } | { value?: undefined; error: QuickJSHandle }
/** How defining the candidate went. `failed`: it threw, ran on or used too much before it was ever called. */
export type Definition =
  { kind: 'defined' } | { kind: 'no-program' } | { kind: 'failed'; outcome: TestOutcome }

/** Every method may throw what the host threw when the interpreter gave way: then drop realm and module, undisposed. */
export class Realm {
  private readonly module: QuickJSWASMModule
  private readonly runtime: QuickJSRuntime
  private readonly context: QuickJSContext
  private readonly job: Job
  private readonly deadline: number
  private readonly held: QuickJSHandle[] = []
  private tools: Tools | null = null
  private candidate: QuickJSHandle | null = null
  private interrupted = false
  private tester: Tester | null = null
  /** How a call failed that an assert made. */
  private asked: TestOutcome | null = null

  /** @param deadline on the clock of `performance.now()` */
  constructor(module: QuickJSWASMModule, job: Job, deadline: number) {
    this.module = module
    this.job = job
    this.deadline = deadline
    this.runtime = module.newRuntime()
    this.runtime.setMemoryLimit(job.limits.memoryBytes)
    this.runtime.setMaxStackSize(STACK_BYTES)
    this.runtime.setInterruptHandler(() => this.late())
    this.context = this.runtime.newContext()
  }

  dispose(): void {
    this.tester?.dispose()
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
        const {
          name = 'SyntaxError',
          message = '',
          lineNumber,
        } = (this.context.dump(result.error) ?? {}) as {
          name?: string
          message?: string
          lineNumber?: number
        }
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
    const { shape, code, wrapArguments, prelude, adapter } = job.program
    const unmade = this.makeTools({
      wrapArguments,
      maxChars: job.limits.outputChars,
      printed: { chars: KEPT_CHARS, overflow: 'drop' },
    })
    if (unmade) return unmade
    const prepared = this.invoke(
      this.tools!.prepare,
      this.keep(
        context.newString(JSON.stringify(job.steps.map((step) => (step.kind === 'args' ? step.args : null)))),
      ),
    )
    if (prepared.error) return this.undefinable(prepared.error)
    // Whole programs are defined anew for each test; asserts alone may be about other names than the program's.
    if (shape.kind === 'stdin') return { kind: 'defined' }

    if (prelude !== undefined) {
      const ready = this.hold(context.evalCode(prelude, 'prelude.js'))
      if (ready.error) return { kind: 'failed', outcome: this.failure(ready.error) }
    }
    const defined = this.hold(
      context.evalCode(
        shape.kind === 'expression' ? `(${shape.parameters.join(', ')}) => (${code}\n)` : code,
        CODE_FILE,
      ),
    )
    if (defined.error) return { kind: 'failed', outcome: this.failure(defined.error) }
    if (adapter === undefined && job.steps.every((step) => step.kind === 'assert')) return { kind: 'defined' }
    const named =
      shape.kind === 'expression'
        ? defined
        : this.hold(
            context.evalCode(`typeof ${shape.name} === 'function' ? ${shape.name} : undefined`, 'name.js'),
          )
    if (named.error) return { kind: 'failed', outcome: this.failure(named.error) }
    if (context.typeof(named.value) !== 'function') return { kind: 'no-program' }
    this.candidate = named.value
    if (adapter === undefined) return { kind: 'defined' }
    const around = this.hold(
      context.evalCode(
        `(() => { ${adapter}\n;return (program) => (...args) => adapted(program, ...args) })()`,
        'adapter.js',
      ),
    )
    if (around.error) return { kind: 'failed', outcome: this.failure(around.error) }
    const adapted = this.invoke(around.value, named.value)
    if (adapted.error) return { kind: 'failed', outcome: this.failure(adapted.error) }
    this.candidate = adapted.value
    return { kind: 'defined' }
  }

  /** The outcome of test `i`. */
  test(i: number): TestOutcome {
    const step = this.job.steps[i]!
    if (step.kind === 'stdin') return this.runProgram(step.stdin)
    const mark = this.held.length
    try {
      this.invoke(this.tools!.begin)
      return step.kind === 'assert' ? this.assert(step.assert) : this.told(this.perform(step, i))
    } finally {
      this.release(mark)
    }
  }

  private perform(step: Extract<Step, { kind: 'args' | 'call' }>, i: number): Answer {
    const { context } = this
    if (step.kind === 'args')
      return this.invoke(this.tools!.call, this.candidate!, this.keep(context.newNumber(i)))
    const { shape, adapter } = this.job.program
    if (adapter === undefined || shape.kind !== 'function')
      return this.hold(context.evalCode(`(${step.call}\n)`, 'test.js'))
    const call = this.hold(context.evalCode(`((${shape.name}) => (${step.call}\n))`, 'test.js'))
    return call.error ? call : this.invoke(call.value, this.candidate!)
  }

  /** The outcome that an answer is, once what it promises is settled. */
  private told(result: Answer): TestOutcome {
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
    const shown = this.invoke(this.tools!.show, settled.value)
    if (shown.error) return this.failure(shown.error)
    const value = this.context.getString(shown.value)
    return value === ''
      ? { kind: 'output-limit' }
      : { kind: 'returned', value, printed: this.printed() ?? '' }
  }

  /** A whole program in a context of its own, from its first line until nothing waits any more. */
  private runProgram(stdin: string): TestOutcome {
    const program = new Realm(this.module, this.job, this.deadline)
    const outcome = program.program(stdin)
    program.dispose()
    return outcome
  }

  private program(stdin: string): TestOutcome {
    const chars = this.job.limits.outputChars
    const unmade = this.makeTools({ maxChars: chars, printed: { chars, overflow: 'throw' }, stdin })
    if (unmade) return unmade.kind === 'failed' ? unmade.outcome : { kind: 'memory-limit' }
    let answer = this.hold(this.context.evalCode(this.job.program.code, CODE_FILE))
    while (!answer.error) {
      const jobs = this.runtime.executePendingJobs(1000)
      if (jobs.error) answer = { error: this.keep(jobs.error) }
      else if (this.late()) return { kind: 'time-out' }
      else if (!this.runtime.hasPendingJob()) {
        const next = this.invoke(this.tools!.next)
        if (next.error) answer = next
        else if (!this.context.dump(next.value)) break
      }
    }
    const printed = this.printed()
    if (printed === null) return { kind: 'output-limit' }
    if (answer.error) {
      const exit = this.invoke(this.tools!.isExit, answer.error)
      if (exit.error || !this.context.dump(exit.value)) return this.failure(answer.error)
    }
    return { kind: 'returned', value: JSON.stringify(printed), printed: '' }
  }

  /** An assert, in a context where no candidate ever was; only plain data comes and goes. Where that does not do, beside the candidate. */
  private assert(source: string): TestOutcome {
    this.tester ??= new Tester(this.runtime, (name, args) => this.ask(name, args))
    const checked = this.tester.check(source)
    if (this.interrupted) return { kind: 'time-out' }
    switch (checked.kind) {
      case 'held':
        return { kind: 'returned', value: 'true', printed: this.printed() ?? '' }
      case 'unmet':
        return { ...checked, printed: this.printed() ?? '' }
      case 'threw':
        return this.asked ?? { ...checked, printed: this.printed() ?? '' }
      case 'beside': {
        const outcome = this.told(this.hold(this.context.evalCode(`Boolean(${source}\n)`, 'test.js')))
        return outcome.kind === 'returned' && outcome.value !== 'true'
          ? { kind: 'unmet', saw: '', printed: outcome.printed }
          : outcome
      }
      default:
        return checked satisfies never
    }
  }

  /** What the tester asks of the candidate: what a name is (`args` null), or what a call of it comes to, in the text of `show`. */
  private ask(
    name: string,
    args: string | null,
  ): { kind: 'value'; text: string } | { kind: 'function' | 'beside' | 'missing' | 'failed' } {
    const { context } = this
    const { shape, adapter } = this.job.program
    const found: Answer =
      adapter !== undefined && shape.kind === 'function' && shape.name === name && this.candidate
        ? { value: this.candidate }
        : this.hold(context.evalCode(`typeof ${name} === 'undefined' ? undefined : ${name}`, 'name.js'))
    if (found.error) return { kind: 'missing' }
    const type = context.typeof(found.value)
    if (type === 'undefined') return { kind: 'missing' }
    if (args === null) {
      if (type === 'function') return { kind: 'function' }
      const outcome = this.told(found)
      return outcome.kind === 'returned' ? { kind: 'value', text: outcome.value } : { kind: 'beside' }
    }
    const list = this.invoke(this.tools!.read, this.keep(context.newString(args)))
    if (list.error) return { kind: 'beside' }
    const apply = this.hold(context.evalCode(`(f, list) => f(...list)`, 'realm.js'))
    if (apply.error) return { kind: 'beside' }
    const outcome = this.told(this.invoke(apply.value, found.value, list.value))
    if (outcome.kind === 'returned') return { kind: 'value', text: outcome.value }
    this.asked = outcome
    return { kind: 'failed' }
  }

  private makeTools(options: RealmOptions): Definition | null {
    const { context } = this
    const made = this.hold(context.evalCode(realmSource(options), 'realm.js'))
    if (made.error) return this.undefinable(made.error)
    const tool = (name: keyof Tools): QuickJSHandle => this.keep(context.getProp(made.value, name))
    this.tools = {
      prepare: tool('prepare'),
      begin: tool('begin'),
      call: tool('call'),
      show: tool('show'),
      read: tool('read'),
      next: tool('next'),
      isExit: tool('isExit'),
      describe: tool('describe'),
      printed: tool('printed'),
    }
    return null
  }

  private late(): boolean {
    this.interrupted ||= performance.now() > this.deadline
    return this.interrupted
  }

  /** The arguments could not be made: for want of time or memory, or the problem's own preparation of them threw. */
  private undefinable(error: QuickJSHandle): Definition {
    const outcome = this.tools
      ? this.failure(error)
      : this.late()
        ? ({ kind: 'time-out' } as const)
        : ({ kind: 'memory-limit' } as const)
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
    const [name, message, stack] = told.value
      ? (JSON.parse(this.context.getString(told.value)) as [string, string, string])
      : OUT_OF_MEMORY
    if (name === OUT_OF_MEMORY[0] && message === OUT_OF_MEMORY[1]) return { kind: 'memory-limit' }
    const line = LINE.exec(stack)?.[1]
    return {
      kind: 'threw',
      error: this.programError(name, message, line === undefined ? undefined : Number(line)),
      printed: this.printed() ?? '',
    }
  }

  private programError(name: string, message: string, line: number | undefined): ProgramError {
    if (message === 'stack overflow') return STACK_OVERFLOW
    return {
      name: name.slice(0, MAX_MESSAGE_CHARS),
      message: message.slice(0, MAX_MESSAGE_CHARS),
      ...(line !== undefined && this.job.program.shape.kind !== 'expression' && { line }),
    }
  }

  /** What was printed since the last test began; null where it was more than is allowed. */
  private printed(): string | null {
    const text = this.invoke(this.tools!.printed)
    if (!text.value) return ''
    return this.context.typeof(text.value) === 'string' ? this.context.getString(text.value) : null
  }

  private invoke(fn: QuickJSHandle, ...items: QuickJSHandle[]): Answer {
    return this.hold(this.context.callFunction(fn, this.context.undefined, ...items))
  }

  private hold(result: { value: QuickJSHandle; error?: undefined } | { error: QuickJSHandle }): Answer {
    return result.error
      ? { error: this.keep(result.error) }
      : { value: this.keep((result as { value: QuickJSHandle }).value) }
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
