/** One QuickJS runtime: an attempt's candidate in a context of its own, its arguments, and the tools that call it. */
import type {
  QuickJSContext,
  QuickJSHandle,
  QuickJSRuntime,
  QuickJSWASMModule,
} from 'quickjs-emscripten-core'
import { realmSource } from './realm-source.ts'
import type { RealmOptions } from './realm-source.ts'
import { stackOverflowMessage } from './limits.ts'
import type { Job, ProgramError, Step, TestOutcome } from './job.ts'
import { Tester } from './tester.ts'
import type { Answer as Answered, Question } from './tester.ts'

/** QuickJS counts its own stack. Each of its bytes takes several of the host's, of which a worker of Chromium's has half a megabyte: more than this it does not hold. */
const stackBytes = 184 * 1024
const maxMessageChars = 500
/** Kept of what a function prints. */
const keptChars = 2000
const codeFile = 'solution.js'
const linePattern = /solution\.js:(\d+)/
/** What QuickJS throws; too little memory may be left even to tell it. */
const outOfMemory = ['InternalError', 'out of memory', ''] as const

/** The test itself ended without saying how. */
const brokenTest: ProgramError = { name: 'Error', message: 'the test cannot be run' }

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
    this.runtime.setMaxStackSize(stackBytes)
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
      const result = this.context.evalCode(source, codeFile, { compileOnly: true })
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
      printed: { chars: keptChars, overflow: 'drop' },
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
        codeFile,
      ),
    )
    if (defined.error) return { kind: 'failed', outcome: this.failure(defined.error) }
    if (adapter === undefined && job.steps.every((step) => step.kind === 'assert')) return { kind: 'defined' }
    const named = shape.kind === 'expression' ? defined : this.named(shape.name)
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

  /** What a name of the program stands for: a global, what is exported under it, or a method of a class Solution. */
  private named(name: string): Answer {
    const { context } = this
    const global = this.hold(
      context.evalCode(`typeof ${name} === 'undefined' ? undefined : ${name}`, 'name.js'),
    )
    if (global.error || context.typeof(global.value) !== 'undefined') return global
    const solution = this.hold(
      context.evalCode(`typeof Solution === 'undefined' ? undefined : Solution`, 'name.js'),
    )
    if (solution.error) return solution
    return this.invoke(this.tools!.find, this.keep(context.newString(name)), solution.value)
  }

  /** The outcome of test `i`. */
  test(i: number): TestOutcome {
    const step = this.job.steps[i]!
    if (step.kind === 'stdin') return this.runProgram(step.stdin)
    const mark = this.held.length
    try {
      this.invoke(this.tools!.begin)
      if (step.kind !== 'args') return this.tested(step)
      return this.answered(
        this.invoke(this.tools!.call, this.candidate!, this.keep(this.context.newNumber(i))),
        (value) => this.invoke(this.tools!.show, value),
      )
    } finally {
      this.release(mark)
    }
  }

  /** The outcome that an answer is, once what it promises is settled. */
  private answered(result: Answer, show: (value: QuickJSHandle) => Answer): TestOutcome {
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
    let answer = this.hold(this.context.evalCode(this.job.program.code, codeFile))
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
    const complaints = this.invoke(this.tools!.complaints)
    return {
      kind: 'returned',
      value: JSON.stringify(printed),
      printed: complaints.value ? this.context.getString(complaints.value) : '',
    }
  }

  /** An assert or a call, in an interpreter where no candidate ever was; only data comes and goes. */
  private tested(step: Extract<Step, { kind: 'assert' | 'call' }>): TestOutcome {
    const tester = (this.tester ??= this.makeTester())
    this.asked = null
    const checked = step.kind === 'assert' ? tester.check(step.assert) : tester.evaluate(step.call)
    const printed = (): string => this.printed() ?? ''
    if (this.interrupted) return { kind: 'time-out' }
    switch (checked.kind) {
      case 'held':
        return { kind: 'returned', value: 'true', printed: printed() }
      case 'value':
        return { kind: 'returned', value: checked.text, printed: printed() }
      case 'unmet':
        return { ...checked, printed: printed() }
      case 'threw':
        return { ...checked, printed: printed() }
      case 'failed':
        return this.asked ?? { kind: 'threw', error: brokenTest, printed: printed() }
      default:
        return checked satisfies never
    }
  }

  private makeTester(): Tester {
    const { context, job } = this
    const { shape } = job.program
    const tester = new Tester(
      this.module,
      {
        owned: shape.kind === 'function' ? [shape.name] : [],
        objects: shape.kind === 'function' && shape.objects === true,
        memoryBytes: job.limits.memoryBytes,
        stackBytes,
        late: () => this.late(),
      },
      (question) => this.ask(question),
    )
    const back = this.keep(
      context.newFunction('back', (id, args) =>
        context.newString(tester.callBack(context.getNumber(id), context.getString(args))),
      ),
    )
    this.invoke(this.tools!.connect, back)
    return tester
  }

  /** What the tester asks of the candidate. */
  private ask({ operation, of, key, args }: Question): Answered {
    const { context } = this
    if (typeof of === 'string') {
      const { shape, adapter } = this.job.program
      const found: Answer =
        adapter !== undefined && shape.kind === 'function' && shape.name === of && this.candidate
          ? { value: this.candidate }
          : this.named(of)
      if (found.error) return { kind: 'missing' }
      const type = context.typeof(found.value)
      if (type === 'undefined') return { kind: 'missing' }
      const id = this.invoke(this.tools!.hold, found.value)
      if (id.error) return { kind: 'missing' }
      return { kind: type === 'function' ? 'function' : 'held', id: context.getNumber(id.value) }
    }
    const outcome = this.answered(
      this.invoke(
        this.tools!.operate,
        this.keep(context.newString(operation)),
        this.keep(context.newNumber(of)),
        this.keep(context.newString(key)),
        this.keep(context.newString(args)),
      ),
      (value) => this.invoke(this.tools!.answer, value, this.keep(context.newString(operation))),
    )
    if (outcome.kind === 'returned') return { kind: 'answer', text: outcome.value }
    this.asked = outcome
    return outcome.kind === 'threw'
      ? { kind: 'threw', name: outcome.error.name, message: outcome.error.message }
      : { kind: 'ended' }
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
      : outOfMemory
    if (name === outOfMemory[0] && message === outOfMemory[1]) return { kind: 'memory-limit' }
    const line = linePattern.exec(stack)?.[1]
    return {
      kind: 'threw',
      error: this.programError(name, message, line === undefined ? undefined : Number(line)),
      printed: this.printed() ?? '',
    }
  }

  private programError(name: string, message: string, line: number | undefined): ProgramError {
    if (message === 'stack overflow') return stackOverflow
    return {
      name: name.slice(0, maxMessageChars),
      message: message.slice(0, maxMessageChars),
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
