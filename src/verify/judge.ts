/** The judge as everyone else sees it: from a response to a reward and the words that hindsight is made of. */
import type { Problem } from '../problems/problem.ts'
import type { Execution, Job } from './job.ts'
import type { SandboxLimits } from './limits.ts'
import type { TestRecord, Verdict } from './verdict.ts'

export interface JudgeOptions {
  /** Chooses the failing test that becomes feedback: an index below `count`. Absent: the rule of the reference's `format_test_feedback`. */
  pick?: (count: number) => number
  /** The response met the length limit; it is judged as it stands, and feedback says so. */
  truncated?: boolean
  limits?: Partial<SandboxLimits>
  /** Calls the judging off: it rejects with the signal's reason, and a candidate that runs is ended. */
  signal?: AbortSignal | undefined
}

export interface Judged {
  verdict: Verdict
  /** Every test, in the problem's order; one record where the problem has no tests. */
  records: TestRecord[]
}

export interface Judge {
  /**
   * Rejects with a `ProblemError` where the problem itself cannot be judged, never because of what
   * the response does. May be called before an earlier call is done, and detached from its object.
   */
  readonly judge: (problem: Problem, response: string, options?: JudgeOptions) => Promise<Judged>
  /** Ends the sandboxes; calls still waiting reject. */
  dispose(): void
}

/** Whatever runs jobs: sandboxes in this thread, or in workers. */
export interface Executor {
  /** Rejects with the signal's reason once that calls the job off. */
  execute(job: Job, signal?: AbortSignal): Promise<Execution>
  dispose(): void
}
