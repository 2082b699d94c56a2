/**
 * What a learner is told in the place of its own feedback, to see what of its gain comes from the words: the feedback that
 * another problem's failures got (same family, same model), or a failure that says nothing.
 */
import type { FamilyName } from '../../src/problems/tickets/family.ts'
import type { Problem } from '../../src/problems/problem.ts'
import { Rng } from '../../src/rng.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import type { Judge } from '../../src/sdpo/judge.ts'
import { sampleCounts } from '../../src/lm/sample-tree.ts'
import type { Headless } from './headless.ts'
import type { Told } from './told.ts'

/** Feedback of failed attempts of the untouched model, by problem id. */
export type FeedbackPool = Readonly<Record<string, readonly string[]>>

const attemptsPerProblem = 64

/** A failure in each family's own form that names no test and no value. */
export const bareFailure: Record<FamilyName, string> = {
  lists: 'Runtime Error: SyntaxError: cannot read the program',
  records: 'SyntaxError: cannot read the program',
}

export async function feedbackPool(
  { model, judge }: Headless,
  problems: readonly Problem[],
  { maxNewTokens, temperature }: RunConfig,
): Promise<FeedbackPool> {
  const pool: Record<string, string[]> = {}
  for (const problem of problems) {
    const rng = Rng.of(0, 'feedback-pool', problem.id)
    const prompt = model.tokenizer.encodeChat([{ role: 'user', content: problem.statement }])
    const counts = await sampleCounts(model, {
      prompt,
      count: attemptsPerProblem,
      rng,
      maxNewTokens,
      temperature,
    })
    const told: string[] = []
    for (const { tokens, count } of counts)
      for (let i = 0; i < count; i++) {
        const { verdict } = await judge(problem, model.tokenizer.decode(tokens), {
          pick: (n) => rng.below(n),
        })
        if (verdict.reward < 1 && verdict.feedback.trim() !== '') told.push(verdict.feedback)
      }
    pool[problem.id] = told
  }
  return pool
}

export interface Telling {
  problem: Problem
  seed: number
  /** Of all problems; this one's own is left out. */
  pool: FeedbackPool
  /** The words of a bare failure. */
  bare: string
}

/** The judge, whose failures are told in other words; a pass stays as it is. The words are drawn by the run's seed. */
export function judgeTelling(judge: Judge, told: Told, { problem, seed, pool, bare }: Telling): Judge {
  if (told === 'own') return judge
  const rng = Rng.of(seed, 'told', told, problem.id)
  const others = Object.keys(pool).filter((id) => id !== problem.id && pool[id]!.length > 0)
  return async (own, text, options) => {
    const judged = await judge(own, text, options)
    if (judged.verdict.reward >= 1 || judged.verdict.feedback.trim() === '') return judged
    const feedback: string = told === 'bare failure' ? bare : rng.pick(pool[rng.pick(others)]!)
    return { ...judged, verdict: { ...judged.verdict, feedback, told: null } }
  }
}
