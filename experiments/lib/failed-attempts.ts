/** Failed attempts of the untouched model at a problem, with what the judge says of each. */
import type { Problem } from '../../src/problems/problem.ts'
import { Rng } from '../../src/rng.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import type { Headless } from './headless.ts'

export interface Failure {
  problem: Problem
  tokens: number[]
  text: string
  feedback: string
}

/** Distinct failed attempts of the untouched model that the judge has words for, at most `count`; always the same ones. */
export async function failedAttempts(
  { model, judge }: Headless,
  problem: Problem,
  { maxNewTokens, temperature, topP }: RunConfig,
  count: number,
): Promise<Failure[]> {
  const prompt = model.tokenizer.encodeChat([{ role: 'user', content: problem.statement }])
  const drawn = await model.sample({
    prompt,
    theta: null,
    rngs: Array.from({ length: 24 }, (_, n) => Rng.of(0, 'truth', problem.id, n)),
    maxNewTokens,
    temperature,
    topP,
  })
  const found = new Map<string, Failure>()
  for (const [i, { tokens, finish }] of drawn.entries()) {
    if (found.size === count) break
    const text = model.tokenizer.decode(tokens)
    const rng = Rng.of(0, 'truth-feedback', problem.id, i)
    const { verdict } = await judge(problem, text, {
      pick: (n) => rng.below(n),
      truncated: finish === 'length',
    })
    if (verdict.reward < 1 && verdict.feedback.trim())
      found.set(text, { problem, tokens, text, feedback: verdict.feedback })
  }
  return [...found.values()]
}
