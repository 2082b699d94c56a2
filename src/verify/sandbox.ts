/**
 * Candidates as real JavaScript, in QuickJS compiled to WebAssembly: nothing of the host is
 * reachable, and every attempt begins in a runtime where none was before it.
 * Limits on time, memory, stack and output hold inside the interpreter; a built-in that runs on
 * without asking it is stopped by the watchdog in `watched.ts`.
 */
import variant from '@jitl/quickjs-wasmfile-release-sync'
import { newQuickJSWASMModuleFromVariant, newVariant } from 'quickjs-emscripten-core'
import type { Ending, Execution, Job, ProgramError, TestOutcome } from './job.ts'
import { browserStackBytes, stackOverflow } from './realm-context.ts'
import { RealmSupply } from './realm-supply.ts'
import { Realm } from './realm.ts'
import type { Definition } from './realm.ts'

const tooDeep: ProgramError = { name: 'SyntaxError', message: 'nested too deeply' }

/** Where the WebAssembly comes from; absent, from the package beside this code (Node). */
export interface SandboxSource {
  wasmLocation?: string
  /** Of the interpreter's stack, as much as the host's own stack holds; absent, what every browser's worker does. */
  stackBytes?: number
}

/** A sandbox, as the thread around it sees it. */
export interface Executing {
  ready(): Promise<void>
  run(job: Job, onOutcome?: (outcome: TestOutcome) => void): Promise<Execution>
  /** It costs less to replace than to go on with. */
  readonly spent: boolean
}

/** Runs one job at a time; jobs that come meanwhile wait. */
export class Sandbox implements Executing {
  readonly spent = false
  private supply: RealmSupply | null = null
  private realm: Realm | null = null
  private last: Promise<unknown> = Promise.resolve()
  private readonly source: SandboxSource

  constructor(source: SandboxSource = {}) {
    this.source = source
  }

  /** Loads the interpreter, if it is not loaded. Throws where its WebAssembly cannot be had. */
  async ready(): Promise<void> {
    const { wasmLocation } = this.source
    this.supply ??= new RealmSupply(
      await newQuickJSWASMModuleFromVariant(
        wasmLocation === undefined ? variant : newVariant(variant, { wasmLocation }),
      ),
    )
  }

  /**
   * Runs every test of a job; `onOutcome` hears of each as it ends. A time-out ends the attempt.
   * Rejects only where the interpreter cannot be had; what a candidate does is in the result.
   */
  run(job: Job, onOutcome: (outcome: TestOutcome) => void = () => {}): Promise<Execution> {
    const execution = this.last.then(async () => {
      if (this.supply?.grown) this.supply = null
      await this.ready()
      const begun = performance.now()
      const ending = await this.runNow(job, begun + job.limits.timeMs, onOutcome)
      return { ...ending, timeMs: performance.now() - begun }
    })
    this.last = execution.catch(() => undefined)
    return execution
  }

  private async runNow(
    job: Job,
    deadline: number,
    onOutcome: (outcome: TestOutcome) => void,
  ): Promise<Ending> {
    try {
      this.realm = await this.newRealm(job, deadline)
      const error = this.guarded(() => this.realm!.compile(), tooDeep)
      if (error) return { kind: 'syntax-error', error }
      const outcomes: TestOutcome[] = []
      let definition: Definition | null = null
      for (let i = 0; i < job.steps.length; i++) {
        if (!this.realm) {
          this.realm = await this.newRealm(job, deadline)
          definition = null
        }
        definition ??= this.guarded(
          () => this.realm!.define(),
          { kind: 'failed', outcome: overflow() },
          () => ({
            kind: 'failed',
            outcome: brokenAt(deadline),
          }),
        )
        if (definition.kind === 'no-program') return { kind: 'no-program' }
        const outcome =
          definition.kind === 'failed'
            ? definition.outcome
            : this.guarded(
                () => this.realm!.test(i),
                overflow(),
                () => brokenAt(deadline),
              )
        outcomes.push(outcome)
        onOutcome(outcome)
        if (outcome.kind === 'time-out') break
        // Whatever is left of its memory, the next test does not pay for it.
        if (outcome.kind === 'memory-limit') this.endRealm()
      }
      return { kind: 'ran', outcomes }
    } finally {
      this.endRealm()
    }
  }

  /**
   * The value of `body`, or `otherwise` where the interpreter gave way under the candidate: the
   * host's stack ran out (deep recursion inside a built-in), or WebAssembly trapped; `broken` where it
   * answered with what cannot be read. The instance may then be in any state, so it is dropped as it is,
   * realm and all. Whatever a candidate does, it gets a verdict.
   */
  private guarded<T>(body: () => T, otherwise: T, broken: () => T = () => otherwise): T {
    try {
      return body()
    } catch (error) {
      this.realm = null
      this.supply = null
      return error instanceof RangeError || error instanceof WebAssembly.RuntimeError ? otherwise : broken()
    }
  }

  private async newRealm(job: Job, deadline: number): Promise<Realm> {
    const make = () => {
      const { module } = this.supply!
      const stackBytes = this.source.stackBytes ?? browserStackBytes
      return new Realm(module, this.supply!.contextFor(job, deadline, stackBytes))
    }
    await this.ready()
    const realm = this.guarded<Realm | null>(make, null)
    if (realm) return realm
    // A new interpreter makes nothing before the candidate is defined, where giving way is the attempt's end.
    await this.ready()
    return make()
  }

  private endRealm(): void {
    const { realm } = this
    this.realm = null
    if (realm) this.guarded(() => realm.dispose(), undefined)
  }
}

function brokenAt(deadline: number): TestOutcome {
  return performance.now() > deadline
    ? { kind: 'time-out' }
    : {
        kind: 'threw',
        error: { name: 'InternalError', message: 'the program broke the interpreter' },
        printed: '',
      }
}

function overflow(): TestOutcome {
  return { kind: 'threw', error: stackOverflow, printed: '' }
}
