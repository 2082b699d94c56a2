/** A Llama of one small layer with seeded weights, as files: for tests of the engine that need a whole model, not a good one. */
import { baseParameters } from '../lm/parameters.ts'
import { llamaConfigSchema } from '../lm/config.ts'
import { writeSafetensors } from '../lm/safetensors.ts'
import type { Problem } from '../problems/problem.ts'
import { Rng } from '../rng.ts'
import { defaultRunConfig, type RunConfig } from '../sdpo/config.ts'
import type { ModelFiles } from './live-files.ts'

const pieces = ['</s>', ...'\n !"\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz']

export const tinyConfig = {
  model_type: 'llama',
  hidden_size: 16,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  intermediate_size: 24,
  vocab_size: pieces.length,
  rms_norm_eps: 1e-5,
  max_position_embeddings: 512,
  tie_word_embeddings: true,
}

export function tinyFiles(): ModelFiles {
  const rng = Rng.of(5, 'tiny')
  const tensors = new Map(
    baseParameters(llamaConfigSchema.parse(tinyConfig)).map(({ name, shape }) => {
      const size = shape.reduce((a, b) => a * b, 1)
      return [name, { shape, data: Float32Array.from({ length: size }, () => (name.includes('norm') ? 1 : rng.normal() * 0.3)) }]
    }),
  )
  const weights = new Uint8Array(writeSafetensors(tensors))
  return {
    config: tinyConfig,
    weights,
    tokenizer: {
      version: '1.0',
      added_tokens: [{ id: 0, content: '</s>', special: true, lstrip: false, rstrip: false, normalized: false, single_word: false }],
      normalizer: null,
      pre_tokenizer: null,
      post_processor: null,
      decoder: { type: 'Fuse' },
      model: { type: 'BPE', vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])), merges: [], unk_token: '</s>' },
    },
    tokenizerConfig: { eos_token: '</s>', chat_template: "{% for m in messages %}{{ m.content }}{% endfor %}{{ '>' }}" },
    bytes: weights.length,
  }
}

export const tinyProblem: Problem = {
  id: 'twice', title: 'Twice', statement: 'Twice x.', program: { kind: 'expression', parameters: ['x'] },
  tests: [{ args: [2], expected: 4 }, { args: [5], expected: 10 }], feedbackStyle: 'leetcode', solution: 'x * 2',
}

export const tinyRunConfig = (change: Partial<RunConfig> = {}): RunConfig => ({
  ...defaultRunConfig, attemptsPerStep: 2, budget: 6, maxNewTokens: 6, ...change, reprompt: { ...defaultRunConfig.reprompt, maxTokens: 400, ...change.reprompt },
})
