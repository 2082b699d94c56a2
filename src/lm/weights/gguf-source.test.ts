import { describe, expect, it } from 'vitest'
import { baseParameters } from '../parameters.ts'
import { llamaConfigSchema } from '../config.ts'
import type { HostTensor } from '../safetensors.ts'
import { dequantise } from './blocks.ts'
import { bytesRange } from './bytes.ts'
import { readGgufHeader } from './gguf.ts'
import { openGguf } from './gguf-source.ts'
import { llamaAsGguf, writeGguf, type GgufMeta } from './gguf.testing.ts'
import { WeightsError } from './weights-error.ts'

const config = {
  model_type: 'llama',
  hidden_size: 16,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  intermediate_size: 24,
  vocab_size: 40,
  rms_norm_eps: 1e-5,
  rope_theta: 100000,
  max_position_embeddings: 512,
  tie_word_embeddings: true,
}
const tensors = new Map<string, HostTensor>(
  baseParameters(llamaConfigSchema.parse(config)).map(({ name, shape }, t) => [
    name,
    { shape, data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => t + i / 1000) },
  ]),
)
const file = llamaAsGguf(config, tensors)
const noTokenizer = () => ({ tokenizer: {}, config: {} })
const open = (bytes: Uint8Array) => openGguf(bytesRange('model.gguf', bytes), noTokenizer)

async function errorOf(bytes: Uint8Array): Promise<WeightsError> {
  const error = await open(bytes).catch((e: unknown) => e)
  if (!(error instanceof WeightsError)) throw new Error(`expected a WeightsError, not ${String(error)}`)
  return error
}

describe('a GGUF file', () => {
  it('gives config.json as the model had it', async () => {
    expect((await open(file)).config).toMatchObject(config)
  })

  it('gives every tensor by its Hugging Face name, q and k as they were before the conversion', async () => {
    const source = await open(file)
    expect([...source.tensors.keys()].sort()).toEqual([...tensors.keys()].sort())
    for (const [name, { shape, data }] of tensors) {
      const stored = await source.read(name)
      expect(stored.shape).toEqual(shape)
      expect(dequantise(stored)).toEqual(data)
    }
  })

  it('moves whole rows of quantised blocks', async () => {
    const rows = Uint8Array.from({ length: 8 * 18 }, (_, i) => Math.floor(i / 18))
    const meta = await metadata()
    const bytes = writeGguf({ ...meta, 'llama.attention.head_count': 2 }, [
      { name: 'token_embd.weight', shape: [4, 32], type: 0, data: new Uint8Array(512) },
      { name: 'blk.0.attn_q.weight', shape: [8, 32], type: 2, data: rows },
    ])
    const { data, type } = await (await open(bytes)).read('model.layers.0.self_attn.q_proj.weight')
    expect(type).toBe('Q4_0')
    expect(Array.from({ length: 8 }, (_, i) => data[i * 18])).toEqual([0, 2, 1, 3, 4, 6, 5, 7])
  })

  it('knows Llama 3 by its rotary factors, and refuses others', async () => {
    const theta = 500000
    const factors = Float32Array.from({ length: 32 }, (_, i) => {
      const wave = 2 * Math.PI * theta ** (i / 32)
      return wave < 2048
        ? 1
        : wave > 8192
          ? 32
          : 1 / ((1 - (8192 / wave - 1) / 3) / 32 + (8192 / wave - 1) / 3)
    })
    const withFactors = async (values: Float32Array) => {
      const meta = await metadata()
      return writeGguf({ ...meta, 'llama.rope.freq_base': theta, 'llama.attention.key_length': 64 }, [
        { name: 'token_embd.weight', shape: [4, 32], type: 0, data: new Uint8Array(512) },
        { name: 'rope_freqs.weight', shape: [32], type: 0, data: new Uint8Array(values.slice().buffer) },
      ])
    }
    expect((await open(await withFactors(factors))).config['rope_scaling']).toEqual({
      rope_type: 'llama3',
      factor: 32,
      low_freq_factor: 1,
      high_freq_factor: 4,
      original_max_position_embeddings: 8192,
    })
    expect((await errorOf(await withFactors(factors.map((f) => f + 1)))).reason).toContain('rope_freqs')
  })

  it('says what is wrong with a file that cannot be used', async () => {
    expect((await errorOf(new TextEncoder().encode('<!doctype html><html></html>'))).reason).toContain(
      'does not begin with GGUF',
    )
    expect((await errorOf(file.slice(0, 200))).reason).toContain('cut short')
    expect((await errorOf(file.slice(0, file.length - 40))).reason).toContain('cut short')
    expect((await errorOf(writeGguf({ 'general.architecture': 'mamba' }, []))).reason).toContain('mamba')
    expect((await errorOf(writeGguf({ 'general.architecture': 'llama' }, [], 1))).reason).toContain(
      'version is 1',
    )
    const embedding = { name: 'token_embd.weight', shape: [4, 32], type: 0, data: new Uint8Array(512) }
    const meta = await metadata()
    expect(
      (
        await errorOf(
          writeGguf(meta, [
            embedding,
            { name: 'blk.0.attn_q.weight', shape: [4, 256], type: 10, data: new Uint8Array(84) },
          ]),
        )
      ).reason,
    ).toContain('Q2_K')
    expect(
      (
        await errorOf(
          writeGguf(meta, [
            embedding,
            { name: 'blk.0.ffn_gate_exps.weight', shape: [4, 32], type: 0, data: new Uint8Array(512) },
          ]),
        )
      ).reason,
    ).toContain('ffn_gate_exps')
  })
})

async function metadata(): Promise<GgufMeta> {
  return (await readGgufHeader(bytesRange('model.gguf', file))).metadata as GgufMeta
}
