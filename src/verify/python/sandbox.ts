/** Attempts in Python: the job of `job.ts` run in the interpreter, which is put back to its beginning before and after each. */
import type { Ending, Execution, Job, ProgramError, Step, TestOutcome } from '../job.ts'
import type { Executing } from '../sandbox.ts'
import { decodeValue, showValue } from '../value.ts'
import { OutOfOutput, OutOfTime, PythonInterpreter, Shut } from './interpreter.ts'
import type { PythonSource } from './interpreter.ts'

/** Bytes kept of what a function prints, and of what a whole program prints beyond its limit in characters. */
const KEPT_BYTES = 2000
/** An assert that calls the candidate more often than this is run beside it. */
const MOST_CALLS = 12
/** Known first calls of asserts that are kept. */
const MOST_ASSERTS = 1000
/** Bytes of growth after which putting the memory back costs more than another interpreter in the background. */
const MOST_GROWTH = 128 * 1024 * 1024

/** What the harness answers, from JSON. */
type Answer =
  | { kind: 'returned'; value: string }
  | { kind: 'threw'; error: RawError }
  | { kind: 'memory-limit' }
  | { kind: 'output-limit' }
type Checked =
  | { kind: 'held' }
  | { kind: 'beside' }
  | { kind: 'need'; call: string }
  | { kind: 'unmet' | 'threw'; error: RawError }
interface RawError {
  name: string
  message: string
  line: number | null
}

/** An assert under way. */
interface Assertion {
  source: string
  /** What the candidate is asked next, or where the assert stands. */
  at: Checked
  calls: { call: string; answer: Answer }[]
}

export class PythonSandbox implements Executing {
  private interpreter: PythonInterpreter | null = null
  private opening: Promise<PythonInterpreter> | null = null
  private last: Promise<unknown> = Promise.resolve()
  /** What an assert asks of a candidate first: the same for all. */
  private readonly first = new Map<string, Checked>()
  private readonly source: PythonSource

  constructor(source: PythonSource) {
    this.source = source
  }

  async ready(): Promise<void> {
    this.opening ??= PythonInterpreter.open(this.source)
    this.opening.catch(() => (this.opening = null))
    this.interpreter = await this.opening
  }

  run(job: Job, onOutcome: (outcome: TestOutcome) => void = () => {}): Promise<Execution> {
    const execution = this.last.then(async () => {
      await this.ready()
      const begun = performance.now()
      const ending = new Attempt(
        this.interpreter!,
        job,
        begun + job.limits.timeMs,
        this.first,
        onOutcome,
      ).run()
      return { ...ending, timeMs: performance.now() - begun }
    })
    this.last = execution.catch(() => undefined)
    return execution
  }

  get spent(): boolean {
    return this.interpreter !== null && this.interpreter.grown > MOST_GROWTH
  }
}

class Attempt {
  private readonly interpreter: PythonInterpreter
  private readonly job: Job
  private readonly deadline: number
  private readonly first: Map<string, Checked>
  private readonly onOutcome: (outcome: TestOutcome) => void
  /** The candidate is in the interpreter, defined. */
  private defined = false

  constructor(
    interpreter: PythonInterpreter,
    job: Job,
    deadline: number,
    first: Map<string, Checked>,
    onOutcome: (outcome: TestOutcome) => void,
  ) {
    this.interpreter = interpreter
    this.job = job
    this.deadline = deadline
    this.first = first
    this.onOutcome = onOutcome
  }

  run(): Ending {
    try {
      const asserts = this.firstCalls()
      this.fresh()
      const unreadable = this.compile()
      if (unreadable) return { kind: 'syntax-error', error: unreadable }
      const outcomes: TestOutcome[] = []
      for (const [i, step] of this.job.steps.entries()) {
        const outcome = this.step(step, asserts.get(i))
        if (outcome === 'no-program') return { kind: 'no-program' }
        outcomes.push(outcome)
        // What an assert makes of its calls is known at the end.
        if (!asserts.has(i) || outcome.kind !== 'returned') this.onOutcome(outcome)
        if (outcome.kind === 'time-out') break
      }
      this.settle(asserts, outcomes)
      return { kind: 'ran', outcomes }
    } finally {
      this.interpreter.restore()
    }
  }

  /** Runs asserts as far as they go without a candidate. */
  private firstCalls(): Map<number, Assertion> {
    const { first } = this
    const asserts = new Map<number, Assertion>()
    for (const [i, step] of this.job.steps.entries())
      if (step.kind === 'assert') asserts.set(i, { source: step.assert, at: { kind: 'beside' }, calls: [] })
    if (asserts.size === 0) return asserts
    this.fresh()
    for (const assertion of asserts.values()) {
      if (!first.has(assertion.source)) {
        if (first.size >= MOST_ASSERTS) first.clear()
        first.set(assertion.source, this.check(assertion))
      }
      assertion.at = first.get(assertion.source)!
    }
    return asserts
  }

