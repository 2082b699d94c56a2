import { describe, expect, it } from 'vitest'
import { llamaConfigSchema } from './config.ts'
import { countParameters } from './memory.ts'
import { precisionOn } from './precision.ts'

/** SmolLM2 135M, at its own depth or another. */
const config = (layers = 30) => llamaConfigSchema.parse({
  model_type: 'llama', hidden_size: 576, num_hidden_layers: layers, num_attention_heads: 9, num_key_value_heads: 3, intermediate_size: 1536,
  vocab_size: 49152, rms_norm_eps: 1e-5, rope_theta: 100000, max_position_embeddings: 8192, tie_word_embeddings: true,
})

describe('the form of placed matrices', () => {
  it('is floats on WebAssembly while they stay under a gigabyte, packed beyond', () => {
    expect(precisionOn('wasm', config())).toBe('f32')
    const [below, above] = [config(62), config(64)]
    expect(countParameters(below) * 4).toBeLessThan(1e9)
    expect(countParameters(above) * 4).toBeGreaterThan(1e9)
    expect(precisionOn('wasm', below)).toBe('f32')
    expect(precisionOn('wasm', above)).toBe('packed')
  })

  it('is packed everywhere else', () => {
    for (const backend of ['webgpu', 'node'] as const) expect(precisionOn(backend, config())).toBe('packed')
  })
})
