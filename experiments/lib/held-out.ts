/** What a student still knows of problems that it is not learning: the likelihood of their solutions, and how often it passes them. */
import type { Theta } from '../../src/lm/model.ts'
import type { Problem } from '../../src/problems/problem.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import type { Headless } from './headless.ts'
import { ask } from './question-set.ts'

/** One entry a problem, in order. */
export interface HeldOutStanding {
  /** log p of the solution and its end, nats. */
  logP: number[]
  /** Of `samples` answers, those that pass. */
  passed: number[]
}

export async function heldOutStanding(
  lab: Headless,
  problems: readonly Problem[],
  theta: Theta,
  config: RunConfig,
  samples: number,
): Promise<HeldOutStanding> {
  const { model } = lab
  const { tokenizer } = model
  const rows = problems.map(({ statement, solution }) => ({
    prompt: tokenizer.encodeChat([{ role: 'user', content: statement }]),
    response: [...tokenizer.encode(solution ?? ''), tokenizer.endTokenId],
  }))
  const scored = await model.score(theta, rows, config.temperature)
  const answers = await ask(lab, { problems, theta, count: samples, config, name: 'held out' })
  return {
    logP: scored.map(({ logProbs, vocabulary }, i) =>
      Number(
        rows[i]!.response.reduce((sum, token, t) => sum + logProbs[t * vocabulary + token]!, 0).toPrecision(
          5,
        ),
      ),
    ),
    passed: answers.map(({ attempts }) => attempts.filter(({ passed }) => passed).length),
  }
}
