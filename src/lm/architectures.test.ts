/** Every architecture of the table against transformers: a tiny random model of each (reference/architectures), read and decoded. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createNodeRuntime } from '../runtime/node.ts'
import { Rng } from '../rng.ts'
import { architectures } from './architectures.ts'
import { llamaConfigSchema } from './config.ts'
import { LlamaModel } from './llama-model.ts'
import { readSafetensors } from './safetensors.ts'
import { logSoftmax } from './sampling.ts'
import type { Tokenizer } from './tokenizer.ts'

const folder = new URL('../../reference/architectures/', import.meta.url)
const names = readdirSync(folder).filter((file) => file.endsWith('.json')).map((file) => file.replace('.json', ''))
const runtime = createNodeRuntime({ threads: 1 })

interface Reference {
  config: { model_type: string; vocab_size: number }
  input_ids: number[][]
  logits: { shape: number[]; values: string }
}

function open(name: string) {
  const reference = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Reference
  const bytes = readFileSync(new URL(`${name}.safetensors`, folder))
  const logits = Buffer.from(reference.logits.values, 'base64')
  return {
    reference,
    logits: new Float32Array(logits.buffer.slice(logits.byteOffset, logits.byteOffset + logits.byteLength)),
    config: llamaConfigSchema.parse(reference.config),
    weights: readSafetensors(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer),
  }
}

describe('architectures against transformers', () => {
  it('has a model of every family in the table', () => {
    expect(new Set(names.map((name) => open(name).reference.config.model_type))).toEqual(new Set(Object.keys(architectures)))
  })

  it.each(names)('%s reads as transformers does, and decodes as it reads', async (name) => {
    const { reference, logits, config, weights } = open(name)
    const model = new LlamaModel(runtime, { config, tokenizer: { endTokenIds: new Set([-1]) as ReadonlySet<number> } as Tokenizer, weights, lora: { rank: 2, scale: 1 } })
    const { vocab_size: vocabulary } = reference.config
    const length = reference.input_ids[0]!.length
    const scored = await model.score(null, reference.input_ids.map((ids) => ({ prompt: ids.slice(0, 3), response: ids.slice(3) })), 1)
    let largest = 0
    scored.forEach(({ logProbs }, row) => {
      for (let t = 3; t < length; t++) {
        const expected = logSoftmax(logits.subarray((row * length + t - 1) * vocabulary, (row * length + t) * vocabulary), 1)
        expected.forEach((value, id) => (largest = Math.max(largest, Math.abs(logProbs[(t - 3) * vocabulary + id]! - value))))
      }
    })
    expect(largest).toBeLessThan(1e-4)

    if (config.kinds.some(({ window }) => window !== null)) return expect(model.sample({ prompt: reference.input_ids[0]!, theta: null, rngs: [], maxNewTokens: 9, temperature: 1, topP: 1 })).rejects.toThrow('sliding window')
    const prompt = reference.input_ids[0]!.slice(0, 12)
    const samples = await model.sample({ prompt, theta: null, rngs: [0, 1].map((i) => Rng.of(4, 'decode', i)), maxNewTokens: 9, temperature: 1, topP: 1 })
    const again = await model.score(null, samples.map(({ tokens }) => ({ prompt, response: tokens })), 1)
    samples.forEach(({ tokens, logProbs }, i) => tokens.forEach((token, t) => expect(logProbs[t]).toBeCloseTo(again[i]!.logProbs[t * vocabulary + token]!, 4)))
    await model.dispose()
  })
})
