/** The small Llama of the tests as files, with a problem and settings for it: for tests of the engine. */
import { writeSafetensors } from '../lm/safetensors.ts'
import { tinyLlamaConfig, tinyLlamaTensors, tinyLlamaTokenizer } from '../lm/tiny-llama.testing.ts'
import type { Problem } from '../problems/problem.ts'
import { defaultRunConfig, type RunConfig } from '../sdpo/config.ts'
import type { ModelFiles } from './live-files.ts'

export function tinyFiles(): ModelFiles {
  const tokenizer = tinyLlamaTokenizer()
  const weights = new Uint8Array(writeSafetensors(tinyLlamaTensors()))
  return {
    config: tinyLlamaConfig,
    weights,
    tokenizer: tokenizer.tokenizer,
    tokenizerConfig: tokenizer.config,
    bytes: weights.length,
  }
}

export const tinyProblem: Problem = {
  id: 'twice',
  title: 'Twice',
  statement: 'Twice x.',
  program: { kind: 'expression', parameters: ['x'] },
  tests: [
    { args: [2], expected: 4 },
    { args: [5], expected: 10 },
  ],
  feedbackStyle: 'leetcode',
  solution: 'x * 2',
}

export const tinyRunConfig = (change: Partial<RunConfig> = {}): RunConfig => ({
  ...defaultRunConfig,
  attemptsPerStep: 2,
  budget: 6,
  maxNewTokens: 6,
  ...change,
  reprompt: { ...defaultRunConfig.reprompt, maxTokens: 400, ...change.reprompt },
})
