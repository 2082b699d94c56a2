/** A Llama of one small layer with seeded weights, that writes letters: for tests that need a whole model, not a good one. */
import { Rng } from '../rng.ts'
import { llamaConfigSchema } from './config.ts'
import { letterTokenizerFiles } from './letter-tokenizer.testing.ts'
import { baseParameters } from './parameters.ts'

const letters = '\n !"\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz'

/** As its config.json has it. */
export const tinyLlamaConfig = {
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

export const tinyLlamaTokenizer = () => letterTokenizerFiles(letters)

/** The same at every call. */
export function tinyLlamaTensors(): Map<string, { shape: readonly number[]; data: Float32Array }> {
  const rng = Rng.of(5, 'tiny')
  return new Map(
    baseParameters(llamaConfigSchema.parse(tinyLlamaConfig)).map(({ name, shape }) => {
      const size = shape.reduce((a, b) => a * b, 1)
      const value = () => (name.includes('norm') ? 1 : rng.normal() * 0.3)
      return [name, { shape, data: Float32Array.from({ length: size }, value) }]
    }),
  )
}
