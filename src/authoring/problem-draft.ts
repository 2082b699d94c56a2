/**
 * A person's own problem, while it is being written: every part as text, whatever its kind. Reading it
 * gives a problem, or every complaint at once with its field and line. Nothing is lost by choosing
 * another kind: each part keeps its text.
 */
import { inOneLine } from '../explained-error.ts'
import {
  languageOf,
  type FeedbackDetail,
  type Language,
  type Problem,
  type ProgramKind,
  type ProgramShape,
  type TestCase,
} from '../problems/problem.ts'
import { ProblemError } from '../verify/problem-error.ts'
import { parseProblem } from '../verify/validate.ts'
import { answerDraftOf, emptyAnswer, readAnswer, type AnswerDraft } from './problem-draft-answer.ts'
import {
  readStdinTests,
  readTests,
  stdinForm,
  testForm,
  testsText,
  type TestsReading,
} from './problem-draft-tests.ts'

export interface ProblemDraft {
  title: string
  statement: string
  kind: ProgramKind
  /** Of a function or a program. */
  language: Language
  /** Of a function. */
  name: string
  /** Of an expression. */
  parameters: readonly string[]
  /** Of an expression, a function or a program (problem-draft-tests.ts). */
  tests: string
  answer: AnswerDraft
  /** Of tool calls: JSON, a list of tools with their parameters' JSON Schema. */
  tools: string
  /** Of tool calls: the API that the calls are run against. */
  api: string
  /** Source of a custom judge. */
  judge: string
  feedbackDetail: FeedbackDetail
  partialCredit: boolean
  /** A response that is right; '' where there is none. */
  solution: string
}

export type DraftField = 'statement' | 'tests' | 'judge' | 'program'

export interface Complaint {
  field: DraftField
  /** 1-based, in the field; null when it is about the whole of it. */
  line: number | null
  message: string
}

export type DraftReading =
  { problem: Problem; complaints: readonly [] } | { problem: null; complaints: readonly Complaint[] }

const exampleTools = `[
  {
    "name": "find_train",
    "description": "Trains between two cities on a day.",
    "parameters": {
      "type": "object",
      "properties": {"from": {"type": "string"}, "to": {"type": "string"}, "day": {"type": "string"}},
      "required": ["from", "to", "day"]
    }
  }
]
`
const exampleApi = `function find_train({ from, to, day }) {
  if (from === to) throw new Error('from and to are the same city')
  return [{ train: 12, from, to, day }]
}

// What the calls returned, in order: true, or what is missing.
function check(results) {
  return results.flat().some((train) => train.day === 'Friday') || 'no train on Friday was looked for'
}
`
const exampleJudge = `// The model's response in, a reward from 0 to 1 and the feedback out.
function judge(response) {
  const words = response.trim().split(/\\s+/)
  if (words.length > 12) return { reward: 0, feedback: \`\${words.length} words, at most 12 are allowed\` }
  return { reward: 1, feedback: '' }
}
`

export const emptyDraft: ProblemDraft = {
  title: '',
  statement: '',
  kind: 'expression',
  language: 'javascript',
  name: 'solve',
  parameters: ['xs'],
  tests: '',
  answer: emptyAnswer,
  tools: exampleTools,
  api: exampleApi,
  judge: exampleJudge,
  feedbackDetail: 'first-failure',
  partialCredit: false,
  solution: '',
}

export function draftOf(problem: Problem): ProblemDraft {
  const { program } = problem
  return {
    ...emptyDraft,
    title: problem.title,
    statement: problem.statement,
    kind: program.kind,
    language: languageOf(program) ?? 'javascript',
    ...(program.kind === 'function' && { name: program.name }),
    ...(program.kind === 'expression' && { parameters: program.parameters }),
    tests: testsText(problem.tests, program.kind === 'function' ? program.name : undefined),
    ...(program.kind === 'answer' && { answer: answerDraftOf(program.answer) }),
    ...(program.kind === 'tool-call' && {
      tools: `${JSON.stringify(program.tools, null, 2)}\n`,
      api: program.api,
    }),
    ...(program.kind === 'custom' && { judge: program.source }),
    feedbackDetail: problem.feedbackDetail ?? 'first-failure',
    partialCredit: problem.partialCredit ?? false,
    solution: problem.solution ?? '',
  }
}

/** The tests of a draft, where its kind has some. */
export function testsOf(draft: ProblemDraft): TestsReading {
  switch (draft.kind) {
    case 'expression':
    case 'function':
      return readTests(draft.tests, draft.kind === 'function' ? draft.language : 'javascript')
    case 'stdin':
      return readStdinTests(draft.tests)
    case 'answer':
    case 'tool-call':
    case 'custom':
      return { tests: [], lines: [], complaints: [] }
    default:
      return draft.kind satisfies never
  }
}

/**
 * A problem from a draft. `from` is the problem the draft began as: while the question stays the same,
 * what the family knows of it (its kind of feedback) stays too. `id` names the new problem.
 */
