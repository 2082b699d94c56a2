/**
 * npm run -s agreement -- [FILE.gguf|FOLDER] [--precision f32|f16|packed] [--tokens N] [--attempts N] [--layers N]
 * A few tokens and two updates of a stock model on a graphics device (Dawn), on onnxruntime-node, and, of f32, in float64: prints how
 * far apart they are, as one JSON object. --layers leaves out all but the first. Without a model it takes SmolLM2 where
 * `npm run fetch:smollm2` has put it. Exits 1 where other tokens are drawn, log-probabilities differ by more than 1e-4, or an update is
 * further from float64 than 1e-4 and than twice as far as onnxruntime-node is; 2 on bad input.
 */
import { optionsOf } from '../../scripts/command-options.ts'
import { messageOf } from '../../src/explained-error.ts'
import { smollm2Path } from '../../src/lm/smollm2.testing.ts'
import type { LlamaModel } from '../../src/lm/llama-model.ts'
import { baseParameters } from '../../src/lm/parameters.ts'
import { hostWeights } from '../../src/lm/weights/host-weights.ts'
import type { UpdateRow } from '../../src/sdpo/learner.ts'
import { agreementOf, agrees, readModel } from '../lib/agreement.ts'
import { useBackend } from '../lib/backend.ts'
import { doubleBase } from '../lib/double-update.ts'
import { exactUpdates } from '../lib/exact-updates.ts'
import { readStock } from '../../src/headless/stock.ts'
import { openReal } from '../lib/headless.ts'

const precisions = ['f32', 'f16', 'packed'] as const

async function main(): Promise<number> {
  const { values, positionals } = optionsOf(import.meta.url, {
    allowPositionals: true,
    options: {
      precision: { type: 'string', default: 'f32' },
      tokens: { type: 'string', default: '4' },
      attempts: { type: 'string', default: '2' },
      layers: { type: 'string' },
    },
  })
  const path = positionals[0] ?? smollm2Path
  const precision = precisions.find((name) => name === values.precision)
  if (!path) throw new Error('Name a model, or fetch one: npm run fetch:smollm2.')
  if (!precision)
    throw new Error(`There is no precision ${values.precision}; there are ${precisions.join(', ')}.`)
  const [tokens, attempts] = [Number(values.tokens), Number(values.attempts)]
  const layers = values.layers === undefined ? undefined : Number(values.layers)
  const read = async (backend: 'dawn' | 'node') => {
    await useBackend(backend)
    const { model } = await openReal({
      path,
      threads: 2,
      adapter: { kind: 'lora', rank: 8, alpha: 16 },
      precision,
      ...(layers !== undefined && { layers }),
    })
    const prompt = model.tokenizer.encode('def reverse(words):\n    """Reverse the order of words."""\n')
    const started = performance.now()
    const reading = await readModel(model, prompt, { attempts, tokens })
    console.error(`${backend}: ${((performance.now() - started) / 1000).toFixed(1)} s`)
    return { model, reading }
  }
  const own = await read('dawn')
  await own.model.dispose()
  const native = await read('node')
  const exact = precision === 'f32' ? await inFloat64(native.model, native.reading.rows, path, layers) : null
  const agreement = agreementOf(own.reading, native.reading, exact)
  console.log(JSON.stringify(agreement, null, 2))
  return agrees(agreement) ? 0 : 1
}

/** The updates in float64, of the weights as the file has them. */
async function inFloat64(model: LlamaModel, rows: readonly UpdateRow[], path: string, layers?: number) {
  const { source, config } = await readStock(path, layers)
  const names = baseParameters(config).map(({ name }) => name)
  return exactUpdates(model, rows, doubleBase(config, await hostWeights(source, names)))
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(messageOf(error))
    process.exit(2)
  },
)
