/** What is measured of a problem on a model before a run, and what of it is known by then: each part comes in its turn. */
import { z } from 'zod'
import { verdictSchema } from '../verify/verdict.ts'

/** Untouched attempts that are made to see what the model does without training. */
export const plannedSamples = 16

const sampleSchema = z.object({
  text: z.string(),
  tokens: z.number().int(),
  /** It met the length limit. */
  cut: z.boolean(),
  verdict: verdictSchema,
  /** What it ended in, where it gave no answer to compare. */
  error: z.string().nullable(),
})
/** One attempt of the base model, judged. */
export type UntouchedSample = z.infer<typeof sampleSchema>

export const shiftSchema = z.object({
  /** Whose odds are read: those of a right answer that is known, or of the attempts that failed. */
  of: z.enum(['right', 'failed']),
  /** Mean move of the log-odds when the teacher reads this problem's own feedback, nats; for failed attempts how far they fall. */
  own: z.number(),
  /** The same under feedback on another problem of the kind. */
  control: z.number(),
  /** Pieces of feedback that were read. */
  pieces: z.number().int(),
})
export type Shift = z.infer<typeof shiftSchema>

export const measuredSchema = z.object({
  /** Words of the question that the model's vocabulary lacks. */
  unread: z.array(z.string()),
  /** False for a model with a vocabulary of a few words. */
  readsAll: z.boolean(),
  questionTokens: z.number().int(),
  contextLength: z.number().int(),
  /** Tokens of the shortest right answer that is known, its end included; null where none is known. */
  answerTokens: z.number().int().nullable(),
  /** Whether a program of the few steps that a model of expressions was trained on passes the tests; null where none was looked for. */
  writable: z.object({ steps: z.number().int(), found: z.boolean() }).nullable(),
  /** Chance that an untouched attempt is one of the right answers that are known, 0 to 1; null before it is measured, and for a model of sentences. */
  rightRate: z.number().nullable(),
  samples: z.array(sampleSchema),
  /** Null before it is measured, and where there is nothing to read. */
  shift: shiftSchema.nullable(),
  /** Wall milliseconds of one step of the run's own arm, and its attempts; null before it is measured. */
  step: z.object({ ms: z.number(), attempts: z.number().int() }).nullable(),
  /** What has been measured: the words alone, or attempts and their feedback too. */
  done: z.enum(['words', 'samples', 'all']),
})
export type Measured = z.infer<typeof measuredSchema>
