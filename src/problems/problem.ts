/**
 * A problem: what the model is asked, and how an answer is judged. Plain data, so that it can be
 * pasted, shared in a link and stored in a run. Validated at every border (paste, import, worker).
 * docs/PROBLEM.md tells it to people, field by field; `checkProblem` (verify/check-problem.ts) holds
 * its parts to one another.
 */
import { z } from 'zod'
import { programShapeSchema } from './program-shape.ts'
import { testCaseSchema } from './test-case.ts'

// Who reads a problem reads its parts.
export * from './program-shape.ts'
export * from './test-case.ts'

export const compareSchema = z.object({
  order: z
    .enum(['any', 'any-nested'])
    .optional()
    .describe(
      '`any`: the items of the list that is returned, or the lines that are printed, may come in any order. `any-nested`: the lists within it, or the words of each line, too. Absent: the order counts.',
    ),
  case: z
    .literal('any')
    .optional()
    .describe('`any`: capital letters count as small ones. Absent: they do not.'),
  tolerance: z
    .number()
    .nonnegative()
    .optional()
    .describe('Numbers may differ by this much, absolutely or relatively.'),
  checker: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Where several answers are right: JavaScript, run in the sandbox, that defines `check(input, output, expected)`, which returns true, or a text that says what is wrong. `input` is the list of arguments, the call or the standard input; `output` what was returned or printed.',
    ),
})
/** How what a program gives is compared with what a test expects. */
export type Compare = z.infer<typeof compareSchema>

/** What the author of a report's tests knows of it, so that feedback can name the field that is off. */
export const reportChecksSchema = z.object({
  filters: z
    .array(
      z.object({ field: z.string(), test: z.enum(['is', 'not', '>', '<']), value: z.number().optional() }),
    )
    .describe('Every row of the report passes these.'),
  order: z
    .object({ field: z.string(), descending: z.boolean() })
    .optional()
    .describe('The rows come in this order.'),
  show: z
    .string()
    .optional()
    .describe('The field that the report shows; absent for a report that is one number.'),
})
export type ReportChecks = z.infer<typeof reportChecksSchema>

export const feedbackDetailSchema = z.enum(['nothing', 'verdict', 'first-failure', 'all-failures'])
export type FeedbackDetail = z.infer<typeof feedbackDetailSchema>

export const problemSchema = z.object({
  id: z.string().min(1),
  title: z.string(),
  statement: z
    .string()
    .min(1)
    .describe(
      'The question. The bundled model reads it to the letter; to a language model one sentence on the form of the answer is added where it says none.',
    ),
  family: z
    .enum(['lists', 'records'])
    .optional()
    .describe("The bundled model's families; absent for problems of another kind."),
  field: z
    .enum(['lists', 'records', 'programming', 'contest', 'science', 'questions', 'tools'])
    .optional()
    .describe('Where it is shelved.'),
  suits: z
    .enum(['tiny', 'small-llm'])
    .optional()
    .describe(
      '`tiny`: the bundled model, which knows the words of its families and no others. `small-llm`: a language model of the catalogue.',
    ),
  program: programShapeSchema,
  tests: z
    .array(testCaseSchema)
    .default([])
    .describe('At least one for expression, function and stdin; none for answer, tool-call and custom.'),
  compare: compareSchema
    .optional()
    .describe(
      'Programs with tests of arguments, calls or standard input: when a result is the expected one. Absent: when it is equal to it.',
    ),
  feedbackStyle: z
    .enum(['leetcode', 'brief', 'report'])
    .default('leetcode')
    .describe(
      "How a failing test is told: LeetCode's input, output and expected; the same in `brief`, a line each, with what is off in the first, as the bundled model was taught to read it; or the first thing that breaks in a report.",
    ),
  feedbackDetail: feedbackDetailSchema
    .optional()
    .describe(
      'How much the feedback tells: `nothing`; the `verdict` and how many tests passed; the `first-failure` (when absent), with its input, output and expected; `all-failures`.',
    ),
  partialCredit: z
    .boolean()
    .optional()
    .describe('The reward is the share of tests that pass. Absent: 1 where all pass, else 0.'),
  limits: z
    .object({ timeMs: z.number().int().min(50).max(20_000), memoryMb: z.number().int().min(8).max(512) })
    .partial()
    .optional()
    .describe('What one attempt may use, all its tests together. Absent: the limits of the language.'),
  strictFields: z
    .record(z.string(), z.array(z.string()))
    .optional()
    .describe(
      "Report problems: rows are strict, and an unknown field throws, naming the row's own field of the same meaning. field -> its synonyms.",
    ),
  report: reportChecksSchema.optional().describe('Report problems: what feedback may name.'),
  solution: z.string().optional().describe('A response that is right. Never shown to the model.'),
  sealed: z
    .boolean()
    .optional()
    .describe(
      'Whoever made it hides what it means: the page keeps its tests and its solution folded until they are asked for, or the meaning is found.',
    ),
  note: z.string().optional().describe('Why it is hard, in a sentence for the person.'),
})
export type Problem = z.infer<typeof problemSchema>

/** How much of a test's outcome is told, with the default. */
export function feedbackDetailOf(problem: Problem): FeedbackDetail {
  return problem.feedbackDetail ?? 'first-failure'
}
