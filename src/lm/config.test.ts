/** What of a config.json is honoured, and what is refused in words. */
import { describe, expect, it } from 'vitest'
import { llamaConfigSchema } from './config.ts'
import { headerLength, readHeader } from './safetensors.ts'

const plain = {
  model_type: 'llama',
  hidden_size: 64,
  num_hidden_layers: 8,
  num_attention_heads: 4,
  intermediate_size: 128,
  vocab_size: 100,
  rms_norm_eps: 1e-5,
  max_position_embeddings: 256,
  hidden_act: 'silu',
}
const read = (changes: Record<string, unknown>) => llamaConfigSchema.safeParse({ ...plain, ...changes })

describe('config.json', () => {
  it.each([
    ['nothing else', {}],
    ['null quantisation', { quantization_config: null }],
    ['null bias', { attention_bias: null }],
    ['multipliers of one', { embedding_multiplier: 1, residual_multiplier: 1, logits_scaling: 1 }],
    ['a whole rotation', { partial_rotary_factor: 1 }],
  ])('with %s runs', (_, changes) => {
    expect(read(changes).error?.issues).toBeUndefined()
  })
  it.each([
    ['relu', { hidden_act: 'relu' }, /relu.*silu/],
    ['half a rotation', { partial_rotary_factor: 0.5 }, /rotated in part/],
    ['multipliers', { embedding_multiplier: 12 }, /embedding_multiplier/],
    ['scaled logits', { logits_scaling: 8 }, /logits_scaling/],
    ['quantised weights', { quantization_config: { bits: 4 } }, /GPTQ/],
    ['twenty million layers', { num_hidden_layers: 20_000_000 }, /1,024 layers/],
    ['a vocabulary without end', { vocab_size: 2 ** 40 }, /vocab_size|<=/],
  ])('with %s is refused', (_, changes, reason) => {
    const begun = performance.now()
    const { error } = read(changes)
    expect(error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')).toMatch(
      reason,
    )
    expect(performance.now() - begun).toBeLessThan(200)
  })
  it('leaves every fourth layer of SmolLM3 unrotated, where it is silent', () => {
    const { layerTypes } = read({ model_type: 'smollm3' }).data!
    expect(layerTypes.map(({ rope }) => rope !== null)).toEqual([
      true,
      true,
      true,
      false,
      true,
      true,
      true,
      false,
    ])
  })
})

describe('a safetensors header', () => {
  const header = (tensors: Record<string, [number, number]>) =>
    new TextEncoder().encode(
      JSON.stringify(
        Object.fromEntries(
          Object.entries(tensors).map(([name, data_offsets]) => [
            name,
            { dtype: 'F32', shape: [4], data_offsets },
          ]),
        ),
      ),
    )
  it('whose tensors overlap is refused', () => {
    expect(readHeader(header({ a: [0, 16], b: [16, 32] }), 1000)).toHaveLength(2)
    expect(() => readHeader(header({ a: [0, 16], b: [8, 24] }), 1000)).toThrow(/a and b overlap/)
  })
  it('of many megabytes is not read', () => {
    const first = new Uint8Array(8)
    new DataView(first.buffer).setBigUint64(0, 30_000_000n, true)
    expect(() => headerLength(first, 1e9)).toThrow(/30000000 bytes/)
  })
})
