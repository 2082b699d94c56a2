/** What a race is asked for and what it tells, as data: the page reads it without the race itself, which is the engine's. */
import { z } from 'zod'
import { armSchema, runConfigSchema } from './config.ts'
import { tokenTallySchema } from './meter.ts'

export const raceConfigSchema = z.object({
  arms: z.array(armSchema).min(1),
  /** Runs an arm; seeds follow one another from the run's. */
  seeds: z.number().int().min(1).max(64),
  /** Attempts a run may make. */
  budget: z.number().int().min(1),
  /** What all runs share; arm, budget, stop rule and seed are the race's to set. */
  run: runConfigSchema,
})
export type RaceConfig = z.infer<typeof raceConfigSchema>

/** Where one run stands after one of its steps. */
export const raceStepSchema = z.object({
  arm: armSchema,
  seed: z.number().int(),
  /** So far, this step's included. */
  attempts: z.number().int(),
  /** Number of its first attempt that passed. */
  firstPass: z.number().int().nullable(),
  /** It passed, or its budget is spent. */
  finished: z.boolean(),
  /** So far. */
  tokens: tokenTallySchema,
  /** Wall milliseconds so far. */
  ms: z.number(),
  /** Updates that were undone because the student computed no probabilities after them; absent: none. */
  undone: z.number().int().min(1).optional(),
})
export type RaceStep = z.infer<typeof raceStepSchema>
