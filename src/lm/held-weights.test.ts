/** Weights in programs decode as weights that are fed, whatever the architecture; one set of sessions serves every number of attempts and every length, and an attempt that ends leaves the batch. */
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Runtime } from 'ort-train'
import { wasmRuntime } from 'ort-train/web'
import { describe, expect, it } from 'vitest'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { Rng } from '../rng.ts'
import { llamaConfigSchema } from './config.ts'
import { hostSource } from './host-source.ts'
import { LlamaModel } from './llama-model.ts'
import { LoadedWeights } from './loaded-weights.ts'
import type { Precision } from './precision.ts'
import { readSafetensors } from './safetensors.ts'
import type { Tokenizer } from './tokenizer.ts'

const folder = new URL('../../reference/architectures/', import.meta.url)

async function opened(name: string, runtime: Runtime, precision: Precision, ends: readonly number[] = [-1]) {
  const reference = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as {
    config: unknown
    input_ids: number[][]
  }
  const bytes = readFileSync(new URL(`${name}.safetensors`, folder))
  const tensors = readSafetensors(bytes)
  const config = llamaConfigSchema.parse(reference.config)
  const model = new LlamaModel(runtime, {
    config,
    tokenizer: { endTokenIds: new Set(ends) as ReadonlySet<number> } as Tokenizer,
    weights: await LoadedWeights.load(runtime, config, hostSource(tensors), precision),
    lora: { rank: 2, scale: 1 },
  })
  const theta = Float32Array.from({ length: model.thetaLength }, (_, i) => 0.2 * Math.sin(i))
  const request = (attempts: number, maxNewTokens = 9) => ({
    prompt: reference.input_ids[0]!.slice(0, 12),
    theta,
    rngs: Array.from({ length: attempts }, (_, i) => Rng.of(3, 'held', i)),
    maxNewTokens,
    temperature: 1,
    topP: 1,
  })
  return { model, request }
}

describe.each(['llama3', 'llama-untied', 'qwen2', 'qwen3', 'gemma3_text', 'smollm3'])('%s', (name) => {
  it.each(['f32', 'packed'] as const)('decodes as with weights that are fed, %s', async (precision) => {
    const runtime = nativeRuntime({ threads: 1 })
    const { model, request } = await opened(name, runtime, precision)
    const held = await model.sample(request(3, 20))
    // Several policies have their weights fed.
    const [fed] = await model.sampleMany([request(3, 20), request(3, 20)])
    held.forEach(({ tokens, logProbs }, i) => {
      expect(tokens).toEqual(fed![i]!.tokens)
      logProbs.forEach((p, t) => expect(p).toBeCloseTo(fed![i]!.logProbs[t]!, 4))
    })
    await model.dispose()
  })
})

it('one session serves every size of step', async () => {
  const runtime = nativeRuntime({ threads: 2 })
  const { model, request } = await opened('qwen2', runtime, 'f32')
  const made = async (attempts: number, maxNewTokens: number) => {
    const before = runtime.tally.sessions
    await model.sample(request(attempts, maxNewTokens))
    return runtime.tally.sessions - before
  }
  await made(4, 9)
  expect(await made(1, 9)).toBe(0)
  expect(await made(8, 40)).toBe(0)
  await model.dispose()
})

it('an attempt that ends leaves the batch, and the others go on as they would', async () => {
  const runtime = nativeRuntime({ threads: 1 })
  const endless = await opened('qwen2', runtime, 'f32')
  const whole = await endless.model.sample(endless.request(4))
  const end = whole[1]!.tokens[2]!
  const { model, request } = await opened('qwen2', runtime, 'f32', [end])
  const before = runtime.tally.multiplyAdds
  const samples = await model.sample(request(4))
  const work = runtime.tally.multiplyAdds - before
  samples.forEach(({ tokens }, i) => {
    const at = whole[i]!.tokens.indexOf(end)
    expect(tokens).toEqual(at < 0 ? whole[i]!.tokens : whole[i]!.tokens.slice(0, at + 1))
  })
  const fresh = runtime.tally.multiplyAdds
  await endless.model.sample(endless.request(4))
  expect(work).toBeLessThan(runtime.tally.multiplyAdds - fresh)
  await endless.model.dispose()
  await model.dispose()
})

it('decodes in pieces on WebAssembly', async () => {
  const require = createRequire(import.meta.url)
  const binary = await readFile(require.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'))
  const wasm = await wasmRuntime({ threads: 1, wasmBinary: new Uint8Array(binary).buffer })
  const [there, here] = [
    await opened('qwen3', wasm, 'f32'),
    await opened('qwen3', nativeRuntime({ threads: 1 }), 'f32'),
  ]
  const [pieces, whole] = [
    await there.model.sample(there.request(3)),
    await here.model.sample(here.request(3)),
  ]
  pieces.forEach(({ tokens, logProbs }, i) => {
    expect(tokens).toEqual(whole[i]!.tokens)
    logProbs.forEach((p, t) => expect(p).toBeCloseTo(whole[i]!.logProbs[t]!, 4))
  })
  await there.model.dispose()
  await here.model.dispose()
})
