/** Decoding on the device against decoding on the host, and what it costs there in counts. */
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import type { Runtime } from 'ort-train'
import { describe, expect, it } from 'vitest'
import { Kernels, bufferUse, mapRead, record } from '../../src/lm/device/kernels.ts'
import {
  drawnOf,
  drawnWords,
  powers,
  samplerCode,
  samplerSettings,
  samplerWidth,
} from '../../src/lm/device/sampler.ts'
import { draw } from '../../src/lm/sampling.ts'
import { Rng } from '../../src/rng.ts'
import { dawnForTests } from './dawn.testing.ts'
import { gpuCounts } from './gpu-counts.ts'
import { openSmallModel, type SmallModel } from './small-model.ts'

const dawn = await dawnForTests()
const title = (name: string) => name + (dawn.missing ? ` (skipped: ${dawn.missing})` : '')

describe.skipIf(dawn.missing)(title('a draw on the device'), () => {
  const rows = 50
  /** Logits of a model that is sure of a few tokens and of none, whatever the row. */
  const logitsOf = (rng: Rng, vocabulary: number) =>
    Float32Array.from({ length: rows * vocabulary }, (_, i) => {
      const sharpness = [0.5, 2, 6][Math.floor(i / vocabulary) % 3]!
      return Math.fround(rng.normal() * sharpness)
    })

  it.each([0.4, 1.2].flatMap((temperature) => [0.5, 0.95, 1].map((topP) => ({ temperature, topP }))))(
    'is the host’s in 1,000 of 1,000: temperature $temperature, top-p $topP',
    async ({ temperature, topP }) => {
      const device = dawn.runtime!.device!
      const vocabulary = 613
      const kernels = new Kernels(device)
      const rng = Rng.of(1, 'draws', temperature, topP)
      const [logits, state, drawn] = [rows * vocabulary, 1 + rows, rows * drawnWords].map((count) =>
        kernels.room(count * 4),
      ) as [GPUBuffer, GPUBuffer, GPUBuffer]
      const read = kernels.room(rows * drawnWords * 4, bufferUse.read)
      const step = kernels.step(
        samplerCode(vocabulary, samplerWidth(device.limits)),
        [
          logits,
          state,
          kernels.room(rows * vocabulary * 8),
          kernels.filled(samplerSettings(temperature, topP), bufferUse.uniform),
          kernels.filled(powers()),
          drawn,
        ],
        [rows, 1, 1],
      )
      await kernels.sound()
      let furthest = 0
      const wrong: number[] = []
      for (let round = 0; round < 1000 / rows; round++) {
        const values = logitsOf(rng, vocabulary)
        const rngs = Array.from({ length: rows }, (_, row) => Rng.of(round, 'draw', row))
        device.queue.writeBuffer(logits, 0, values)
        device.queue.writeBuffer(
          state,
          0,
          Uint32Array.from([0, ...rngs.map((_, row) => Rng.of(round, 'draw', row).uint32())]),
        )
        const encoder = device.createCommandEncoder()
        record(encoder, [step])
        encoder.copyBufferToBuffer(drawn, 0, read, 0, rows * drawnWords * 4)
        device.queue.submit([encoder.finish()])
        await read.mapAsync(mapRead)
        const words = new Uint32Array(read.getMappedRange().slice(0))
        read.unmap()
        rngs.forEach((own, row) => {
          const host = draw(values.subarray(row * vocabulary, (row + 1) * vocabulary), temperature, topP, own)
          const device = drawnOf(words, row, temperature)
          if (host.token !== device.token) wrong.push(round * rows + row)
          furthest = Math.max(furthest, Math.abs(host.logProb - device.logProb))
        })
      }
      expect(wrong).toEqual([])
      expect(furthest).toBeLessThan(1e-8)
    },
    300_000,
  )
})

describe.skipIf(dawn.missing)(title('decoding on the device'), () => {
  const opened = (runtime: Runtime, name: string, precision: 'f32' | 'packed') =>
    openSmallModel(runtime, name, precision, { rank: 2, scale: 1 })
  const requests = ({ model, prompt }: Pick<SmallModel, 'model' | 'prompt'>, maxNewTokens: number) =>
    [5, 9].map((length, policy) => ({
      prompt: prompt.slice(0, length),
      theta: policy
        ? Float32Array.from({ length: model.thetaLength }, (_, i) => 0.2 * Math.sin(i * 13))
        : null,
      rngs: [0, 1, 2].map((i) => Rng.of(7, policy, i)),
      maxNewTokens,
      temperature: 0.7,
      topP: 0.9,
    }))

  it.each([
    ['gemma3_text', 'f32'],
    ['qwen2', 'packed'],
    ['qwen3', 'f32'],
    ['llama-untied', 'packed'],
  ] as const)(
    'gives the tokens of %s that the native runtime gives, %s, with two policies and prompts of two lengths',
    async (name, precision) => {
      const here = await opened(dawn.runtime!, name, precision)
      const native = await opened(nativeRuntime({ threads: 1 }), name, precision)
      const own = (await here.model.sampleMany(requests(here, 12))).flat()
      const other = (await native.model.sampleMany(requests(native, 12))).flat()
      expect(own.map(({ tokens }) => tokens)).toEqual(other.map(({ tokens }) => tokens))
      own.forEach(({ logProbs }, i) =>
        logProbs.forEach((value, t) => expect(Math.abs(value - other[i]!.logProbs[t]!)).toBeLessThan(1e-3)),
      )
    },
    300_000,
  )

  it.each(['f32', 'packed'] as const)(
    'costs a token at most 12 dispatches a layer and 20, one submission, ids and random numbers up and 64 bytes down an attempt: %s',
    async (precision) => {
      const { model, prompt } = await opened(dawn.runtime!, 'qwen2', precision)
      const { length: layers } = model.config.layerTypes
      const sample = (maxNewTokens: number) =>
        gpuCounts(() => model.sampleMany(requests({ model, prompt }, maxNewTokens)))
      await sample(2)
      const [few, many] = [await sample(2), await sample(5)]
      const perToken = (name: keyof typeof few.counts) => (many.counts[name] - few.counts[name]) / 3
      expect(perToken('dispatches')).toBeGreaterThan(layers)
      expect(perToken('dispatches')).toBeLessThanOrEqual(12 * layers + 20)
      expect(perToken('submits')).toBe(1)
      // Of six attempts: an id and a random number each, the lengths of two prompts, and the number of the token.
      expect(perToken('uploaded')).toBe(4 * (2 * 6 + 2 + 1))
      expect(perToken('readBack')).toBeLessThanOrEqual(64 * 6)
      expect(perToken('readbacks')).toBe(1)
    },
    300_000,
  )
})
