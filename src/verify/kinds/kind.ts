/** What the judge knows of a kind of program. Each kind is a file of this folder, and a row of the table in index.ts. */
import type { Problem, ProgramKind, ProgramShape } from '../../problems/problem.ts'
import type { Executor, Judged, JudgeOptions } from '../judge.ts'

export type ProgramOf<K extends ProgramKind> = Extract<ProgramShape, { kind: K }>

/** The forms in which a test can be written. */
export type TestForm = 'args' | 'call' | 'assert' | 'stdin'

/** A response to a problem, and what it may be judged with. */
export interface Submission {
  problem: Problem
  response: string
  options: JudgeOptions
  /** Runs a job in a sandbox. */
  execute: Executor['execute']
}

export interface JudgeKind<K extends ProgramKind> {
  /** The forms of tests that it is judged by; none where it is judged by a rule of its own. */
  readonly tests: readonly TestForm[]
  /** Throws a `ProblemError` where the program cannot be judged. Runs none of its code. Absent: it always can. */
  readonly check?: (program: ProgramOf<K>, problem: Problem) => void
  readonly judge: (program: ProgramOf<K>, submission: Submission) => Judged | Promise<Judged>
}