  private check({ source, calls }: Assertion): Checked {
    const checked = this.guarded(
      () =>
        JSON.parse(
          this.interpreter.call('check', source, JSON.stringify(calls.map(({ answer }) => answer))),
        ) as Checked,
    )
    if (!('broke' in checked)) return checked
    this.fresh()
    // The test itself runs on or breaks the interpreter: no answer of the candidate's would help.
    return { kind: 'threw', error: { name: 'RuntimeError', message: 'the test cannot be run', line: null } }
  }

  /** Answers asserts from what the candidate's calls gave, in an interpreter that never saw it; asks again where they need more. */
  private settle(asserts: ReadonlyMap<number, Assertion>, outcomes: TestOutcome[]): void {
    for (let round = 0; ; round++) {
      const open = [...asserts].filter(
        ([i, { at }]) => at.kind === 'need' && outcomes[i]?.kind === 'returned',
      )
      if (open.length === 0) return
      this.fresh()
      for (const [i, assertion] of open) {
        assertion.at = this.check(assertion)
        if (assertion.at.kind === 'need' && round + 1 < MOST_CALLS) continue
        if (assertion.at.kind === 'need') assertion.at = { kind: 'beside' }
        if (assertion.at.kind !== 'beside')
          outcomes[i] = this.settled(assertion, (outcomes[i] as { printed: string }).printed)
      }
      const asked = open.filter(([, { at }]) => at.kind === 'need' || at.kind === 'beside')
      if (asked.length === 0) return
      this.fresh()
      for (const [i, assertion] of asked) {
        if (assertion.at.kind === 'beside')
          outcomes[i] = this.step(this.job.steps[i]!, assertion) as TestOutcome
        else {
          // From the start, so that a program that keeps state is asked the same in the same order.
          const calls = [
            ...assertion.calls.map(({ call }) => call),
            ...(assertion.at.kind === 'need' ? [assertion.at.call] : []),
          ]
          assertion.calls = []
          for (const call of calls) outcomes[i] = this.ask(assertion, call)
        }
        if (outcomes[i]!.kind === 'time-out') return void outcomes.splice(i + 1)
      }
    }
  }

  private settled({ at, calls }: Assertion, printed: string): TestOutcome {
    if (at.kind === 'held') return { kind: 'returned', value: 'true', printed }
    const { error } = at as Extract<Checked, { error: RawError }>
    if (at.kind === 'threw') return { kind: 'threw', error: errorOf(error), printed }
    const saw = calls.flatMap(({ call, answer }) =>
      answer.kind === 'returned' ? [`${call} = ${showFirst(answer.value)}`] : [],
    )
    return {
      kind: 'unmet',
      saw: [...saw, ...(error.message === '' ? [] : [`AssertionError: ${error.message}`])].join('\n'),
      printed,
    }
  }

  private compile(): ProgramError | null {
    const told = this.guarded(
      () =>
        JSON.parse(this.interpreter.call('compile_code', this.job.program.code)) as {
          error: RawError
        } | null,
    )
    if (told !== null && 'broke' in told) return { name: 'SyntaxError', message: 'nested too deeply' }
    return told === null ? null : errorOf(told.error)
  }

  /** The outcome of one step. */
  private step(step: Step, assertion: Assertion | undefined): TestOutcome | 'no-program' {
    const { interpreter, job } = this
    const most = job.limits.outputChars
    if (step.kind === 'stdin') {
      this.allow(step.stdin)
      if (!this.defined) this.compile()
      this.defined = true
      const outcome = this.attempt(() => interpreter.call('run_program', 100))
      return outcome.kind === 'returned'
        ? { ...outcome, value: JSON.stringify(outcome.printed), printed: '' }
        : outcome
    }
    const undefinable = this.define()
    if (undefinable) return undefinable
    switch (step.kind) {
      case 'args':
        return this.attempt(() =>
          interpreter.call(
            'call',
            (job.program.shape as { name: string }).name,
            JSON.stringify(step.args),
            most,
          ),
        )
      case 'call':
        return this.attempt(() => interpreter.call('evaluate', step.call, most))
      case 'assert': {
        const { at } = assertion!
        if (at.kind === 'need') return this.ask(assertion!, at.call)
        if (at.kind !== 'beside') return this.settled(assertion!, '')
        const outcome = this.attempt(() => interpreter.call('check_beside', step.assert))
        return outcome.kind === 'threw' &&
          outcome.error.name === 'AssertionError' &&
          outcome.error.line === undefined
          ? { kind: 'unmet', saw: outcome.error.message, printed: outcome.printed }
          : outcome
      }
      default:
        return step satisfies never
    }
  }

