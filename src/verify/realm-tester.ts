/**
 * The candidate's side of asserts and calls: they run in an interpreter of their own (tester.ts), which
 * asks for the candidate's names, calls and values. Only data comes and goes.
 */
import type { QuickJSHandle, QuickJSWASMModule } from 'quickjs-emscripten-core'
import type { ProgramError, Step, TestOutcome } from './job.ts'
import type { Answer, RealmContext } from './realm-context.ts'
import { Tester } from './tester.ts'
import type { Answer as Answered, Question } from './tester.ts'

/** The test itself ended without saying how. */
const brokenTest: ProgramError = { name: 'Error', message: 'the test cannot be run' }

/** What the tests may ask for. */
interface Candidate {
  /** What calls of the program call: an adapter in its place, where there is one. */
  readonly defined: QuickJSHandle | null
  /** What a name of the program stands for. */
  readonly named: (name: string) => Answer
}

export class RealmTester {
  private readonly module: QuickJSWASMModule
  private readonly js: RealmContext
  private readonly candidate: Candidate
  private tester: Tester | null = null
  /** How a call failed that an assert made. */
  private asked: TestOutcome | null = null

  constructor(module: QuickJSWASMModule, js: RealmContext, candidate: Candidate) {
    this.module = module
    this.js = js
    this.candidate = candidate
  }

  dispose(): void {
    this.tester?.dispose()
  }

  /** An assert or a call, in an interpreter where no candidate ever was; only data comes and goes. */
  test(step: Extract<Step, { kind: 'assert' | 'call' }>): TestOutcome {
    const tester = (this.tester ??= this.makeTester())
    this.asked = null
    const checked = step.kind === 'assert' ? tester.check(step.assert) : tester.evaluate(step.call)
    const printed = (): string => this.js.printed() ?? ''
    if (this.js.stopped) return { kind: 'time-out' }
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
    const { context, job } = this.js
    const { shape } = job.program
    const tester = new Tester(
      this.module,
      {
        owned: shape.kind === 'function' ? [shape.name] : [],
        objects: shape.kind === 'function' && shape.objects === true,
        memoryBytes: job.limits.memoryBytes,
        stackBytes: this.js.stackBytes,
        late: () => this.js.late(),
      },
      (question) => this.ask(question),
    )
    const back = this.js.keep(
      context.newFunction('back', (id, args) =>
        context.newString(tester.callBack(context.getNumber(id), context.getString(args))),
      ),
    )
    this.js.use('connect', back)
    return tester
  }

  /** What the tester asks of the candidate. */
  private ask({ operation, of, key, args }: Question): Answered {
    const { context } = this.js
    if (typeof of === 'string') {
      const { shape, adapter } = this.js.job.program
      const adapted = this.candidate.defined
      const found: Answer =
        adapter !== undefined && shape.kind === 'function' && shape.name === of && adapted
          ? { value: adapted }
          : this.candidate.named(of)
      if (found.error) return { kind: 'missing' }
      const type = context.typeof(found.value)
      if (type === 'undefined') return { kind: 'missing' }
      const id = this.js.use('hold', found.value)
      if (id.error) return { kind: 'missing' }
      return { kind: type === 'function' ? 'function' : 'held', id: context.getNumber(id.value) }
    }
    const outcome = this.js.answered(
      this.js.use(
        'operate',
        this.js.keep(context.newString(operation)),
        this.js.keep(context.newNumber(of)),
        this.js.keep(context.newString(key)),
        this.js.keep(context.newString(args)),
      ),
      (value) => this.js.use('answer', value, this.js.keep(context.newString(operation))),
    )
    if (outcome.kind === 'returned') return { kind: 'answer', text: outcome.value }
    this.asked = outcome
    return outcome.kind === 'threw'
      ? { kind: 'threw', name: outcome.error.name, message: outcome.error.message }
      : { kind: 'ended' }
  }
}
