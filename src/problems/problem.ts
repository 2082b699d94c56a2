/**
 * A problem: what the model is asked, and how an answer is judged. Plain data, so that it can be
 * pasted, shared in a link and stored in a run. Validated at every border (paste, import, worker).
 */
import { z } from 'zod'

export const jsonSchema = z.json()
export type Json = z.infer<typeof jsonSchema>

export const testCaseSchema = z.object({
  /** One JSON value per parameter of the program. */
  args: z.array(jsonSchema),
  expected: jsonSchema,
})
export type TestCase = z.infer<typeof testCaseSchema>

export const programShapeSchema = z.discriminatedUnion('kind', [
  /** The response is one JavaScript expression over these parameters: `xs.filter(x=>x>3)`. */
  z.object({ kind: z.literal('expression'), parameters: z.array(z.string()).min(1) }),
  /** The response holds a function of this name (possibly in a code block among prose). */
  z.object({ kind: z.literal('function'), name: z.string().min(1) }),
])
export type ProgramShape = z.infer<typeof programShapeSchema>

/** What the author of a report's tests knows of it, so that feedback can name the field that is off. */
export const reportChecksSchema = z.object({
  /** Every row of the report passes these. */
  filters: z.array(z.object({ field: z.string(), test: z.enum(['is', 'not', '>', '<']), value: z.number().optional() })),
  /** The rows come in this order. */
  order: z.object({ field: z.string(), descending: z.boolean() }).optional(),
  /** The field that the report shows; absent for a report that is one number. */
  show: z.string().optional(),
})
export type ReportChecks = z.infer<typeof reportChecksSchema>

export const problemSchema = z.object({
  id: z.string().min(1),
  title: z.string(),
  /** The question exactly as the model reads it, before any chat template. */
  statement: z.string().min(1),
  /** The bundled model's families; absent for pasted problems of another kind. */
  family: z.enum(['lists', 'records']).optional(),
  program: programShapeSchema,
  tests: z.array(testCaseSchema).min(1, 'A problem needs at least one test.'),
  /** How a failing test is told: LeetCode's input/output/expected, or the first thing that breaks in a report. */
  feedbackStyle: z.enum(['leetcode', 'report']).default('leetcode'),
  /** Report problems: rows are strict, and an unknown field throws, naming the row's own field of the same meaning. field -> its synonyms. */
  strictFields: z.record(z.string(), z.array(z.string())).optional(),
  /** Report problems: what feedback may name. */
  report: reportChecksSchema.optional(),
  /** A reference solution. Never shown to the model. */
  solution: z.string().optional(),
  /** Why it is hard, in a sentence for the person. */
  note: z.string().optional(),
})
export type Problem = z.infer<typeof problemSchema>
