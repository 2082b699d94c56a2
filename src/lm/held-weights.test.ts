/** A size of step is held when it comes first, or twice in a row; held or fed, the same tokens come out. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { Rng } from '../rng.ts'
import { llamaConfigSchema } from './config.ts'
import { hostSource } from './host-source.testing.ts'
import { LlamaModel } from './llama-model.ts'
import { LoadedWeights } from './loaded-weights.ts'
import { readSafetensors } from './safetensors.ts'
import type { Tokenizer } from './tokenizer.ts'

const folder = new URL('../../reference/architectures/', import.meta.url)
const reference = JSON.parse(readFileSync(new URL('qwen2.json', folder), 'utf8')) as {
  config: unknown
  input_ids: number[][]
}
const bytes = readFileSync(new URL('qwen2.safetensors', folder))
const tensors = readSafetensors(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))

it.each(['f32', 'packed'] as const)(
  'weights in programs decode as weights that are fed, %s',
  async (precision) => {
    const runtime = nativeRuntime({ threads: 1 })
    const config = llamaConfigSchema.parse(reference.config)
    const model = new LlamaModel(runtime, {
      config,
      tokenizer: { endTokenIds: new Set([-1]) as ReadonlySet<number> } as Tokenizer,
      weights: await LoadedWeights.load(runtime, config, hostSource(tensors), precision),
      lora: { rank: 2, scale: 1 },
    })
    const theta = Float32Array.from({ length: model.thetaLength }, (_, i) => 0.2 * Math.sin(i))
    const sampled = async (attempts: number) => {
      const before = runtime.tally.sessions
      const samples = await model.sample({
        prompt: reference.input_ids[0]!.slice(0, 12),
        theta,
        rngs: Array.from({ length: attempts }, (_, i) => Rng.of(3, 'held', i)),
        maxNewTokens: 9,
        temperature: 1,
        topP: 1,
      })
      return { samples, made: runtime.tally.sessions - before }
    }
    const layers = config.layers + 1
    await sampled(1)
    const fed = await sampled(2)
    expect(fed.made).toBeLessThan(layers)
    const held = await sampled(2)
    expect(held.made).toBe(layers)
    expect((await sampled(2)).made).toBe(0)
    held.samples.forEach(({ tokens, logProbs }, i) => {
      expect(tokens).toEqual(fed.samples[i]!.tokens)
      logProbs.forEach((p, t) => expect(p).toBeCloseTo(fed.samples[i]!.logProbs[t]!, 4))
    })
    await model.dispose()
  },
)
