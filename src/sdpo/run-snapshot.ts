/** A run between two stages as plain data: what its own memory holds, and what a later worker or visit goes on from. */
import { z } from 'zod'
import { attemptSchema } from './attempt.ts'
import { runConfigSchema } from './config.ts'
import { timingsSchema } from './events.ts'
import { fromOlderConfig } from './older-config.ts'
import { finishReasonSchema } from './stop.ts'

/** A configuration that may have been kept by an older version. */
const keptConfig = z.preprocess(fromOlderConfig, runConfigSchema)
const tokens = z.array(z.number().int())

const stepSchema = z.object({
  step: z.number().int(),
  attempts: tokens,
  /** Stages done. */
  done: z.number().int(),
  timings: timingsSchema,
  entropy: z.number(),
  klToStart: z.number(),
})
export type Step = z.infer<typeof stepSchema>

const updateSummarySchema = z.object({
  step: z.number().int(),
  /** Not finite where the step was skipped for that. */
  loss: z
    .number()
    .or(z.nan())
    .or(z.literal([Infinity, -Infinity])),
  gradNorm: z
    .number()
    .or(z.nan())
    .or(z.literal([Infinity, -Infinity])),
  skipped: z.string().optional(),
})
export type UpdateSummary = z.infer<typeof updateSummarySchema>

/** Settings, and the first step that was told with them (0: the run's start). */
const toldConfigSchema = z.object({ from: z.number().int(), config: keptConfig })
export type ToldConfig = z.infer<typeof toldConfigSchema>

/**
 * So that a run outlives the worker it ran in, and the page. With the weights that `weightsAfter` gives,
 * a run made from it goes on as this one would have.
 */
export const runSnapshotSchema = z.object({
  /** What the student is asked; absent in runs of older versions, which asked the bare statement. */
  question: z.string().optional(),
  config: keptConfig,
  pending: keptConfig.nullable(),
  /** The settings that the run's events have told, in order; absent in runs of older versions. */
  told: z.array(toldConfigSchema).optional(),
  attempts: z.array(attemptSchema),
  updates: z.array(updateSummarySchema),
  completed: z.number().int(),
  step: stepSchema.nullable(),
  ended: finishReasonSchema.nullable(),
  /** Token id and the step that named it. */
  knownTokens: z.array(z.tuple([z.number().int(), z.number().int()])),
})
export type RunSnapshot = z.infer<typeof runSnapshotSchema>

/** Those of later steps, of a list in the order of its steps. */
export function laterThan<T extends { step: number }>(list: readonly T[], step: number): T[] {
  return list.slice(list.findLastIndex((entry) => entry.step <= step) + 1)
}

/** The run up to a step, gone on as `since` has it: in place, so that a run of thousands of attempts is not copied at every stage. */
export function goneOn(run: RunSnapshot, after: number, since: RunSnapshot): RunSnapshot {
  const { attempts, updates } = run
  attempts.splice(attempts.findLastIndex(({ step }) => step <= after) + 1, attempts.length, ...since.attempts)
  updates.splice(updates.findLastIndex(({ step }) => step <= after) + 1, updates.length, ...since.updates)
  const knownTokens = [...run.knownTokens.filter(([, named]) => named <= after), ...since.knownTokens]
  return { ...since, attempts, updates, knownTokens }
}
