/** What a judge returns for one response: a reward, and the text that hindsight is made of. */
import { z } from 'zod'

/** One test's outcome. Field meanings follow the records of lasgroup/SDPO feedback/code.py (`format_test_feedback`). */
export const testRecordSchema = z.object({
  /** 0-based position in the problem's tests. */
  testIndex: z.number().int(),
  input: z.string(),
  expected: z.string(),
  /** What the program returned, as text; for an error "Error: ...", and the sentinels "Time out" and "Incorrect format". */
  actual: z.string(),
  passed: z.boolean(),
  /** What the program printed. */
  debug: z.string().optional(),
  /** Told to nobody but the person who looks at the tests. */
  hidden: z.boolean().optional(),
})
export type TestRecord = z.infer<typeof testRecordSchema>

const verdictStatusSchema = z.enum([
  'passed',
  'wrong-answer',
  'runtime-error',
  'syntax-error',
  'time-out',
  'memory-limit',
  'format-error',
])
export type VerdictStatus = z.infer<typeof verdictStatusSchema>

export const verdictSchema = z.object({
  /** 1 when every test passes, else 0; with partial credit, and from a custom judge, what lies between. */
  reward: z.number(),
  status: verdictStatusSchema,
  passedTests: z.number().int(),
  totalTests: z.number().int(),
  /** The text the self-teacher reads; empty when there is nothing to say. */
  feedback: z.string(),
  /** Position in the problem's tests of the failing test that the feedback tells of, the first where it tells of several; null where it tells of no test. */
  told: z.number().int().nullable().default(null),
  /** Judging time in milliseconds. */
  timeMs: z.number(),
  /** What of the response was judged: the text, and where it stands in it. Absent where all of it was, or nothing could be. */
  judged: z.object({ text: z.string(), from: z.string() }).optional(),
})
export type Verdict = z.infer<typeof verdictSchema>

/** A verdict in two words, as the reference heads its feedback. */
export const verdictNames = {
  passed: 'Accepted',
  'wrong-answer': 'Wrong Answer',
  'runtime-error': 'Runtime Error',
  'syntax-error': 'Syntax Error',
  'time-out': 'Time Limit Exceeded',
  'memory-limit': 'Memory Limit Exceeded',
  'format-error': 'Incorrect Format',
} as const satisfies Record<VerdictStatus, string>
