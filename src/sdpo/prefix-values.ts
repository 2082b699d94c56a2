/**
 * What an attempt's tokens really did to its chance: from each of its prefixes the policy writes on many times, and the judge
 * says how many of those pass. The share is the value of the prefix under the policy, V(x, y_<=t) = P(pass | x, y_<=t), and
 * the step from one prefix to the next is the token's own advantage, V(x, y_<=t) - V(x, y_<t), which every rule of credit
 * stands in for. (Counterfactual continuations, as Monte Carlo values in the policy gradient literature: VinePPO,
 * arXiv 2410.01679.)
 */
import { continuations } from '../lm/continuations.ts'
import type { LanguageModel, Theta } from '../lm/model.ts'
import type { Rng } from '../rng.ts'

export interface PrefixValueRequest {
  model: LanguageModel
  theta: Theta
  /** Token ids of what the attempt read. */
  prompt: readonly number[]
  /** Token ids of the attempt, its end token included where it ended by itself. */
  tokens: readonly number[]
  /** Whether the attempt itself passed. */
  passed: boolean
  /** Continuations from each prefix. */
  samples: number
  /** The generator of continuation `n` (from 0) of the first `length` tokens. */
  rngOf: (length: number, n: number) => Rng
  /** Of a whole response. */
  maxNewTokens: number
  temperature: number
  topP: number
  /** Whether a whole response passes. */
  passes: (text: string, truncated: boolean) => Promise<boolean>
}

/**
 * How many of `samples` continuations pass, from each prefix: entry t of N + 1 is that of the first t tokens, so that entry 0
 * is the question's own and entry N, where nothing is left to write, has all or none. A text is judged once.
 */
export async function prefixPasses(request: PrefixValueRequest): Promise<number[]> {
  const { model, theta, prompt, tokens, samples, maxNewTokens, temperature, topP } = request
  const judged = new Map<string, boolean>()
  const passes = async (text: string, truncated: boolean): Promise<boolean> => {
    const key = `${truncated} ${text}`
    const known = judged.get(key) ?? (await request.passes(text, truncated))
    judged.set(key, known)
    return known
  }
  const longest = Math.min(maxNewTokens, model.config.maxPositions - prompt.length)
  const counts: number[] = []
  for (let length = 0; length < tokens.length; length++) {
    const begun = tokens.slice(0, length)
    const written = await continuations(model, {
      prompt: [...prompt, ...begun],
      theta,
      count: samples,
      rngOf: (n) => request.rngOf(length, n),
      maxNewTokens: longest - length,
      temperature,
      topP,
    })
    let passing = 0
    for (const { tokens: rest, count, finish } of written)
      if (await passes(model.tokenizer.decode([...begun, ...rest]), finish === 'length')) passing += count
    counts.push(passing)
  }
  return [...counts, request.passed ? samples : 0]
}
