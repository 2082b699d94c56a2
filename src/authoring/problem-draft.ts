/**
 * A person's own problem, while it is being written: every part as text, whatever its kind. Reading it
 * gives a problem, or every complaint at once with its field and line. Nothing is lost by choosing
 * another kind: each part keeps its text.
 */
import {
  languageOf,
  problemSchema,
  type FeedbackDetail,
  type Language,
  type Problem,
  type ProgramKind,
} from '../problems/problem.ts'
import {
  compareDraftOf,
  emptyCompare,
  emptyLimits,
  limitsDraftOf,
  type CompareDraft,
  type LimitsDraft,
} from './draft-judging.ts'
import { answerDraftOf, emptyAnswer, type AnswerDraft } from './problem-draft-answer.ts'
import { emptyQuestion, questionDraftOf, type QuestionDraft } from './problem-draft-question.ts'
import { readStdinTests, readTests, testsText, type TestsReading } from './problem-draft-tests.ts'

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
  question: QuestionDraft
  /** Of tool calls: JSON, a list of tools with their parameters' JSON Schema. */
  tools: string
  /** Of tool calls: the API that the calls are run against. */
  api: string
  /** Source of a custom judge. */
  judge: string
  /** Of a function: code that runs before it, and code that defines adapted(program, ...args). */
  prelude: string
  adapter: string
  compare: CompareDraft
  limits: LimitsDraft
  feedbackDetail: FeedbackDetail
  partialCredit: boolean
  /** A response that is right; '' where there is none. */
  solution: string
  /** The problem that the draft began as: what is left as it was, is kept to the letter. */
  origin: Problem | null
}

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
  question: emptyQuestion,
  tools: exampleTools,
  api: exampleApi,
  judge: exampleJudge,
  prelude: '',
  adapter: '',
  compare: emptyCompare,
  limits: emptyLimits,
  feedbackDetail: 'first-failure',
  partialCredit: false,
  solution: '',
  origin: null,
}

export function draftOf(problem: Problem): ProblemDraft {
  const { program } = problem
  return {
    ...emptyDraft,
    title: problem.title,
    statement: problem.statement,
    kind: program.kind,
    language: languageOf(program) ?? 'javascript',
    ...(program.kind === 'function' && {
      name: program.name,
      prelude: program.prelude ?? '',
      adapter: program.adapter ?? '',
    }),
    ...(program.kind === 'expression' && { parameters: program.parameters }),
    tests: testsText(
      problem.tests,
      program.kind === 'function' ? program.name : undefined,
      languageOf(program) ?? 'javascript',
    ),
    ...(program.kind === 'answer' && { answer: answerDraftOf(program.answer) }),
    ...(program.kind === 'question' && { question: questionDraftOf(program) }),
    ...(program.kind === 'tool-call' && {
      tools: `${JSON.stringify(program.tools, null, 2)}\n`,
      api: program.api,
    }),
    ...(program.kind === 'custom' && { judge: program.source }),
    feedbackDetail: problem.feedbackDetail ?? 'first-failure',
    compare: compareDraftOf(problem),
    limits: limitsDraftOf(problem),
    partialCredit: problem.partialCredit ?? false,
    solution: problem.solution ?? '',
    origin: problem,
  }
}

/** The tests of a draft, where its kind has some. */
export function testsOf(draft: ProblemDraft): TestsReading {
  switch (draft.kind) {
    case 'expression':
    case 'function':
      return draft.kind === 'function'
        ? readTests(draft.tests, draft.language, draft.name.trim())
        : readTests(draft.tests)
    case 'stdin':
      return readStdinTests(draft.tests)
    case 'answer':
    case 'question':
    case 'tool-call':
    case 'custom':
      return { tests: [], lines: [], complaints: [] }
    default:
      return draft.kind satisfies never
  }
}

/** A draft that was kept; null where what was kept is none. What an older draft lacks is as in a new one. */
export function restoreDraft(kept: unknown): ProblemDraft | null {
  if (typeof kept !== 'object' || kept === null) return null
  const { origin: _, ...fields } = emptyDraft
  const origin = problemSchema.safeParse((kept as { origin?: unknown }).origin)
  return {
    ...restored(kept, fields),
    origin: origin.success ? origin.data : null,
  }
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
