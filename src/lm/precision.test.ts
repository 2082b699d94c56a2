import { describe, expect, it } from 'vitest'
import { llamaConfigSchema } from './config.ts'
import { countParameters, estimateMemory } from './memory.ts'
import { heldOn, precisionOn } from './precision.ts'

/** SmolLM2 135M, at its own depth or another. */
const config = (layers = 30) =>
  llamaConfigSchema.parse({
    model_type: 'llama',
    hidden_size: 576,
    num_hidden_layers: layers,
    num_attention_heads: 9,
    num_key_value_heads: 3,
    intermediate_size: 1536,
    vocab_size: 49152,
    rms_norm_eps: 1e-5,
    rope_theta: 100000,
    max_position_embeddings: 8192,
    tie_word_embeddings: true,
  })

const cpu = { float16: false, memory: null }

describe('the form of placed matrices', () => {
  it('is floats on WebAssembly while they stay under a gigabyte, packed beyond', () => {
    expect(precisionOn('wasm', config(), cpu)).toBe('f32')
    const [below, above] = [config(62), config(64)]
    expect(countParameters(below) * 4).toBeLessThan(1e9)
    expect(countParameters(above) * 4).toBeGreaterThan(1e9)
    expect(precisionOn('wasm', below, cpu)).toBe('f32')
    expect(precisionOn('wasm', above, cpu)).toBe('packed')
  })

  it('is 16-bit floats on a graphics adapter that has them, while they take a quarter of the memory at most', () => {
    const bytes = countParameters(config()) * 2
    expect(precisionOn('webgpu', config(), { float16: true, memory: 8e9 })).toBe('f16')
    expect(precisionOn('webgpu', config(), { float16: true, memory: 4 * bytes })).toBe('f16')
    expect(precisionOn('webgpu', config(), { float16: true, memory: 4 * bytes - 8 })).toBe('packed')
    expect(precisionOn('webgpu', config(), { float16: true, memory: null })).toBe('f16')
    expect(precisionOn('webgpu', config(300), { float16: true, memory: null })).toBe('packed')
    expect(precisionOn('webgpu', config(), { float16: false, memory: 8e9 })).toBe('packed')
  })

  it('is floats in Node while they take half of the memory at most', () => {
    const bytes = countParameters(config()) * 4
    expect(precisionOn('node', config(), cpu)).toBe('f32')
    expect(precisionOn('node', config(), { float16: false, memory: 2 * bytes })).toBe('f32')
    expect(precisionOn('node', config(), { float16: false, memory: 2 * bytes - 8 })).toBe('packed')
    expect(precisionOn('node', config(300), cpu)).toBe('packed')
  })

  it('is what a model\u2019s needs are estimated by', () => {
    expect(heldOn('wasm', config(), cpu)).toBe('f32')
    expect(heldOn('wasm', config(64), cpu)).toBe('int8')
    const [float16, packed] = [true, false].map(
      (has) =>
        estimateMemory(config(), {
          held: heldOn('webgpu', config(), { float16: has, memory: 8e9 }),
          on: 'graphics',
          rank: 8,
          attempts: 4,
          promptTokens: 512,
          newTokens: 24,
        }).weights,
    )
    expect(float16! / packed!).toBeCloseTo(2 / 1.125, 2)
  })

  it('counts weights that the CPU decodes with once more, in any form, while they are small', () => {
    const runtime = (layers: number, held: 'f32' | 'int8', on: 'cpu' | 'graphics') =>
      estimateMemory(config(layers), { held, on, rank: 8, attempts: 4, promptTokens: 512, newTokens: 24 })
    for (const held of ['f32', 'int8'] as const) {
      const { runtime: cpu, weights } = runtime(30, held, 'cpu')
      expect(cpu - runtime(30, held, 'graphics').runtime).toBe(weights)
    }
    expect(runtime(300, 'f32', 'cpu').runtime).toBe(runtime(300, 'f32', 'graphics').runtime)
  })
})
