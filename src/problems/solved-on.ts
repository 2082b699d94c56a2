/**
 * Which models a preset was solved on, with the figures: each is of one model and is shown with no other. The
 * table is written by `npm run solved-on` from reports of the experiments; what is not in it was not run.
 */
import { z } from 'zod'
import data from './solved-on.json' with { type: 'json' }
import type { Problem } from './problem.ts'

export const solvedOnSchema = z.object({
  /** Id of the preset. */
  preset: z.string(),
  /** `tiny` for the bundled model, else the last part of its name on the hub: SmolLM2-135M-Instruct. */
  model: z.string(),
  /** Share of the untouched model's attempts that pass, and of how many. */
  base: z.object({ rate: z.number(), of: z.number().int() }).optional(),
  /** By arm: runs that found a pass within the budget of attempts. */
  runs: z.array(
    z.object({
      arm: z.string(),
      solved: z.number().int(),
      of: z.number().int(),
      budget: z.number().int(),
    }),
  ),
})
export type SolvedOn = z.infer<typeof solvedOnSchema>

export const solvedOn: readonly SolvedOn[] = z.array(solvedOnSchema).parse(data)

/** The control that stands among the arms of a question with hints: who knows nothing but what the feedback names. */
export const guesser = 'a guesser who reads the feedback'

/** A model that problems are offered to. */
export interface AskedModel {
  id: string
  name: string
  /** False for a model with a vocabulary of a few words. */
  readsAll: boolean
  /** Tokens that it reads at most, its answer included. */
  contextLength: number
}

/** The figures of a preset on a model; null where it was not run there. */
export function solvedBy(
  { id }: Pick<Problem, 'id'>,
  model: Pick<AskedModel, 'id' | 'name'>,
): SolvedOn | null {
  return solvedOn.find((each) => each.preset === id && solvedOnModel(model, each.model)) ?? null
}

/** The same weights go by the name of a folder of the hub, of a file, or of an entry of the storage. */
export function solvedOnModel({ id, name }: Pick<AskedModel, 'id' | 'name'>, wanted: string): boolean {
  if (wanted === 'tiny' || id === 'tiny') return wanted === id
  return `${id} ${name}`.toLowerCase().includes(wanted.toLowerCase())
}

/** Least characters of an answer that make a token, in any of the catalogue's vocabularies: code is dense. */
const charactersOfToken = 2

/** Why a preset is not offered to a model: it could not read the question, or not hold the answer. Null where it is. */
export function notOffered(
  { family, statement, solution = '' }: Problem,
  model: AskedModel,
): 'language-model' | 'bundled' | 'too-long' | null {
  if (!model.readsAll) return family === undefined ? 'language-model' : null
  // Tickets are in the bundled model's own words, with meanings that only it was taught.
  if (family !== undefined) return 'bundled'
  return (statement.length + solution.length) / charactersOfToken > model.contextLength ? 'too-long' : null
}
