/** A draft read: a problem, or every complaint at once with its field and line. */
import { inOneLine } from '../explained-error.ts'
import {
  isArgsTest,
  type Compare,
  type Problem,
  type ProgramShape,
  type TestCase,
} from '../problems/problem.ts'
import { kindOf } from '../verify/kinds/index.ts'
import { ProblemError } from '../verify/problem-error.ts'
import { parseProblem } from '../verify/validate.ts'
import { allAsserts, readCompare, readLimits } from './draft-judging.ts'
import { draftOf, fieldsOf, programOf, testsOf } from './draft-program.ts'
import { draftKind } from './kinds/index.ts'
import type { ProblemDraft } from './problem-draft.ts'

export type DraftField = 'statement' | 'tests' | 'judge' | 'program'

export interface Complaint {
  field: DraftField
  /** 1-based, in the field; null when it is about the whole of it. */
  line: number | null
  message: string
}

export type DraftReading =
  { problem: Problem; complaints: readonly [] } | { problem: null; complaints: readonly Complaint[] }

/**
 * A problem from a draft, with `id` as its name where it is a new one. What the draft left of the
 * problem that it began as is that problem's to the letter; while the question stays the same, so does
 * what its family knows of it (its kind of feedback).
 */
export function readDraft(draft: ProblemDraft, id: string): DraftReading {
  const { origin } = draft
  const before = origin && draftOf(origin)
  const statement = origin && draft.statement === origin.statement ? origin.statement : draft.statement.trim()
  const title = draft.title.trim() === '' ? firstSentence(statement) : draft.title.trim()
  if (before && sameButTitle(draft, before)) return { problem: { ...before.origin!, title }, complaints: [] }
  const reading = testsOf(draft)
  const sameTests = before !== null && before.kind === draft.kind && before.tests === draft.tests
  const tests = sameTests ? origin!.tests : reading.tests
  const complaints = sameTests ? [] : reading.complaints
  const all: Complaint[] = []
  if (statement.trim() === '')
    all.push({
      field: 'statement',
      line: null,
      message: 'The statement is empty: say what the program should do.',
    })
  all.push(...complaints)
  const tested = kindOf(draft.kind).tests.length > 0
  if (tested && tests.length === 0 && complaints.length === 0) {
    all.push({
      field: 'tests',
      line: null,
      message:
        `A problem needs at least one test, or no answer could be right or wrong. ${draftKind(draft.kind)?.tests?.form ?? ''}`.trim(),
    })
  }
  const untouched =
    origin !== null &&
    origin.program.kind === draft.kind &&
    Object.entries(fieldsOf(origin.program)).every(([field, value]) =>
      same(value, draft[field as keyof ProblemDraft]),
    ) &&
    (draft.kind !== 'expression' || sameTests)
  const shape = untouched ? { program: origin.program } : programOf(draft, tests)
  if ('complaint' in shape) all.push({ field: shape.field, line: null, message: shape.complaint })
  else if (all.length === 0) all.push(...unevenTests(shape.program, tests))
  const compare = tested && !allAsserts(reading) ? readCompare(draft.compare) : { compare: {} }
  if ('complaint' in compare) all.push({ field: 'judge', line: null, message: compare.complaint })
  const limits = readLimits(draft.limits)
  if ('complaint' in limits) all.push({ field: 'judge', line: null, message: limits.complaint })
  if (all.length > 0 || 'complaint' in shape || 'complaint' in compare || 'complaint' in limits)
    return { problem: null, complaints: all }
  const sameProgram = untouched || (origin !== null && same(origin.program, shape.program))
  const sameRules = before !== null && same(before.compare, draft.compare)
  const rules = {
    ...judgingOf(sameProgram ? origin!.program : shape.program, compare.compare, sameRules ? origin : null),
    ...(before && same(before.limits, draft.limits)
      ? { limits: origin!.limits }
      : { limits: Object.keys(limits.limits).length > 0 ? limits.limits : undefined }),
  }
  const sameQuestion = origin !== null && origin.statement === statement && sameProgram
  const solution = draft.solution.trim() === '' ? undefined : draft.solution
  // The family's feedback compares with its own checks and solution, which belong to its own tests.
  const ofFamily = sameQuestion && origin.family !== undefined
  const kept: Partial<Problem> = origin
    ? {
        field: origin.field,
        note: origin.note,
        ...(sameQuestion && {
          family: origin.family,
          suits: origin.suits,
          feedbackStyle: origin.feedbackStyle,
          strictFields: origin.strictFields,
          report: origin.report,
        }),
      }
    : {}
  try {
    return {
      problem: parseProblem(
        defined({
          feedbackStyle: isOfNumbers(shape.program, tests) ? 'brief' : undefined,
          ...kept,
          feedbackDetail:
            before?.feedbackDetail === draft.feedbackDetail ? origin!.feedbackDetail : draft.feedbackDetail,
          partialCredit:
            before?.partialCredit === draft.partialCredit
              ? origin!.partialCredit
              : draft.partialCredit || undefined,
          ...rules,
          solution:
            ofFamily && !sameTests && solution === origin.solution
              ? undefined
              : (solution ?? (before?.solution === draft.solution ? origin!.solution : undefined)),
          id,
          title,
          statement,
          tests,
        }),
      ),
      complaints: [],
    }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return {
      problem: null,
      complaints: [{ field: 'program', line: null, message: inOneLine(error.explanation) }],
    }
  }
}

