/**
 * What each measure of telling is worth for a model: by how much the teacher's log-odds of the right answer move when it reads
 * the feedback of a question on the same failed attempts, told as nothing, as wrong, as a hint, or as what is left.
 */
import { z } from 'zod'
import type { LanguageModel } from '../lm/model.ts'
import { tellsSchema } from '../problems/question-rule.ts'
import type { Problem } from '../problems/problem.ts'
import { questionOf } from '../problems/prompt.ts'
import { Rng } from '../rng.ts'
import type { RunConfig } from '../sdpo/config.ts'
import type { Judge } from '../sdpo/judge.ts'
import { rightAnswerOf } from './known.ts'
import { shiftSchema, type UntouchedSample } from './measured.ts'
import { measureShift } from './shift.ts'

export const worthSchema = z.object({
  tells: tellsSchema,
  /** Null where nothing is told, or no attempt failed. */
  shift: shiftSchema.nullable(),
})
export type Worth = z.infer<typeof worthSchema>

/** Untouched attempts whose feedback is read. */
const attempts = 4

export interface WorthParts {
  model: LanguageModel
  problem: Problem
  config: RunConfig
  judge: Judge
}

/** One a measure, in the order of the switch; empty for a problem of another kind. */
export async function worthOfTelling({ model, problem, config, judge }: WorthParts): Promise<Worth[]> {
  const { program } = problem
  if (program.kind !== 'question') return []
  const { tokenizer } = model
  const question = questionOf(problem, { readsAll: tokenizer.readsAll })
  const { maxNewTokens, temperature, topP, seed } = config
  const drawn = await model.sample({
    prompt: tokenizer.encodeChat([{ role: 'user', content: question }]),
    theta: null,
    rngs: Array.from({ length: attempts }, (_, i) => Rng.of(seed, 'worth', problem.id, i)),
    maxNewTokens,
    temperature,
    topP,
  })
  const right = rightAnswerOf(problem)
  const worth: Worth[] = []
  for (const tells of tellsSchema.options) {
    const told: Problem = { ...problem, program: { ...program, tells } }
    const samples: UntouchedSample[] = []
    for (const { tokens } of drawn) {
      const text = tokenizer.decode(tokens)
      const { verdict } = await judge(told, text, {})
      samples.push({ text, tokens: tokens.length, cut: false, verdict, error: null })
    }
    worth.push({
      tells,
      shift:
        tells === 'nothing' ? null : await measureShift({ model, problem, config, question, right, samples }),
    })
  }
  return worth
}
