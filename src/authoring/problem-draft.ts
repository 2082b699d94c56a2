/**
 * A person's own problem, while it is being written: every part as text, whatever its kind. Reading it
 * gives a problem, or every complaint at once with its field and line. Nothing is lost by choosing
 * another kind: each part keeps its text.
 */
import {
  problemSchema,
  type FeedbackDetail,
  type Language,
  type Problem,
  type ProgramKind,
} from '../problems/problem.ts'
import { emptyCompare, emptyLimits, type CompareDraft, type LimitsDraft } from './draft-judging.ts'
import { emptyAnswer, type AnswerDraft } from './problem-draft-answer.ts'
import { emptyQuestion, type QuestionDraft } from './problem-draft-question.ts'

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
