/**
 * npm run -s counts -- [--model NAME] [--precision f32|packed]
 * What a decoded token and an update ask of a graphics device, in counts that hold on every adapter, printed as a table of
 * figures in all and for each layer. NAME is a small model of reference/architectures. Runs on Dawn; exits 2 without it.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { messageOf } from '../../src/explained-error.ts'
import { llamaConfigSchema } from '../../src/lm/config.ts'
import { hostSource } from '../../src/lm/host-source.testing.ts'
import { LlamaModel } from '../../src/lm/llama-model.ts'
import { LoadedWeights } from '../../src/lm/loaded-weights.ts'
import { readSafetensors } from '../../src/lm/safetensors.ts'
import type { Tokenizer } from '../../src/lm/tokenizer.ts'
import { Rng } from '../../src/rng.ts'
import { defaultRunConfig } from '../../src/sdpo/config.ts'
import { LlamaLearner } from '../../src/sdpo/llama-learner.ts'
import { headlessRuntime, useBackend } from '../lib/backend.ts'
import { gpuCounts, type GpuCounts } from '../lib/gpu-counts.ts'

const attempts = 4
const folder = new URL('../../reference/architectures/', import.meta.url)

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      model: { type: 'string', default: 'qwen2' },
      precision: { type: 'string', default: 'f32' },
    },
  })
  if (values.precision !== 'f32' && values.precision !== 'packed')
    throw new Error(`There is no precision ${values.precision}; there are f32 and packed.`)
  await useBackend('dawn')
  const reference = JSON.parse(readFileSync(new URL(`${values.model}.json`, folder), 'utf8')) as {
    config: unknown
    input_ids: number[][]
  }
  const bytes = readFileSync(new URL(`${values.model}.safetensors`, folder))
  const tensors = readSafetensors(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer,
  )
  const config = llamaConfigSchema.parse(reference.config)
  const runtime = headlessRuntime()
  const model = new LlamaModel(runtime, {
    config,
    // No token ends an attempt, so that every one is as long as it may be.
    tokenizer: { endTokenIds: new Set<number>() as ReadonlySet<number> } as Tokenizer,
    weights: await LoadedWeights.load(runtime, config, hostSource(tensors), values.precision),
    lora: { rank: 8, scale: 2 },
  })
  const prompt = reference.input_ids[0]!.slice(0, 8)
  const learner = new LlamaLearner(model, LlamaLearner.initialTheta(model, 1))
  const sample = (maxNewTokens: number) =>
    gpuCounts(() =>
      model.sample({
        prompt,
        theta: learner.student,
        rngs: Array.from({ length: attempts }, (_, i) => Rng.of(1, 'counts', i)),
        maxNewTokens,
        temperature: 0.7,
        topP: 0.95,
      }),
    )
  // The first makes sessions and kernels.
  await sample(8)
  const [few, many] = [await sample(3), await sample(8)]
  const rows = many.result.map(({ tokens, logProbs }) => ({
    prompt,
    teacherPrompt: prompt,
    response: tokens,
    oldLogProbs: logProbs,
    mask: 1 as const,
    advantage: 0,
  }))
  const update = () =>
    learner.update(rows, {
      loss: defaultRunConfig.loss,
      optimiser: defaultRunConfig.optimiser,
      teacher: { kind: 'ema', rate: 0.01 },
      temperature: 1,
      grpoWeight: 0,
    })
  await update()
  const { counts } = await gpuCounts(update)
  const names = Object.keys(counts) as (keyof GpuCounts)[]
  const table = (of: (name: keyof GpuCounts) => number) =>
    Object.fromEntries(names.map((name) => [name, { all: of(name), 'a layer': of(name) / config.layers }]))
  console.log(`${values.model}, ${values.precision}, ${config.layers} layers, ${attempts} attempts`)
  console.log('A decoded token of all attempts:')
  console.table(table((name) => (many.counts[name] - few.counts[name]) / 5))
  console.log('An update:')
  console.table(table((name) => counts[name]))
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(messageOf(error))
    process.exit(2)
  },
)
