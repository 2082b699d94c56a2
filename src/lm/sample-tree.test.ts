/** Counting samples by their common beginnings, on a small real Llama: as many as asked, and distributed as single samples are. */
import { readFileSync } from 'node:fs'
import { afterAll, expect, it } from 'vitest'
import { Rng } from '../rng.ts'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { llamaConfigSchema } from './config.ts'
import { LlamaModel } from './llama-model.ts'
import { readSafetensors } from './safetensors.ts'
import { sampleCounts } from './sample-tree.ts'
import type { Tokenizer } from './tokenizer.ts'

const file = (name: string) => readFileSync(new URL(`../../reference/llama-0.9m/${name}`, import.meta.url))
const bytes = file('model.safetensors')
const endTokenId = 2
const model = new LlamaModel(nativeRuntime(), {
  config: llamaConfigSchema.parse(JSON.parse(file('config.json').toString())),
  tokenizer: { endTokenIds: new Set([endTokenId]) as ReadonlySet<number> } as Tokenizer,
  weights: readSafetensors(bytes),
  lora: { rank: 2, scale: 1 },
})
afterAll(() => model.dispose())
const prompt = [5, 9, 11, 40]

it('gives every sample, whole, and the same ones for the same seed', async () => {
  const draw = () =>
    sampleCounts(model, { prompt, count: 500, rng: Rng.of(1), maxNewTokens: 6, temperature: 0.7 })
  const counts = await draw()
  expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(500)
  expect(new Set(counts.map(({ tokens }) => tokens.join())).size).toBe(counts.length)
  for (const { tokens, finish } of counts)
    expect(
      finish === 'end' ? tokens.at(-1) === endTokenId : tokens.length === 6 && !tokens.includes(endTokenId),
    ).toBe(true)
  expect(await draw()).toEqual(counts)
})

it.each([
  ['untouched', null],
  ['under a policy', Float32Array.from({ length: model.thetaLength }, (_, i) => 0.2 * Math.sin(i + 1))],
])('draws whole samples as often as the model says, %s', async (_, theta) => {
  const count = 20_000
  const temperature = 0.15
  const counts = await sampleCounts(model, {
    prompt,
    theta,
    count,
    rng: Rng.of(2),
    maxNewTokens: 3,
    temperature,
  })
  const common = [...counts].sort((a, b) => b.count - a.count).slice(0, 8)
  expect(common[0]!.count).toBeGreaterThan(100)
  const scored = await model.score(
    theta,
    common.map(({ tokens }) => ({ prompt, response: tokens })),
    temperature,
  )
  common.forEach(({ tokens, count: drawn }, i) => {
    const p = Math.exp(
      tokens.reduce((sum, token, t) => sum + scored[i]!.logProbs[t * model.config.vocabulary + token]!, 0),
    )
    // Five standard deviations of a binomial.
    expect(Math.abs(drawn - count * p)).toBeLessThan(5 * Math.sqrt(count * p * (1 - p)) + 1)
  })
})
