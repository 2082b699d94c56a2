/** What a draft knows of a kind of problem that people write by hand. Each kind is a file of this folder, and a row of the table in index.ts. */
import type { ProgramKind, ProgramShape, TestCase } from '../../problems/problem.ts'
import type { TestsReading } from '../problem-draft-tests.ts'
import type { ProblemDraft } from '../problem-draft.ts'

type ProgramOf<K extends ProgramKind> = Extract<ProgramShape, { kind: K }>

/** A program, or what keeps the draft from being one, and where in the editor that is said. */
export type ProgramReading<K extends ProgramKind = ProgramKind> =
  { program: ProgramOf<K> } | { complaint: string; field: 'tests' | 'judge' }

export interface DraftKind<K extends ProgramKind> {
  /** The fields of a draft that hold such a program. */
  readonly fields: (program: ProgramOf<K>) => Partial<ProblemDraft>
  /** The program of a draft whose tests are read. */
  readonly program: (draft: ProblemDraft, tests: readonly TestCase[]) => ProgramReading<K>
  /** Absent: it is not judged by tests. */
  readonly tests?: {
    readonly read: (draft: ProblemDraft) => TestsReading
    /** How a test is written, in a sentence. */
    readonly form: string
  }
}
