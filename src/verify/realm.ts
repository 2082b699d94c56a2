/** An attempt's candidate in a realm of its own: it is compiled, defined, and called for each test. */
import type { QuickJSHandle, QuickJSWASMModule } from 'quickjs-emscripten-core'
import type { Job, ProgramError, TestOutcome } from './job.ts'
import { codeFile, newInterpreter, RealmContext } from './realm-context.ts'
import type { Answer } from './realm-context.ts'
import type { RealmOptions } from './realm-source.ts'
import { RealmTester } from './realm-tester.ts'

/** Kept of what a function prints. */
const keptChars = 2000

/** The tools of a realm whose program is called; a whole program has others at every test. */
export function toolsOf({ program, limits }: Job): RealmOptions {
  return {
    wrapArguments: program.wrapArguments,
    maxChars: limits.outputChars,
    printed: { chars: keptChars, overflow: 'drop' },
  }
}

/** How defining the candidate went. `failed`: it threw, ran on or used too much before it was ever called. */
export type Definition =
  { kind: 'defined' } | { kind: 'no-program' } | { kind: 'failed'; outcome: TestOutcome }

/** Every method may throw what the host threw when the interpreter gave way: then drop realm and module, undisposed. */
export class Realm {
  private readonly module: QuickJSWASMModule
  private readonly js: RealmContext
  private readonly tester: RealmTester
  private candidate: QuickJSHandle | null = null

  constructor(module: QuickJSWASMModule, js: RealmContext) {
    this.module = module
    this.js = js
    const candidate = () => this.candidate
    this.tester = new RealmTester(module, this.js, {
      get defined() {
        return candidate()
      },
      named: (name) => this.named(name),
    })
  }

  dispose(): void {
    this.tester.dispose()
    this.js.dispose()
  }

  /** The syntax error, or null. Nothing runs. */
  compile(): ProgramError | null {
    const { shape, code } = this.js.job.program
    // An expression must stand alone: text that closes the one bracket early leaves the other unbalanced.
    const sources = shape.kind === 'expression' ? [`(${code}\n)`, `[${code}\n]`] : [code]
    for (const source of sources) {
      const result = this.js.context.evalCode(source, codeFile, { compileOnly: true })
      if (result.error) {
        const {
          name = 'SyntaxError',
          message = '',
          lineNumber,
        } = (this.js.context.dump(result.error) ?? {}) as {
          name?: string
          message?: string
          lineNumber?: number
        }
        result.error.dispose()
        return this.js.programError(name, message, lineNumber)
      }
      result.value.dispose()
    }
    return null
  }

  /** Makes the arguments of all calls, then the candidate. */
  define(): Definition {
    const { context, job } = this.js
    const { shape, code, prelude, adapter } = job.program
    const unmade = this.js.makeTools(toolsOf(job))
    if (unmade) return { kind: 'failed', outcome: unmade }
    const prepared = this.js.use(
      'prepare',
      this.js.keep(
        context.newString(JSON.stringify(job.steps.map((step) => (step.kind === 'args' ? step.args : null)))),
      ),
    )
    if (prepared.error) return { kind: 'failed', outcome: this.js.failure(prepared.error) }
    // Whole programs are defined anew for each test; asserts alone may be about other names than the program's.
    if (shape.kind === 'stdin') return { kind: 'defined' }

    if (prelude !== undefined) {
      const ready = this.js.hold(context.evalCode(prelude, 'prelude.js'))
      if (ready.error) return { kind: 'failed', outcome: this.js.failure(ready.error) }
    }
    const defined = this.js.hold(
      context.evalCode(
        shape.kind === 'expression' ? `(${shape.parameters.join(', ')}) => (${code}\n)` : code,
        codeFile,
      ),
    )
    if (defined.error) return { kind: 'failed', outcome: this.js.failure(defined.error) }
    if (adapter === undefined && job.steps.every((step) => step.kind === 'assert')) return { kind: 'defined' }
    const named = shape.kind === 'expression' ? defined : this.named(shape.name)
    if (named.error) return { kind: 'failed', outcome: this.js.failure(named.error) }
    if (context.typeof(named.value) !== 'function') return { kind: 'no-program' }
    this.candidate = named.value
    if (adapter === undefined) return { kind: 'defined' }
    const around = this.js.hold(
      context.evalCode(
        `(() => { ${adapter}\n;return (program) => (...args) => adapted(program, ...args) })()`,
        'adapter.js',
      ),
    )
    if (around.error) return { kind: 'failed', outcome: this.js.failure(around.error) }
    const adapted = this.js.invoke(around.value, named.value)
    if (adapted.error) return { kind: 'failed', outcome: this.js.failure(adapted.error) }
    this.candidate = adapted.value
    return { kind: 'defined' }
  }

  /** What a name of the program stands for: a global, what is exported under it, or a method of a class Solution. */
  private named(name: string): Answer {
    const { context } = this.js
    const global = this.js.hold(
      context.evalCode(`typeof ${name} === 'undefined' ? undefined : ${name}`, 'name.js'),
    )
    if (global.error || context.typeof(global.value) !== 'undefined') return global
    const solution = this.js.hold(
      context.evalCode(`typeof Solution === 'undefined' ? undefined : Solution`, 'name.js'),
    )
    if (solution.error) return solution
    return this.js.use('find', this.js.keep(context.newString(name)), solution.value)
  }

  /** The outcome of test `i`. */
  test(i: number): TestOutcome {
    const step = this.js.job.steps[i]!
    if (step.kind === 'stdin') return this.runProgram(step.stdin)
    const mark = this.js.mark
    try {
      this.js.use('begin')
      if (step.kind !== 'args') return this.tester.test(step)
      return this.js.answered(
        this.js.use('call', this.candidate!, this.js.keep(this.js.context.newNumber(i))),
        (value) => this.js.use('show', value),
      )
    } finally {
      this.js.release(mark)
    }
  }

  /** A whole program in a context of its own, from its first line until nothing waits any more. */
  private runProgram(stdin: string): TestOutcome {
    const { job, deadline, stackBytes } = this.js
    const context = new RealmContext(newInterpreter(this.module), job, deadline, stackBytes)
    const program = new Realm(this.module, context)
    const outcome = program.program(stdin)
    program.dispose()
    return outcome
  }

  private program(stdin: string): TestOutcome {
    const chars = this.js.job.limits.outputChars
    const unmade = this.js.makeTools({ maxChars: chars, printed: { chars, overflow: 'throw' }, stdin })
    if (unmade) return unmade
    let answer = this.js.hold(this.js.context.evalCode(this.js.job.program.code, codeFile))
    while (!answer.error) {
      const waiting = this.js.runWaiting()
      if (typeof waiting === 'object') answer = waiting
      else if (this.js.late()) return { kind: 'time-out' }
      else if (waiting === 'idle') {
        const next = this.js.use('next')
        if (next.error) answer = next
        else if (!this.js.context.dump(next.value)) break
      }
    }
    const printed = this.js.printed()
    if (printed === null) return { kind: 'output-limit' }
    if (answer.error) {
      const exit = this.js.use('isExit', answer.error)
      if (exit.error || !this.js.context.dump(exit.value)) return this.js.failure(answer.error)
    }
    const complaints = this.js.use('complaints')
    return {
      kind: 'returned',
      value: JSON.stringify(printed),
      printed: complaints.value ? this.js.context.getString(complaints.value) : '',
    }
  }
}