  /** A call that an assert needs; what it raised is the assert's to judge, so it is no failure yet. */
  private ask(assertion: Assertion, call: string): TestOutcome {
    const undefinable = this.define()
    if (undefinable === 'no-program')
      return {
        kind: 'threw',
        error: { name: 'NameError', message: `name '${/^\w+/.exec(call)?.[0] ?? call}' is not defined` },
        printed: '',
      }
    if (undefinable) return undefinable
    const outcome = this.attempt(() => this.interpreter.call('call_text', call, this.job.limits.outputChars))
    if (
      outcome.kind === 'time-out' ||
      outcome.kind === 'memory-limit' ||
      outcome.kind === 'output-limit' ||
      outcome.kind === 'unmet'
    )
      return outcome
    assertion.calls.push({
      call,
      answer:
        outcome.kind === 'returned'
          ? { kind: 'returned', value: outcome.value }
          : { kind: 'threw', error: { line: null, ...outcome.error } },
    })
    return outcome.kind === 'returned' ? outcome : this.raised(assertion, outcome)
  }

  /** An error is the outcome, unless the assert expects it: then the clean interpreter says so. */
  private raised({ source }: Assertion, outcome: TestOutcome): TestOutcome {
    return /\bexcept\b|\braises\b/.test(source) ? { kind: 'returned', value: 'null', printed: '' } : outcome
  }

  /** The outcome that stands for all tests, where the code cannot even be defined. */
  private define(): TestOutcome | 'no-program' | null {
    if (this.defined) return null
    const { shape, prelude = '', adapter = '' } = this.job.program
    this.allow('')
    if (this.compile())
      return { kind: 'threw', error: { name: 'SyntaxError', message: 'nested too deeply' }, printed: '' }
    let missing = false
    const outcome = this.attempt(() => {
      const told = this.interpreter.call(
        'define',
        shape.kind === 'function' ? shape.name : null,
        prelude,
        adapter,
      )
      // Asserts alone may be about other names than the program's.
      missing = told === '"no-program"' && !this.job.steps.every((step) => step.kind === 'assert')
      return told === '"no-program"' ? '{"kind":"returned","value":"null"}' : told
    })
    if (missing) return 'no-program'
    this.defined = outcome.kind === 'returned'
    return this.defined ? null : outcome
  }

  /** Runs a function of the harness that answers with an outcome. Whatever broke under it is put back. */
  private attempt(body: () => string): TestOutcome {
    const answer = this.guarded(() => JSON.parse(body()) as Answer)
    const broken = 'broke' in answer
    const printed = this.interpreter.takePrinted()
    if (broken || answer.kind === 'memory-limit') this.fresh()
    if (broken) return answer.broke.kind === 'threw' ? { ...answer.broke, printed } : answer.broke
    switch (answer.kind) {
      case 'returned':
        return { ...answer, printed }
      case 'threw':
        return { kind: 'threw', error: errorOf(answer.error), printed }
      case 'memory-limit':
      case 'output-limit':
        return answer
      default:
        // A candidate that took the harness over can answer anything.
        return {
          kind: 'threw',
          error: { name: 'RuntimeError', message: 'the answer cannot be read' },
          printed,
        }
    }
  }

  /** The value of `body`, or the outcome where something was thrown through the interpreter, which is then in no state to be used. */
  private guarded<T>(body: () => T): T | { broke: TestOutcome } {
    try {
      return body()
    } catch (error) {
      const broke = brokenBy(error)
      // Not every part of Python survives a refusal of memory.
      return {
        broke: broke.kind === 'threw' && this.interpreter.refusedMemory ? { kind: 'memory-limit' } : broke,
      }
    }
  }

  /** The interpreter as it was at the beginning, with no candidate in it. */
  private fresh(): void {
    this.interpreter.restore()
    this.defined = false
    this.allow('')
  }

  private allow(stdin: string): void {
    const { program, limits } = this.job
    this.interpreter.allow({
      deadline: this.deadline,
      memoryBytes: limits.memoryBytes,
      printed:
        program.shape.kind === 'stdin'
          ? { bytes: limits.outputChars, overflow: 'throw' }
          : { bytes: KEPT_BYTES, overflow: 'drop' },
      stdin,
    })
  }
}

function brokenBy(error: unknown): TestOutcome {
  if (error instanceof OutOfTime) return { kind: 'time-out' }
  if (error instanceof OutOfOutput) return { kind: 'output-limit' }
  const threw = (name: string, message: string): TestOutcome => ({
    kind: 'threw',
    error: { name, message },
    printed: '',
  })
  if (error instanceof Shut) return threw('PermissionError', 'the sandbox does not allow this')
  if (error instanceof RangeError) return threw('RecursionError', 'maximum recursion depth exceeded')
  if (error instanceof SyntaxError) return threw('RuntimeError', 'the answer cannot be read')
  if ((error as { name?: unknown } | null)?.name === 'ExitStatus')
    return threw('SystemExit', 'the program ended the interpreter')
  return threw('SystemError', 'the program broke the interpreter')
}

function errorOf({ name, message, line }: RawError): ProgramError {
  return { name: String(name), message: String(message), ...(typeof line === 'number' && { line }) }
}

/** What a call returned, out of (value, arguments). */
function showFirst(value: string): string {
  const [first] = decodeValue(value) as [ReturnType<typeof decodeValue>]
  return showValue(first)
}
