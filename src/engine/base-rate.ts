/** How often the untouched model passes a problem: very many samples, drawn as one tree, each distinct answer judged once. */
import { sampleCounts } from '../lm/sample-tree.ts'
import { LlamaModel } from '../lm/llama-model.ts'
import type { LanguageModel } from '../lm/model.ts'
import type { Problem } from '../problems/problem.ts'
import { Rng } from '../rng.ts'
import type { RunConfig } from '../sdpo/config.ts'
import type { Judge } from '../sdpo/judge.ts'
import { EngineFault } from './live-fault.ts'

export interface BaseRate {
  samples: number
  passed: number
  /** The answers that were drawn most often, with how often. */
  usual: { text: string; count: number }[]
}

const usualShown = 3

/**
 * Samples are those of a run's first batch: at the settings' temperature, cut at their length; top-p is not applied.
 * Throws an EngineFault on a model that is read layer by layer or asked on a server, of which so many samples would take hours.
 */
export async function baseRate(
  model: LanguageModel,
  judge: Judge,
  problem: Problem,
  { maxNewTokens, temperature, seed }: RunConfig,
  samples: number,
): Promise<BaseRate> {
  if (!(model instanceof LlamaModel) || model.passes.kind !== 'whole')
    throw new EngineFault(
      'So many samples cannot be drawn from a model of this size here.',
      'It is read layer by layer, one answer at a time.',
      'Try a few attempts first, or load the bundled model.',
    )
  const prompt = model.tokenizer.encodeChat([{ role: 'user', content: problem.statement }])
  const drawn = await sampleCounts(model, {
    prompt,
    count: samples,
    rng: Rng.of(seed, 'base-rate', problem.id),
    maxNewTokens,
    temperature,
  })
  const answers = drawn
    .map(({ tokens, count, finish }) => ({ text: model.tokenizer.decode(tokens), count, finish }))
    .sort((a, b) => b.count - a.count)
  const verdicts = await Promise.all(
    answers.map(({ text, finish }) => judge(problem, text, { truncated: finish === 'length' })),
  )
  return {
    samples,
    passed: answers.reduce((sum, { count }, i) => sum + (verdicts[i]!.verdict.reward >= 1 ? count : 0), 0),
    usual: answers.slice(0, usualShown).map(({ text, count }) => ({ text, count })),
  }
}
