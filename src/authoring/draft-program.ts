/** A problem as a draft, and the tests and the program of a draft, by the table of kinds. */
import { languageOf, type Problem, type ProgramShape, type TestCase } from '../problems/problem.ts'
import { compareDraftOf, limitsDraftOf } from './draft-judging.ts'
import { draftKind } from './kinds/index.ts'
import type { ProgramReading } from './kinds/kind.ts'
import { testsText, type TestsReading } from './problem-draft-tests.ts'
import { emptyDraft, type ProblemDraft } from './problem-draft.ts'

export function draftOf(problem: Problem): ProblemDraft {
  const { program } = problem
  const language = languageOf(program) ?? 'javascript'
  return {
    ...emptyDraft,
    title: problem.title,
    statement: problem.statement,
    kind: program.kind,
    language,
    ...fieldsOf(program),
    tests: testsText(problem.tests, program.kind === 'function' ? program.name : undefined, language),
    feedbackDetail: problem.feedbackDetail ?? 'first-failure',
    compare: compareDraftOf(problem),
    limits: limitsDraftOf(problem),
    partialCredit: problem.partialCredit ?? false,
    solution: problem.solution ?? '',
    origin: problem,
  }
}

/** The fields of a draft that hold a program; none where its kind is written as a file. */
export function fieldsOf(program: ProgramShape): Partial<ProblemDraft> {
  return draftKind(program.kind)?.fields(program as never) ?? {}
}

/** The tests of a draft, where its kind has some. */
export function testsOf(draft: ProblemDraft): TestsReading {
  return draftKind(draft.kind)?.tests?.read(draft) ?? { tests: [], lines: [], complaints: [] }
}

/** The program of a draft, or what keeps it from being one. */
export function programOf(draft: ProblemDraft, tests: readonly TestCase[]): ProgramReading {
  const kind = draftKind(draft.kind)
  if (kind) return kind.program(draft, tests)
  if (draft.origin?.program.kind === draft.kind) return { program: draft.origin.program }
  return {
    complaint: 'What is right is not said here: a problem of this kind is written as a file, and opened.',
    field: 'tests',
  }
}