export function readDraft(draft: ProblemDraft, id: string, from: Problem | null = null): DraftReading {
  const statement = draft.statement.trim()
  const title = draft.title.trim() || firstSentence(statement)
  if (from && sameButTitle(draft, draftOf(from))) return { problem: { ...from, title }, complaints: [] }
  const { tests, complaints } = testsOf(draft)
  const all: Complaint[] = []
  if (statement === '')
    all.push({
      field: 'statement',
      line: null,
      message: 'The statement is empty: say what the program should do.',
    })
  all.push(...complaints)
  const tested = draft.kind === 'expression' || draft.kind === 'function' || draft.kind === 'stdin'
  if (tested && tests.length === 0 && complaints.length === 0) {
    all.push({
      field: 'tests',
      line: null,
      message: `A problem needs at least one test, or no answer could be right or wrong. ${draft.kind === 'stdin' ? stdinForm : testForm}`,
    })
  }
  const shape = shapeOf(draft, tests)
  if ('complaint' in shape)
    all.push({ field: draft.kind === 'custom' ? 'judge' : 'tests', line: null, message: shape.complaint })
  else if (all.length === 0) all.push(...unevenTests(shape.program, tests))
  if (all.length > 0 || 'complaint' in shape) return { problem: null, complaints: all }
  const same =
    from !== null &&
    from.statement === statement &&
    JSON.stringify(from.program) === JSON.stringify(shape.program)
  try {
    // The family's feedback compares with its own checks and solution, which belong to its own tests.
    const kept = same
      ? { family: from.family, feedbackStyle: from.feedbackStyle, strictFields: from.strictFields }
      : {}
    const solution = draft.solution.trim()
    const chosen = {
      ...(draft.feedbackDetail !== 'first-failure' && { feedbackDetail: draft.feedbackDetail }),
      ...(draft.partialCredit && { partialCredit: true }),
      ...(solution !== '' && !(from && solution === from.solution) && { solution }),
    }
    return {
      problem: parseProblem({
        ...defined(kept),
        ...chosen,
        id,
        title,
        statement,
        program: shape.program,
        tests,
      }),
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

function sameButTitle(a: ProblemDraft, b: ProblemDraft): boolean {
  const without = (draft: ProblemDraft) =>
    JSON.stringify({ ...draft, title: '', statement: draft.statement.trim() })
  return without(a) === without(b)
}

function defined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined))
}

function firstSentence(statement: string): string {
  const sentence = statement.split(/[.?!\n]/).find((part) => part.trim() !== '') ?? 'Problem'
  return sentence.trim().length > 60 ? `${sentence.trim().slice(0, 59)}\u2026` : sentence.trim()
}

function shapeOf(
  draft: ProblemDraft,
  tests: readonly TestCase[],
): { program: ProgramShape } | { complaint: string } {
  switch (draft.kind) {
    case 'expression':
      return { program: { kind: 'expression', parameters: parametersFor(draft.parameters, tests) } }
    case 'function':
      return {
        program: {
          kind: 'function',
          name: draft.name.trim(),
          ...(draft.language !== 'javascript' && { language: draft.language }),
        },
      }
    case 'stdin':
      return { program: { kind: 'stdin', language: draft.language } }
    case 'answer': {
      const answer = readAnswer(draft.answer)
      return 'rule' in answer ? { program: { kind: 'answer', answer: answer.rule } } : answer
    }
    case 'tool-call':
      try {
        return { program: { kind: 'tool-call', tools: JSON.parse(draft.tools), api: draft.api } }
      } catch (error) {
        return {
          complaint: `The list of tools is not JSON: ${(error as Error).message}. Check quotes, commas and brackets near that place.`,
        }
      }
    case 'custom':
      return draft.judge.trim() === ''
        ? { complaint: 'The judge is empty: define judge(response), which returns {reward, feedback}.' }
        : { program: { kind: 'custom', source: draft.judge } }
    default:
      return draft.kind satisfies never
  }
}

/** The draft's names where they fit the tests, else plain ones. */
function parametersFor(names: readonly string[], tests: readonly TestCase[]): string[] {
  const first = tests.find((test) => 'args' in test)
  const wanted = first ? first.args.length : names.length
  if (wanted === names.length || wanted === 0) return [...names]
  return wanted === 1 ? ['xs'] : Array.from({ length: wanted }, (_, i) => (i < 8 ? 'abcdefgh'[i]! : `p${i}`))
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

/** A draft that was kept; null where what was kept is none. What an older draft lacks is as in a new one. */
export function restoreDraft(kept: unknown): ProblemDraft | null {
  if (typeof kept !== 'object' || kept === null) return null
  return restored(kept, emptyDraft)
}

function restored<T extends object>(kept: object, otherwise: T): T {
  const entries = Object.entries(otherwise).map(([key, value]: [string, unknown]): [string, unknown] => {
    const found = (kept as Record<string, unknown>)[key]
    if (typeof found !== typeof value || found === null || Array.isArray(found) !== Array.isArray(value))
      return [key, value]
    if (Array.isArray(found)) return [key, found.map(String)]
    return [key, typeof found === 'object' ? restored(found, value as object) : found]
  })
  return Object.fromEntries(entries) as T
}
