/** What a student still knows of problems that it is not learning: the likelihood of their solutions, and how often it passes them. */
import type { LanguageModel, Theta } from '../../src/lm/model.ts'
import type { Problem } from '../../src/problems/problem.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import type { Headless } from './headless.ts'
import { ask } from './question-set.ts'
import { responseLogProbs } from './response-log-probs.ts'

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
  const answers = await ask(lab, { problems, theta, count: samples, config, name: 'held out' })
  return {
    logP: (await solutionLogProbs(lab.model, problems, theta)).map((x) => Number(x.toPrecision(5))),
    passed: answers.map(({ attempts }) => attempts.filter(({ passed }) => passed).length),
  }
}

/** log p of each problem's solution and its end by the question alone, at temperature 1, nats. */
export async function solutionLogProbs(
  model: LanguageModel,
  problems: readonly Problem[],
  theta: Theta,
): Promise<number[]> {
  const { tokenizer } = model
  const rows = problems.map(({ statement, solution }) => ({
    prompt: tokenizer.encodeChat([{ role: 'user', content: statement }]),
    response: [...tokenizer.encode(solution ?? ''), tokenizer.endTokenId],
  }))
  return responseLogProbs(model, theta, rows, 1)
}
