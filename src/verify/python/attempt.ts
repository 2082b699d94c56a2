/**
 * One attempt in Python. Whatever compares with what is expected runs before the candidate is there or after
 * it is gone: tests that need it are first run as far as they go without a candidate, what they ask is done
 * in the candidate's interpreter, and they are run again with the answers in one that never saw it.
 */
import type { Ending, Job, ProgramError, Step, TestOutcome } from '../job.ts'
import { brokenBy, errorOf, readAnswer, readCompiled } from './answer.ts'
import type { Answer } from './answer.ts'
import type { PythonInterpreter } from './interpreter.ts'
import { checkedSchema, outcomeOf } from './tested.ts'
import type { Checked, Tested } from './tested.ts'

/** Bytes kept of what a function prints. */
const keptBytes = 2000
/** Tests whose first questions are kept. */
const mostTests = 1000
const tooDeep: ProgramError = { name: 'SyntaxError', message: 'nested too deeply' }

export class Attempt {
  private readonly interpreter: PythonInterpreter
  private readonly job: Job
  private readonly deadline: number
  private readonly first: Map<string, Checked>
  private readonly onOutcome: (outcome: TestOutcome) => void
  /** The candidate is in the interpreter, defined. */
  private defined = false

  /** @param first what tests ask first, which is the same for all attempts */
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
      const tests = this.firstQuestions()
      this.fresh()
      const unreadable = this.compile()
      if (unreadable) return { kind: 'syntax-error', error: unreadable }
      const outcomes: TestOutcome[] = []
      for (const [i, step] of this.job.steps.entries()) {
        const outcome = this.step(step, tests.get(i))
        if (outcome === 'no-program') return { kind: 'no-program' }
        outcomes.push(outcome)
        // What a test makes of its answers is known at the end.
        if (!tests.has(i) || outcome.kind !== 'returned') this.onOutcome(outcome)
        if (outcome.kind === 'time-out') break
      }
      this.settle(tests, outcomes)
      return { kind: 'ran', outcomes }
    } finally {
      this.interpreter.restore()
    }
  }

  /** Runs the tests as far as they go without a candidate. */
  private firstQuestions(): Map<number, Tested> {
    const { first } = this
    const tests = new Map<number, Tested>()
    for (const [i, step] of this.job.steps.entries())
      if (step.kind === 'assert' || step.kind === 'call')
        tests.set(i, { step, at: { kind: 'need', ops: [] }, asked: [] })
    if (tests.size === 0) return tests
    this.fresh()
    for (const tested of tests.values()) {
      const key = JSON.stringify([tested.step, ...this.ownership()])
      if (!first.has(key)) {
        if (first.size >= mostTests) first.clear()
        first.set(key, this.check(tested))
      }
      tested.at = first.get(key)!
    }
    return tests
  }

  /** The program's names, whether it returns objects, and what is given with it. */
  private ownership(): [owned: string, objects: number, prelude: string] {
    const { shape, prelude = '' } = this.job.program
    return shape.kind === 'function'
      ? [shape.name, shape.objects === true ? 1 : 0, prelude]
      : ['', 0, prelude]
  }

  private check({ step, asked }: Tested): Checked {
    const known = JSON.stringify(asked.map(({ text, answer }) => [text, answer]))
    const [source, mode] = step.kind === 'assert' ? [step.assert, 'exec'] : [step.call, 'eval']
    const checked = this.guarded(() =>
      checkedSchema.parse(
        JSON.parse(this.interpreter.call('check', source, known, ...this.ownership(), mode)),
      ),
    )
    if (!('broke' in checked)) return checked
    this.fresh()
    // The test itself runs on or breaks the interpreter: no answer of the candidate's would help.
    return {
      kind: 'threw',
      error: { name: 'RuntimeError', message: 'the test cannot be run', line: null, bases: [] },
    }
  }

  /** Runs the tests again with what the candidate answered, where it never was; asks again where they need more. */
  private settle(tests: ReadonlyMap<number, Tested>, outcomes: TestOutcome[]): void {
    while (true) {
      const open = [...tests].filter(([i, { at }]) => at.kind === 'need' && outcomes[i]?.kind === 'returned')
      if (open.length === 0) return
      this.fresh()
      for (const [i, tested] of open) {
        tested.at = this.check(tested)
        if (tested.at.kind !== 'need')
          outcomes[i] = outcomeOf(tested, (outcomes[i] as { printed: string }).printed)
      }
      const more = open.filter(([, { at }]) => at.kind === 'need')
      if (more.length === 0) return
      if (performance.now() > this.deadline) {
        const [i] = more[0]!
        outcomes[i] = { kind: 'time-out' }
        return void outcomes.splice(i + 1)
      }
      this.fresh()
      for (const [i, tested] of more) {
        outcomes[i] = this.ask(tested)
        if (outcomes[i].kind === 'time-out') return void outcomes.splice(i + 1)
      }
    }
  }

  private compile(): ProgramError | null {
    const told = this.guarded(() => ({
      error: readCompiled(this.interpreter.call('compile_code', this.job.program.code)),
    }))
    if ('broke' in told) return tooDeep
    return told.error === null ? null : errorOf(told.error)
  }

  /** The outcome of one step; of a test that is judged elsewhere, what asking came to. */
  private step(step: Step, tested: Tested | undefined): TestOutcome | 'no-program' {
    const { interpreter, job } = this
    if (step.kind === 'stdin') {
      this.allow(step.stdin)
      if (!this.defined) this.compile()
      this.defined = true
      const outcome = this.attempt(() => interpreter.call('run_program', 100))
      const printed = interpreter.takeComplaints()
      return outcome.kind === 'returned'
        ? { ...outcome, value: JSON.stringify(outcome.printed), printed }
        : outcome
    }
    const undefinable = this.define()
    if (undefinable) return undefinable
    if (step.kind === 'args') {
      const { name } = job.program.shape as { name: string }
      return this.attempt(() =>
        interpreter.call('call', name, JSON.stringify(step.args), job.limits.outputChars),
      )
    }
    return tested!.at.kind === 'need' ? this.ask(tested!) : outcomeOf(tested!, '')
  }

  /** Does what a test asks, from the first question, so that a program that keeps state is asked the same in the same order. */
  private ask(tested: Tested): TestOutcome {
    const undefinable = this.define()
    if (undefinable) return undefinable === 'no-program' ? undefinedName : undefinable
    if (tested.at.kind !== 'need') throw new TypeError('The test asks nothing.')
    tested.asked = []
    let printed = ''
    const begun = this.attempt(() => (this.interpreter.call('begin'), '{"kind":"returned","value":"null"}'))
    if (begun.kind !== 'returned') return begun
    for (const [text, shown] of tested.at.ops) {
      let answer: Answer | null = null
      const outcome = this.attempt(() => {
        const told = this.interpreter.call('perform', text, this.job.limits.outputChars)
        answer = readAnswer(told)
        return told
      })
      if (outcome.kind !== 'returned' && (outcome.kind !== 'threw' || answer === null)) return outcome
      printed += outcome.printed
      tested.asked.push({ text, shown, answer: answer! })
    }
    return { kind: 'returned', value: 'null', printed }
  }

  /** The outcome that stands for all tests, where the code cannot even be defined. */
  private define(): TestOutcome | 'no-program' | null {
    if (this.defined) return null
    const { shape, prelude = '', adapter = '' } = this.job.program
    this.allow('')
    if (this.compile()) return { kind: 'threw', error: tooDeep, printed: '' }
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
    const answer = this.guarded(() => readAnswer(body()))
    const broken = 'broke' in answer
    const printed = this.interpreter.takePrinted()
    if (broken || answer.kind === 'memory-limit') this.fresh()
    if (broken)
      return answer.broke.kind === 'threw' || answer.broke.kind === 'returned'
        ? { ...answer.broke, printed }
        : answer.broke
    switch (answer.kind) {
      case 'returned':
        return { ...answer, printed }
      case 'threw':
        return { kind: 'threw', error: errorOf(answer.error), printed }
      case 'memory-limit':
      case 'output-limit':
        return answer
      default:
        return answer satisfies never
    }
  }

  /** The value of `body`, or the outcome where something was thrown through the interpreter, which is then in no state to be used. */
  private guarded<T>(body: () => T): T | { broke: TestOutcome } {
    try {
      return body()
    } catch (error) {
      const broke = brokenBy(error, this.job.program.shape.kind === 'stdin')
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
      // Its value twice quoted, and as much again for its words.
      answerBytes: 8 * limits.outputChars + 65_536,
      printed:
        program.shape.kind === 'stdin'
          ? { bytes: limits.outputChars, overflow: 'throw' }
          : { bytes: keptBytes, overflow: 'drop' },
      stdin,
    })
  }
}

const undefinedName: TestOutcome = {
  kind: 'threw',
  error: { name: 'NameError', message: 'the program is not defined' },
  printed: '',
}
