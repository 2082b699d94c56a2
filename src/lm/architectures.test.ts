/** Every architecture of the table against transformers: a tiny random model of each (reference/architectures), read and decoded. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { Rng } from '../rng.ts'
import { architectures } from './architectures.ts'
import { llamaConfigSchema } from './config.ts'
import { hostSource } from './host-source.ts'
import { LlamaModel, type LlamaModelOptions } from './llama-model.ts'
import { LoadedWeights } from './loaded-weights.ts'
import { pack } from './packed.ts'
import { unpacked } from './packed.testing.ts'
import { readSafetensors } from './safetensors.ts'
import { logSoftmax } from './sampling.ts'
import type { Tokenizer } from './tokenizer.ts'

const folder = new URL('../../reference/architectures/', import.meta.url)
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace('.json', ''))
const runtime = nativeRuntime({ threads: 1 })

interface Reference {
  config: { model_type: string; vocab_size: number }
  input_ids: number[][]
  logits: { shape: number[]; values: string }
}

function read(name: string) {
  const reference = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Reference
  const bytes = readFileSync(new URL(`${name}.safetensors`, folder))
  const logits = Buffer.from(reference.logits.values, 'base64')
  return {
    reference,
    logits: new Float32Array(new Uint8Array(logits).buffer),
    config: llamaConfigSchema.parse(reference.config),
    weights: readSafetensors(bytes),
  }
}

const ways = ['one graph', 'layer by layer', 'layer by layer, packed'] as const

async function open(name: string, way: (typeof ways)[number]) {
  const { config, weights, ...rest } = read(name)
  const loaded = (precision: 'f32' | 'packed') =>
    LoadedWeights.load(runtime, config, hostSource(weights), precision)
  const made = {
    'one graph': () => weights,
    'layer by layer': () => loaded('f32'),
    'layer by layer, packed': () => loaded('packed'),
  } satisfies Record<typeof way, () => unknown>
  const options: LlamaModelOptions = {
    config,
    tokenizer: { endTokenIds: new Set([-1]) as ReadonlySet<number> } as Tokenizer,
    weights: await made[way](),
    lora: { rank: 2, scale: 1 },
  }
  return { model: new LlamaModel(runtime, options), config, ...rest }
}

const cases = names.flatMap((name) => ways.map((way) => ({ name, way })))
const packFloats = (name: string, shape: readonly number[], data: Float32Array) =>
  pack({ name, shape, type: 'F32', bytes: data.byteLength, data: new Uint8Array(data.slice().buffer) }, false)

/** One graph does not decode beyond a window. */
const decodable = cases.filter(
  ({ name, way }) =>
    way !== 'one graph' || read(name).config.layerTypes.every(({ window }) => window === null),
)

describe('architectures against transformers', () => {
  it('has a model of every family in the table', () => {
    expect(new Set(names.map((name) => read(name).reference.config.model_type))).toEqual(
      new Set(Object.keys(architectures)),
    )
  })

  it.each(cases.filter(({ way }) => way !== 'layer by layer, packed'))(
    '$name reads as transformers does, as $way',
    async ({ name, way }) => {
      const { model, reference, logits } = await open(name, way)
      const { vocab_size: vocabulary } = reference.config
      const length = reference.input_ids[0]!.length
      const scored = await model.score(
        null,
        reference.input_ids.map((ids) => ({ prompt: ids.slice(0, 3), response: ids.slice(3) })),
        1,
      )
      let largest = 0
      scored.forEach(({ logProbs }, row) => {
        for (let t = 3; t < length; t++) {
          const expected = logSoftmax(
            logits.subarray((row * length + t - 1) * vocabulary, (row * length + t) * vocabulary),
            1,
          )
          expected.forEach(
            (value, id) =>
              (largest = Math.max(largest, Math.abs(logProbs[(t - 3) * vocabulary + id]! - value))),
          )
        }
      })
      expect(largest).toBeLessThan(1e-4)
      await model.dispose()
    },
  )

  it.each(names)('%s in 8 bits is the model of the rounded weights', async (name) => {
    const { config, weights, reference } = read(name)
    // What is packed from values that have been packed before is those values.
    const rounded = new Map(
      [...weights].map(([key, { shape, data }]) => [
        key,
        {
          shape,
          data: shape.length === 2 && shape[1]! % 32 === 0 ? unpacked(packFloats(key, shape, data)) : data,
        },
      ]),
    )
    const tokenizer = { endTokenIds: new Set([-1]) as ReadonlySet<number> } as Tokenizer
    const rows = [
      { prompt: reference.input_ids[0]!.slice(0, 20), response: reference.input_ids[0]!.slice(20) },
    ]
    const [floats, packed] = [
      rounded,
      await LoadedWeights.load(runtime, config, hostSource(rounded), 'packed'),
    ].map((own) => new LlamaModel(runtime, { config, tokenizer, weights: own, lora: { rank: 2, scale: 1 } }))
    const [expected, actual] = [
      (await floats!.score(null, rows, 1))[0]!.logProbs,
      (await packed!.score(null, rows, 1))[0]!.logProbs,
    ]
    expect(Math.max(...expected.map((x, i) => Math.abs(x - actual[i]!)))).toBeLessThan(1e-3)
    for (const model of [floats!, packed!]) await model.dispose()
  })

  it.each(decodable)('$name decodes what it reads, as $way', async ({ name, way }) => {
    const { model, reference } = await open(name, way)
    const { vocab_size: vocabulary } = reference.config
    const prompt = reference.input_ids[0]!.slice(0, 12)
    const theta = Float32Array.from({ length: model.thetaLength }, (_, i) => 0.2 * Math.sin(i))
    for (const own of [null, theta]) {
      const samples = await model.sample({
        prompt,
        theta: own,
        rngs: [0, 1].map((i) => Rng.of(4, 'decode', i)),
        maxNewTokens: 9,
        temperature: 1,
        topP: 1,
      })
      const again = await model.score(
        own,
        samples.map(({ tokens }) => ({ prompt, response: tokens })),
        1,
      )
      samples.forEach(({ tokens, logProbs }, i) =>
        tokens.forEach((token, t) =>
          expect(logProbs[t]).toBeCloseTo(again[i]!.logProbs[t * vocabulary + token]!, 4),
        ),
      )
    }
    await model.dispose()
  })
})
