/** Failed attempts of the untouched model that one other token turns into a pass: where the wrong token is known. */
import { sampleCounts } from '../../src/lm/sample-tree.ts'
import type { Problem } from '../../src/problems/problem.ts'
import { Rng } from '../../src/rng.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import type { Headless } from './headless.ts'

export interface NearMiss {
  problem: Problem
  prompt: number[]
  tokens: number[]
  text: string
  /** Position of the wrong token. */
  wrong: number
  feedback: string
}

const attemptsPerProblem = 6

/** Failed samples that differ from the solution in one token, as often as the model writes them, each told by a random failing test. */
export async function nearMisses(
  { model, judge }: Headless,
  problem: Problem,
  { maxNewTokens, temperature }: RunConfig,
  samples: number,
): Promise<NearMiss[]> {
  const rng = Rng.of(0, 'credit', problem.id)
  const prompt = model.tokenizer.encodeChat([{ role: 'user', content: problem.statement }])
  const truth = [...model.tokenizer.encode(problem.solution!), model.tokenizer.endTokenId]
  const counts = await sampleCounts(model, { prompt, count: samples, rng, maxNewTokens, temperature })
  const near = counts
    .map(({ tokens, count }) => ({
      tokens,
      count,
      wrong:
        tokens.length === truth.length ? truth.flatMap((token, t) => (token === tokens[t] ? [] : [t])) : [],
    }))
    .filter(({ wrong }) => wrong.length === 1)
  const total = near.reduce((sum, { count }) => sum + count, 0)
  const misses: NearMiss[] = []
  for (let i = 0; i < Math.min(attemptsPerProblem, total); i++) {
    let rest = rng.below(total)
    const { tokens, wrong } = near.find(({ count }) => (rest -= count) < 0)!
    const text = model.tokenizer.decode(tokens)
    const { verdict } = await judge(problem, text, { pick: (n) => rng.below(n) })
    if (verdict.reward < 1 && verdict.feedback.trim())
      misses.push({ problem, prompt, tokens, text, wrong: wrong[0]!, feedback: verdict.feedback })
  }
  return misses
}
