/** Attempts in Python: the job of `job.ts` run in the interpreter, which is put back to its beginning before and after each. */
import type { Execution, Job, TestOutcome } from '../job.ts'
import type { Executing } from '../sandbox.ts'
import { Attempt } from './attempt.ts'
import { PythonInterpreter } from './interpreter.ts'
import type { PythonSource } from './module.ts'
import type { Checked } from './tested.ts'

/** Bytes of growth after which putting the memory back costs more than another interpreter in the background. */
const mostGrowth = 128 * 1024 * 1024

export class PythonSandbox implements Executing {
  private interpreter: PythonInterpreter | null = null
  private opening: Promise<PythonInterpreter> | null = null
  private last: Promise<unknown> = Promise.resolve()
  /** What a test asks of a candidate first: the same for all. */
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
    return this.interpreter !== null && this.interpreter.grown > mostGrowth
  }
}