/** Program and rules of comparison; whole programs carry their tolerance themselves. `as`: where both are as they were. */
function judgingOf(
  program: ProgramShape,
  { tolerance, ...rest }: Compare,
  as: Problem | null,
): Pick<Problem, 'program' | 'compare'> {
  if (as) {
    const before = as.program.kind === 'stdin' ? as.program.tolerance : undefined
    return {
      program: program.kind === 'stdin' && before !== undefined ? { ...program, tolerance: before } : program,
      compare: as.compare,
    }
  }
  const inProgram = program.kind === 'stdin'
  const compare = { ...rest, ...(!inProgram && tolerance !== undefined && { tolerance }) }
  const bare = program.kind === 'stdin' ? { kind: program.kind, language: program.language } : program
  return {
    program: bare.kind === 'stdin' && tolerance !== undefined ? { ...bare, tolerance } : bare,
    compare: Object.keys(compare).length > 0 ? compare : undefined,
  }
}

function sameButTitle(a: ProblemDraft, b: ProblemDraft): boolean {
  const without = (draft: ProblemDraft) => ({ ...draft, title: '', statement: draft.statement.trim() })
  return same(without(a), without(b))
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function defined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined))
}

function firstSentence(statement: string): string {
  const sentence = statement.split(/[.?!\n]/).find((part) => part.trim() !== '') ?? 'Problem'
  return sentence.trim().length > 60 ? `${sentence.trim().slice(0, 59)}\u2026` : sentence.trim()
}

/** Tests with another number of inputs than an expression takes. A function may have inputs that can be left out. */
function unevenTests(program: ProgramShape, tests: readonly TestCase[]): Complaint[] {
  if (program.kind !== 'expression') return []
  const lengths = tests.map((test) => ('args' in test ? test.args.length : program.parameters.length))
  const odd = lengths.findIndex((length) => length !== program.parameters.length)
  if (odd < 0) return []
  const inputs = (n: number) => `${n} ${n === 1 ? 'input' : 'inputs'}`
  return [
    {
      field: 'tests',
      line: null,
      message: `Test ${odd + 1} has ${inputs(lengths[odd]!)} and test 1 has ${inputs(lengths[0]!)}; all must have the same.`,
    },
  ]
}

/** An expression over one list of numbers: what the bundled model writes, whose failures are told as it was taught to read them. */
function isOfNumbers({ kind }: ProgramShape, tests: readonly TestCase[]): boolean {
  return (
    kind === 'expression' &&
    tests.every((test) => {
      if (!isArgsTest(test) || test.args.length !== 1) return false
      const [list] = test.args
      return Array.isArray(list) && list.every((item) => typeof item === 'number')
    })
  )
}
