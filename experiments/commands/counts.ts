/**
 * npm run -s counts -- [--model NAME] [--precision f32|packed] [--ops] [--steps N]
 * What a decoded token and an update ask of a graphics device, in counts that hold on every adapter, printed as a table of
 * figures in all and for each layer. NAME is a small model of reference/architectures. --ops counts the dispatches of an update by
 * operator; --steps takes so many steps of sampling and updating, on a model of one layer, and says what buffers are there as they go
 * on. Runs on Dawn; exits 2 without it, 1 where a bar falls or buffers grew.
 */
import { optionsOf } from '../../scripts/command-options.ts'
import { messageOf } from '../../src/explained-error.ts'
import { headlessRuntime, useBackend } from '../lib/backend.ts'
import { bufferGrowth } from '../lib/buffer-growth.ts'
import { countFromHereOn, type GpuCounts } from '../lib/gpu-counts.ts'
import { MeasuredSteps } from '../lib/measured-step.ts'
import { openSmallModel } from '../lib/small-model.ts'
import { countBars, stepCounts } from '../lib/step-counts.ts'

const attempts = 4

async function main(): Promise<number> {
  const { values } = optionsOf(import.meta.url, {
    options: {
      model: { type: 'string', default: 'qwen2' },
      precision: { type: 'string', default: 'f32' },
      ops: { type: 'boolean', default: false },
      steps: { type: 'string', default: '0' },
    },
  })
  if (values.precision !== 'f32' && values.precision !== 'packed')
    throw new Error(`There is no precision ${values.precision}; there are f32 and packed.`)
  await useBackend('dawn')
  countFromHereOn()
  const { model, prompt: text } = await openSmallModel(headlessRuntime(), values.model, values.precision, {
    rank: 8,
    scale: 2,
  })
  const { config } = model
  const prompt = text.slice(0, 8)
  const measured = new MeasuredSteps(model, { prompt, teacherPrompt: prompt }, attempts)
  const counted = await stepCounts(measured)
  const { token, update, operators } = counted
  const names = Object.keys(update) as (keyof GpuCounts)[]
  const table = (of: (name: keyof GpuCounts) => number) =>
    Object.fromEntries(names.map((name) => [name, { all: of(name), 'a layer': of(name) / config.layers }]))
  console.log(`${values.model}, ${values.precision}, ${config.layers} layers, ${attempts} attempts`)
  console.log('A decoded token of all attempts:')
  console.table(table((name) => token[name]))
  console.log('An update:')
  console.table(table((name) => update[name]))
  const bars = countBars(counted, model, attempts)
  console.table(bars)
  if (values.ops) {
    console.log('Its dispatches by operator:')
    const sorted = [...operators].sort(([, a], [, b]) => b - a)
    console.table(Object.fromEntries(sorted.map(([name, count]) => [name, { all: count }])))
  }
  const steps = Number(values.steps)
  if (steps === 0) return bars.every(({ holds }) => holds) ? 0 : 1
  const growth = await bufferGrowth(headlessRuntime(), steps, (step, there) => {
    if (step % 10 === 0) console.log(`Step ${step}: ${JSON.stringify(there)}`)
  })
  console.log(`Grown from step 10 to ${steps}: ${growth.buffers} buffers, ${growth.bytes} bytes`)
  return growth.bytes === 0 && growth.buffers === 0 && bars.every(({ holds }) => holds) ? 0 : 1
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(messageOf(error))
    process.exit(2)
  },
)
