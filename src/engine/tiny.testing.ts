/** A Llama of one small layer with seeded weights, as files: for tests of the engine that need a whole model, not a good one. */
import { baseParameters } from '../lm/parameters.ts'
import { letterTokenizerFiles } from '../lm/letter-tokenizer.testing.ts'
import { llamaConfigSchema } from '../lm/config.ts'
import { writeSafetensors } from '../lm/safetensors.ts'
import type { Problem } from '../problems/problem.ts'
import { Rng } from '../rng.ts'
import { defaultRunConfig, type RunConfig } from '../sdpo/config.ts'
import type { ModelFiles } from './live-files.ts'

const letters = '\n !"\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz'

const tinyConfig = {
  model_type: 'llama',
  hidden_size: 16,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  intermediate_size: 24,
  vocab_size: 1 + letters.length,
  rms_norm_eps: 1e-5,
  max_position_embeddings: 512,
  tie_word_embeddings: true,
}

export function tinyFiles(): ModelFiles {
  const rng = Rng.of(5, 'tiny')
  const tensors = new Map(
    baseParameters(llamaConfigSchema.parse(tinyConfig)).map(({ name, shape }) => {
      const size = shape.reduce((a, b) => a * b, 1)
      return [
        name,
        {
          shape,
          data: Float32Array.from({ length: size }, () => (name.includes('norm') ? 1 : rng.normal() * 0.3)),
        },
      ]
    }),
  )
  const tokenizer = letterTokenizerFiles(letters)
  const weights = new Uint8Array(writeSafetensors(tensors))
  return {
    config: tinyConfig,
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
